"""Texts that people write in the place of what a machine read, or could not: corrected pages, transcripts.

Each is a new row with who, when and why; what was there before stays. The text is part of what readers see at once:
it transcribes a file that is public already, and describes nothing anew.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from archive import captions, recognition, search_source
from archive.extraction.contract import BlockKind, Quality
from archive.extraction.quality import judge
from archive.models import Document, Original, PageCorrection, PageText, Reading, TextSource, Transcript
from archive.vocabularies import IN_REVIEW, ReadingUnit
from cms.core.visibility import State


class NotPossible(Exception):
    """The text can't be changed now. The message is shown to staff."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the text after the form was opened."""


def why_not(document: Document) -> str:
    """Why the texts of the document's file can't be changed now; empty where they can."""
    if document.stage in IN_REVIEW:
        return _("El documento está en revisión: nada cambia mientras lo revisan.")
    if document.locked:
        return _("El documento está bloqueado: nadie lo cambia hasta que lo desbloqueen.")
    if document.state == State.WITHDRAWN:
        return _("El documento fue retirado.")
    if document.original is None:
        return _("El documento no tiene fichero.")
    return ""


@transaction.atomic
def correct_page(document: Document, number: int, text: str, *, actor: User, reason: str, seen: str) -> PageText:
    """Put a text in the place of what was read on a page. `seen` is the text that the person had before their eyes.

    Raises NotPossible and ChangedMeanwhile.
    """
    original = _changeable(document)
    if original.reading.unit == ReadingUnit.MOMENT:
        raise NotPossible(_("Lo que se dice en una grabación se corrige en su transcripción, con sus tiempos."))
    page = PageText.objects.select_for_update().filter(original=original, number=number).first()
    if page is None or page.text != seen:
        raise ChangedMeanwhile
    has_table = any(block[0] == BlockKind.TABLE for block in page.blocks)
    text = tidy(text, keep_tabs=has_table)
    if text == tidy(page.text, keep_tabs=has_table):
        raise NotPossible(_("El texto es el mismo que ya estaba: no hay nada que guardar."))
    PageCorrection.objects.create(
        original=original, number=number, text=text, before=page.text, reason=reason, corrected_by=actor
    )
    _put(page, text)
    page.save()
    recognition.conclude(Reading.objects.select_for_update().get(original=original))
    log(instance=document, action="archive.correct_text", user=actor, data={"page": number, "reason": reason})
    search_source.original_changed(original)
    return page


def reapply(original: Original) -> None:
    """After a file was read anew: what people wrote stays. Call it in the same transaction."""
    transcript = transcript_of(original)
    if transcript is not None:
        _store_moments(original, captions.moments(captions.read_captions(transcript.webvtt, None)))
        return
    newest: dict[int, PageCorrection] = {}
    for correction in PageCorrection.objects.filter(original=original).order_by("pk"):
        newest[correction.number] = correction
    for page in PageText.objects.filter(original=original, number__in=newest):
        _put(page, newest[page.number].text)
        page.save()
    if newest:
        recognition.conclude(Reading.objects.select_for_update().get(original=original))


def _put(page: PageText, text: str) -> None:
    page.text = text
    page.source = TextSource.PERSON
    page.quality = judge(text)
    page.confidence = None
    # Where a word stands on the page is known of the text that was read, not of this one.
    page.lines, page.words = [], []
    page.blocks = paragraphs_of(text)


def paragraphs_of(text: str) -> list[list[object]]:
    """The blocks of a typed text: one for each paragraph, set apart by an empty line; one with tabs is a table."""
    found: list[list[object]] = []
    position = 0
    for paragraph in text.split("\n\n"):
        kind = BlockKind.TABLE if "\t" in paragraph else BlockKind.PARAGRAPH
        found.append([kind.value, position, position + len(paragraph)])
        position += len(paragraph) + 2
    return found


def tidy(text: str, *, keep_tabs: bool = False) -> str:
    """As typed, with one kind of line end, no spaces at line ends and one empty line between paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if keep_tabs else text.replace("\t", " ")
    lines = [line.rstrip(" ") for line in text.split("\n")]
    paragraphs = [part.strip("\n") for part in "\n".join(lines).split("\n\n")]
    return "\n\n".join(part for part in paragraphs if part.strip())


@transaction.atomic
def save_transcript(document: Document, text: str, *, actor: User, reason: str, seen: int | None) -> Transcript:
    """What is said in the document's recording, from now on. `seen` is the transcript that the person started from.

    Raises NotPossible, ChangedMeanwhile and captions.BadCaptions.
    """
    original = _changeable(document)
    reading = Reading.objects.select_for_update().get(original=original)
    if reading.unit != ReadingUnit.MOMENT:
        raise NotPossible(_("El fichero no es una grabación."))
    in_force = transcript_of(original)
    if (in_force.pk if in_force else None) != seen:
        raise ChangedMeanwhile
    cues = captions.read_captions(text, reading.duration)
    saved = Transcript.objects.create(
        original=original,
        webvtt=captions.write_webvtt(cues),
        language=document.language,
        reason=reason,
        saved_by=actor,
    )
    _store_moments(original, captions.moments(cues))
    log(instance=document, action="archive.transcribe", user=actor, data={"reason": reason})
    search_source.original_changed(original)
    return saved


def transcript_of(original: Original) -> Transcript | None:
    """The one in force."""
    return Transcript.objects.filter(original=original).order_by("-pk").first()


def _store_moments(original: Original, found: list[captions.Moment]) -> None:
    PageText.objects.filter(original=original).delete()
    PageText.objects.bulk_create(
        PageText(
            original=original,
            number=number,
            label=captions.clock(moment.start),
            text=moment.text,
            quality=Quality.GOOD,
            width=0,
            height=0,
            source=TextSource.PERSON,
            blocks=[[BlockKind.PARAGRAPH.value, *paragraph] for paragraph in moment.paragraphs],
        )
        for number, moment in enumerate(found, 1)
    )
    Reading.objects.filter(original=original).update(
        page_count=len(found), pages_with_text=len(found), pages_with_poor_text=0
    )


def _changeable(document: Document) -> Original:
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    refusal = why_not(locked)
    if refusal or locked.original is None:
        raise NotPossible(refusal)
    return locked.original
