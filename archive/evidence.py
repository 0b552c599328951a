"""What pages quote from the archive: as the document stands now, and flagged where it is no longer what was cited.

A quote is pinned to the version that was in force when it was written. A document that readers may not see any more
is quoted to nobody: what it said goes with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from archive import citing, reading
from archive.citation import Passage, apa, plain
from archive.models import Document, PageText
from cms.core.audience import Viewer
from search.language import folded_words

Absolute = Callable[[str], str]


class Standing(StrEnum):
    """How what was cited stands today."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage of a document, as a page shows it. Of what is gone, only that it is."""

    state: Standing
    text: str = ""
    title: str = ""
    url: str = ""
    newer_url: str = ""
    place: str = ""
    """Page, sheet or slide, as it is named."""
    citation: str = ""
    code: str = ""


GONE = Evidence(Standing.GONE)


def resolve(
    document: Document | None, viewer: Viewer, absolute: Absolute, *, version: int | None, page: int, text: str
) -> Evidence:
    """The passage as this viewer gets it."""
    if document is None:
        return GONE
    try:
        shown = reading.open_document(document.code, viewer, version)
        passage = _passage(shown, page, absolute)
    except (reading.Absent, reading.Closed, reading.VersionGone):
        return GONE
    newer = shown.newer
    return Evidence(
        state=Standing.SUPERSEDED if newer else Standing.CURRENT,
        text=text,
        title=shown.document.title,
        url=shown.url(f"p{page}") if shown.page_count else shown.url(),
        newer_url=shown.document.get_absolute_url() if newer else "",
        place=str(_("%(unit)s %(number)s") % {"unit": shown.unit.lower(), "number": passage.printed}),
        citation=plain(apa.reference(citing.cited(shown, absolute, passage))),
        code=shown.document.code,
    )


def whole(document: Document | None, viewer: Viewer, absolute: Absolute, *, version: int | None) -> Evidence:
    """The document itself, in a version of it, as this viewer gets it."""
    if document is None:
        return GONE
    try:
        shown = reading.open_document(document.code, viewer, version)
    except (reading.Absent, reading.Closed, reading.VersionGone):
        return GONE
    newer = shown.newer
    return Evidence(
        state=Standing.SUPERSEDED if newer else Standing.CURRENT,
        title=shown.document.title,
        url=shown.url(),
        newer_url=shown.document.get_absolute_url() if newer else "",
        citation=plain(apa.reference(citing.cited(shown, absolute))),
        code=shown.document.code,
    )


def _passage(shown: reading.Shown, page: int, absolute: Absolute) -> Passage:
    """Of a file that nobody has read yet, the page is taken at its word."""
    if not shown.page_count:
        return citing.passage_of(shown, page, absolute)
    return citing.open_passage(shown, page, absolute)


def in_force(document: Document) -> int | None:
    """The number of the version that readers get now; None for what was never published."""
    return document.versions.order_by("-number").values_list("number", flat=True).first()


def page_count(document: Document, version: int | None) -> int:
    """How many pages that version has; 0 where nobody has read it yet."""
    cited = document.versions.filter(number=version).select_related("original__reading").first() if version else None
    reading_of = getattr(cited.original if cited else document.original, "reading", None)
    return (reading_of.page_count or 0) if reading_of else 0


def stands_on_page(document: Document, version: int | None, page: int, text: str) -> bool | None:
    """Whether these words stand on that page, accents and line ends aside; None where the page has no text yet,
    and for a version that was withdrawn: what it said is told to nobody.

    An ellipsis between parts of a quote ("…", "[…]", "(...)") stands for what was left out.
    """
    found = document.versions.filter(number=version).first() if version else None
    if found and reading.is_withdrawn(found):
        return None
    original = found.original if found else document.original
    row = PageText.objects.filter(original=original, number=page).values_list("text", flat=True).first()
    if not row:
        return None
    words = " ".join(folded_words(row))
    return all(" ".join(folded_words(part)) in words for part in _parts(text))


def _parts(text: str) -> list[str]:
    for ellipsis in ("[…]", "(…)", "[...]", "(...)", "..."):
        text = text.replace(ellipsis, "…")
    return [part for part in text.split("…") if part.strip()]
