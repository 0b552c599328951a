"""The slow steps as jobs: read a file's text, draw its cover."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import antivirus, derivatives, images_ahead, recognition, search_source, transcription
from archive.extraction.contract import (
    Extraction,
    ExtractionError,
    Outline,
    Quality,
    UnsupportedMediaTypeError,
)
from archive.extraction.registry import extractor_for
from archive.headings import outline_of
from archive.models import Original, PageText, Reading
from archive.opening import pool
from archive.vocabularies import QUARANTINE_REASONS, ReadingState
from cms.core import freshness, jobs
from cms.core.jobs import Effect, Handler, NotNow, Payload, PermanentFailure
from cms.core.models import Job

READ = "archive.read"
COVER = "archive.cover"
COVER_PRIORITY = 200
PAGES_PER_INSERT = 200


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(READ, Handler(run=read, give_up=quarantine))
    jobs.register(COVER, Handler(run=draw_cover, give_up=lambda payload, reason: None))


def schedule_reading(original: Original) -> Job | None:
    """Enqueue the reading of a file, or None where its format can't be read; a scanner looks through that one too."""
    if not antivirus.is_on() and not _can_be_read(original):
        return None
    return jobs.enqueue(READ, reading_key(original), {"original": original.pk})


def schedule_unread() -> int:
    """Enqueue the reading of the files whose format was not read when they came and is now; how many there are."""
    unread = Original.objects.filter(reading__state=ReadingState.UNSUPPORTED)
    found = 0
    for original in unread.iterator():
        if not _can_be_read(original):
            continue
        with transaction.atomic():
            # Under the same key a scanner may have looked through it when it came.
            Job.objects.filter(key=reading_key(original)).delete()
            schedule_reading(original)
            Reading.objects.filter(original=original).update(state=ReadingState.PENDING)
            found += 1
    return found


def _can_be_read(original: Original) -> bool:
    try:
        extractor_for(original.media_type)
    except UnsupportedMediaTypeError:
        return False
    return True


def reading_key(original: Original) -> str:
    return f"{READ}:{original.pk}"


def read(payload: Payload) -> Effect:
    """Extract every page in a child process; the effect stores them and tells the index.

    Where there is a scanner, nothing opens the file before it has passed.
    """
    original = Original.objects.get(pk=payload["original"])
    if antivirus.is_on():
        _let_scan(original)
        if not _can_be_read(original):
            return lambda: _set_aside(original)
    try:
        extraction = pool().extract(original.path, original.media_type)
    except ExtractionError as error:
        raise PermanentFailure(str(QUARANTINE_REASONS[error.reason])) from error
    pages = _rows(original, extraction)
    return lambda: _store(original, extraction, pages)


def _let_scan(original: Original) -> None:
    """Raises PermanentFailure for what must not be opened, NotNow while the scanner is away. A scan that broke off
    counts as an attempt: a file that kills the scanner is not given to it for ever."""
    try:
        antivirus.check(original.path)
    except antivirus.Infected as found:
        text = _(
            "El antivirus encontró «%(signature)s» en este archivo: no se abre ni se entrega. Pida una copia limpia."
        )
        raise PermanentFailure(text % {"signature": found.signature}) from found
    except antivirus.TooLargeToScan as error:
        raise PermanentFailure(
            _("Es más grande de lo que el antivirus revisa: pida a quien opera el sitio que suba ese límite.")
        ) from error
    except antivirus.ScanInterrupted:
        raise
    except antivirus.ScannerUnavailable as error:
        raise NotNow(_("El antivirus no responde (%(why)s).") % {"why": error}) from error


def _set_aside(original: Original) -> None:
    """The file has passed the scanner, and nothing here reads its format."""
    Reading.objects.filter(original=original).update(state=ReadingState.UNSUPPORTED, reason="")
    search_source.original_changed(original)


def _rows(original: Original, extraction: Extraction) -> list[PageText]:
    return [
        PageText(
            original=original,
            number=page.number,
            label=page.label[:60],
            text=page.text,
            quality=page.quality,
            width=page.width,
            height=page.height,
            lines=[[line.start, line.end, line.left, line.top, line.right, line.bottom] for line in page.lines],
            blocks=[[block.kind, block.start, block.end] for block in page.blocks],
        )
        for page in extraction.pages
    ]


def _store(original: Original, extraction: Extraction, pages: list[PageText]) -> None:
    PageText.objects.filter(original=original).delete()
    PageText.objects.bulk_create(pages, batch_size=PAGES_PER_INSERT)
    Reading.objects.filter(original=original).update(
        state=ReadingState.READ,
        reason="",
        page_count=extraction.head.page_count,
        pages_with_text=sum(page.quality in recognition.WITH_TEXT for page in extraction.pages),
        pages_with_poor_text=sum(page.quality == Quality.POOR for page in extraction.pages),
        encrypted=extraction.head.encrypted,
        repaired=_is_damaged(extraction),
        unit=extraction.head.unit,
        has_images=extraction.head.has_images,
        duration=extraction.head.duration,
        outline=[[entry.depth, entry.page, entry.title] for entry in _outline(extraction)],
        read_at=timezone.now(),
    )
    transcription.reapply(original)
    if extraction.head.has_images:
        jobs.enqueue(COVER, f"{COVER}:{original.digest}", {"original": original.pk}, priority=COVER_PRIORITY)
        images_ahead.begin(original)
        if any(page.quality in recognition.WITHOUT_GOOD_TEXT for page in extraction.pages):
            recognition.begin(original)
    search_source.original_changed(original)


def _is_damaged(extraction: Extraction) -> bool:
    return extraction.head.repaired or any(page.quality == Quality.UNREADABLE for page in extraction.pages)


def _outline(extraction: Extraction) -> tuple[Outline, ...]:
    """The file's own table of contents, or one from the headings in its text."""
    return extraction.head.outline or outline_of((page.number, page.text) for page in extraction.pages)


def quarantine(payload: Payload, reason: str) -> None:
    """The file could not be read: its bytes are kept and not handed out; the document stays, by its description."""
    original = Original.objects.get(pk=payload["original"])
    Reading.objects.filter(original=original).update(
        state=ReadingState.QUARANTINED, reason=reason, read_at=timezone.now()
    )
    search_source.original_changed(original)


def draw_cover(payload: Payload) -> Effect:
    """Make the image of the first page, beside other derivatives of the same bytes."""
    original = Original.objects.select_related("reading").get(pk=payload["original"])
    target = derivatives.cover_path(original.digest)
    if target.exists() or not original.reading.may_be_handed_out:
        return lambda: None
    try:
        image = pool().cover(original.path, original.media_type, derivatives.COVER_WIDTH)
    except ExtractionError as error:
        raise PermanentFailure(str(QUARANTINE_REASONS[error.reason])) from error
    return lambda: _write(target, image)


def _write(target: Path, content: bytes) -> None:
    derivatives.keep(target, content)
    # No row tells of it, and the document's page shows it from now on.
    freshness.touch()
