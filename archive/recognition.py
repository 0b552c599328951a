"""Recognition of text (OCR): which pages wait for it, a job for each, and what becomes of the file's reading.

A page waits where its file gives no text of it, or garbage. What is recognised takes the place of that only where it
is better, and never of what a person wrote. Without tesseract nothing is enqueued; `recognise_text` does it later.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive import search_source
from archive.extraction import ocr
from archive.extraction.contract import ExtractionError, Line, Quality
from archive.extraction.ocr import RecognisedPage
from archive.extraction.quality import broken_words, letters, noise, share_of_frequent_words
from archive.headings import outline_of
from archive.models import Original, PageCorrection, PageText, Reading, TextSource
from archive.opening import limits, pool
from archive.vocabularies import QUARANTINE_REASONS, ReadingState
from cms.core import jobs
from cms.core.jobs import Effect, Handler, Payload, PermanentFailure
from cms.core.models import Job

KIND = "archive.ocr"
PRIORITY = 300
"""After all that is quick: texts of other files, covers."""
FIRST_NEWS = 25
"""Pages of a long scan after which readers find what is there; then after twice as many, and so on."""
WITH_TEXT = (Quality.GOOD, Quality.POOR)
WITHOUT_GOOD_TEXT = (Quality.EMPTY, Quality.POOR)
_KEYS_PER_QUERY = 500
_REASONS = {
    ocr.TooSlow: _("Reconocer su texto tarda más de lo permitido."),
    ocr.UnrecognisablePage: _("El programa que reconoce el texto falló en esta página."),
}
_LEAST_SHARE_OF_LETTERS = 0.5
"""Of the garbage that a text takes the place of: less is a part of the page."""


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=recognise, give_up=give_up, ended=stop_waiting))


def job_key(original: Original, number: int) -> str:
    return f"{KIND}:{original.pk}:{number}"


def unfinished_keys(originals: Collection[int]) -> list[str]:
    """The keys of the jobs that these originals wait for, in the order in which they are done."""
    waiting = Job.objects.unfinished().filter(kind=KIND).order_by("priority", "pk")
    return [job.key for job in waiting.only("key", "payload").iterator() if job.payload["original"] in originals]


def pages_without_good_text() -> QuerySet[PageText]:
    """The pages that could be read by recognition and whose text is still the file's own."""
    corrections = PageCorrection.objects.filter(original=OuterRef("original"), number=OuterRef("number"))
    return PageText.objects.filter(
        ~Exists(corrections),
        quality__in=WITHOUT_GOOD_TEXT,
        source=TextSource.FILE,
        original__reading__has_images=True,
        original__reading__state__in=[ReadingState.READ, ReadingState.OCR_PENDING],
    )


def begin(original: Original) -> None:
    """Enqueue what the pages of a file lack that was read just now, in the same transaction."""
    # Jobs of an earlier reading of the same file found texts that this one has replaced.
    for keys in _in_chunks([job_key(original, number) for number in _numbers(original)]):
        Job.objects.filter(key__in=keys).delete()
    resume(original)


def resume(original: Original) -> None:
    """Enqueue the pages of a file that wait and have no job, and those whose job failed, if tesseract is there.

    Call it inside a transaction.
    """
    reading = Reading.objects.select_for_update().get(original=original)
    waiting = waiting_pages(original)
    if ocr.is_there():
        payloads = {job_key(original, number): {"original": original.pk, "page": number} for number in waiting}
        jobs.enqueue_all(KIND, payloads, priority=PRIORITY)
    recognised = PageText.objects.filter(original=original, source=TextSource.RECOGNITION).count()
    reading.pages_to_recognise = recognised + len(_numbers(original))
    reading.pages_recognised = reading.pages_to_recognise - len(waiting)
    conclude(reading)


def waiting_originals() -> QuerySet[Original]:
    """Those with pages without good text, in the order in which they came."""
    waiting: QuerySet[Original] = Original.objects.filter(pk__in=pages_without_good_text().values("original"))
    return waiting.order_by("pk")


def waiting_pages(original: Original) -> list[int]:
    """The pages without good text that nobody has tried to recognise, or that failed or are to be tried now."""
    pages = {job_key(original, number): number for number in _numbers(original)}
    for keys in _in_chunks(list(pages)):
        for key in Job.objects.filter(key__in=keys, status=Job.Status.DONE).values_list("key", flat=True):
            del pages[key]
    return list(pages.values())


def failed_pages(original: Original) -> int:
    keys = [job_key(original, number) for number in _numbers(original)]
    return sum(Job.objects.failed().filter(key__in=chunk).count() for chunk in _in_chunks(keys))


def _numbers(original: Original) -> list[int]:
    return list(pages_without_good_text().filter(original=original).values_list("number", flat=True))


def _in_chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _KEYS_PER_QUERY] for start in range(0, len(keys), _KEYS_PER_QUERY))


def recognise(payload: Payload) -> Effect:
    """Draw a page and read what is written there; the effect stores it, and ends the reading after the last page."""
    original = Original.objects.get(pk=payload["original"])
    page = pages_without_good_text().filter(original=original, number=payload["page"]).first()
    if page is None:
        return lambda: _page_ended(original)
    try:
        image = pool().scan(original.path, original.media_type, page.number, ocr.DOTS_PER_INCH)
        found = None if ocr.is_blank(image) else ocr.recognise(image, page.width, limits())
    except ExtractionError as error:
        raise PermanentFailure(str(QUARANTINE_REASONS[error.reason])) from error
    except ocr.UnrecognisablePage as error:
        raise PermanentFailure(f"{_REASONS[type(error)]} ({error})") from error
    return lambda: _store(original, page.number, found)


def give_up(payload: Payload, _reason: str) -> None:
    """The page can't be recognised: it stays as it is, and the file is read without it."""
    _page_ended(Original.objects.get(pk=payload["original"]))


def stop_waiting(payload: Payload) -> None:
    """The page was tried in vain for a reason outside of it: the others don't wait, and it may be tried again."""
    _page_ended(Original.objects.get(pk=payload["original"]))


def _store(original: Original, number: int, found: RecognisedPage | None) -> None:
    # Read again: somebody may have corrected the page while its image was looked at.
    page = pages_without_good_text().select_for_update(of=["self"]).filter(original=original, number=number).first()
    if page is not None and found is not None and is_better(found, page):
        page.text, page.quality, page.confidence = found.text, found.quality, found.confidence
        page.lines, page.words, page.blocks = _rows(found.lines), _rows(found.words), []
        page.source = TextSource.RECOGNITION
        page.save()
    _page_ended(original)


def _rows(lines: Iterable[Line]) -> list[list[float]]:
    return [[line.start, line.end, line.left, line.top, line.right, line.bottom] for line in lines]


def is_better(found: RecognisedPage, page: PageText) -> bool:
    """Whether what was recognised serves a reader more than the text that the file gives."""
    quality = found.quality
    if quality == Quality.EMPTY:
        return False
    if page.quality == Quality.EMPTY:
        return letters(found.text) > letters(page.text) or not page.text
    if letters(found.text) < _LEAST_SHARE_OF_LETTERS * letters(page.text):
        return False
    is_cleaner = _flaws(found.text) < _flaws(page.text)
    return (quality == Quality.GOOD and is_cleaner) or _worth(found.text) > _worth(page.text)


def _flaws(text: str) -> tuple[int, float]:
    return broken_words(text), noise(text)


def _worth(text: str) -> float:
    return share_of_frequent_words(text) - noise(text)


def _page_ended(original: Original) -> None:
    # The lock makes pages that end at the same time count one after the other.
    reading = Reading.objects.select_for_update().get(original=original)
    reading.pages_recognised = min(reading.pages_recognised + 1, reading.pages_to_recognise)
    reading.save(update_fields=["pages_recognised"])
    is_last = reading.pages_recognised == reading.pages_to_recognise
    if is_last and not reading.outline:
        texts = PageText.objects.filter(original=original).order_by("number").values_list("number", "text")
        found = outline_of(texts.iterator(chunk_size=100))
        reading.outline = [[entry.depth, entry.page, entry.title] for entry in found]
    if is_last or _is_news(reading.pages_recognised):
        conclude(reading)
        search_source.original_changed(original)


def _is_news(recognised: int) -> bool:
    times, rest = divmod(recognised, FIRST_NEWS)
    return rest == 0 and times.bit_count() == 1


def conclude(reading: Reading) -> None:
    """Say what is known of the file's text now. Call it with the reading's row locked."""
    counts = PageText.objects.filter(original=reading.original_id).aggregate(
        text=Count("pk", filter=Q(quality__in=WITH_TEXT)), poor=Count("pk", filter=Q(quality=Quality.POOR))
    )
    waits = reading.pages_recognised < reading.pages_to_recognise
    reading.pages_with_text, reading.pages_with_poor_text = counts["text"], counts["poor"]
    reading.state = ReadingState.OCR_PENDING if waits and not counts["text"] else ReadingState.READ
    reading.save()


def recognised_only(originals: Collection[int]) -> set[int]:
    """Those of which every page that has text has it from recognition."""
    with_text = PageText.objects.filter(original__in=originals, quality__in=WITH_TEXT)
    counted = with_text.values("original").annotate(
        all=Count("pk"), recognised=Count("pk", filter=Q(source=TextSource.RECOGNITION))
    )
    return {row["original"] for row in counted if row["recognised"] == row["all"]}
