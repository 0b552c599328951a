"""What the head of a public page tells programs: Highwire tags (Google Scholar, Zotero), Dublin Core, schema.org.

One selector for the document's page and for those of its text. What is not public tells nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from archive.citation import AuthorKind, Cited, Medium, Passage
from archive.citation.dates import parse
from archive.citing import Absolute, cited
from archive.extraction.contract import Unit
from archive.reading import Shown
from cms.core import head

LONGEST_DESCRIPTION = 5000
LONGEST_SHARED = 300
_TYPES = {Medium.AUDIO: "AudioObject", Medium.VIDEO: "VideoObject"}
_TYPES_OF_UNITS = {Unit.SHEET: "SpreadsheetDigitalDocument", Unit.SLIDE: "PresentationDigitalDocument"}
Tag = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeadMetadata:
    """Names and contents of `<meta>`, and the data that schema.org describes."""

    tags: Sequence[Tag]
    data: dict[str, Any]

    @property
    def script(self) -> SafeString:
        """The data as a block that no browser runs, so that the policy on scripts does not concern it."""
        return head.script(self.data)


def head_metadata(
    shown: Shown, absolute: Absolute, *, subjects: Iterable[str] = (), passage: Passage | None = None
) -> HeadMetadata | None:
    """Of the document, or of a page of it, at the version that is being read; None for what is not public."""
    if not shown.is_public:
        return None
    facts, keywords = cited(shown, absolute, passage), list(subjects)
    tags = [*_highwire(shown, facts, absolute), *_dublin_core(shown, facts, keywords)]
    said = [(name, content) for name, content in tags if content]
    return HeadMetadata(said, _schema(shown, facts, absolute, keywords))


def card(shown: Shown, absolute: Absolute, *, passage: Passage | None = None) -> head.Card | None:
    """What whoever passes the document on shows of it; None for what is not public. Its data are told by the above."""
    if not shown.is_public:
        return None
    facts = cited(shown, absolute, passage)
    title = f"{facts.name}, {facts.passage.locator}" if facts.passage else facts.name
    return head.Card(
        title=title,
        description=shown.document.scope_and_content[:LONGEST_SHARED],
        url=facts.address,
        site=facts.site,
        schema_type="",
        kind="article",
    )


def _highwire(shown: Shown, facts: Cited, absolute: Absolute) -> list[Tag]:
    author = facts.author.inverted if facts.author else ""
    is_page = facts.passage is not None and facts.passage.unit is Unit.PAGE
    return [
        ("citation_title", facts.name),
        ("citation_author", author),
        ("citation_publication_date", _one_day(facts.date).replace("-", "/")),
        ("citation_online_date", _published(shown).replace("-", "/")),
        ("citation_language", facts.language),
        ("citation_publisher", facts.holder),
        ("citation_technical_report_number", facts.reference_code),
        ("citation_firstpage", facts.passage.printed if facts.passage and is_page else ""),
        ("citation_lastpage", facts.passage.printed if facts.passage and is_page else ""),
        ("citation_pdf_url", _file(shown, absolute) if _media_type(shown) == "application/pdf" else ""),
        ("citation_abstract_html_url", facts.url),
        ("citation_public_url", facts.address),
    ]


def _dublin_core(shown: Shown, facts: Cited, keywords: list[str]) -> list[Tag]:
    document = shown.document
    return [
        ("DC.title", facts.name),
        ("DC.creator", facts.author.inverted if facts.author else ""),
        ("DC.type", facts.document_type),
        ("DC.description", document.scope_and_content[:LONGEST_DESCRIPTION]),
        ("DC.date", facts.date),
        ("DC.language", facts.language),
        ("DC.format", _media_type(shown)),
        ("DC.identifier", facts.address),
        ("DC.identifier", facts.reference_code),
        ("DC.source", facts.holder),
        ("DC.publisher", facts.site),
        ("DC.coverage", facts.place),
        ("DC.rights", document.rights),
        *(("DC.subject", each) for each in keywords),
        ("DCTERMS.issued", _published(shown)),
        ("DCTERMS.isPartOf", facts.url if facts.passage else ""),
    ]


def _schema(shown: Shown, facts: Cited, absolute: Absolute, keywords: list[str]) -> dict[str, Any]:
    """A component of an archive as well, which says who holds it; empty fields are left out."""
    whole = {
        "@type": [_type(facts, shown), "ArchiveComponent"],
        "@id": facts.url,
        "url": facts.url,
        "name": facts.name,
        "description": shown.document.scope_and_content[:LONGEST_DESCRIPTION],
        "genre": facts.document_type,
        "inLanguage": facts.language,
        "creator": _creator(facts),
        "dateCreated": _one_day(facts.date),
        "temporal": facts.date if "/" in facts.date else "",
        "datePublished": _published(shown),
        "legislationDateVersion": facts.reform,
        "version": facts.version,
        "identifier": facts.reference_code,
        "holdingArchive": {"@type": "ArchiveOrganization", "name": facts.holder},
        "locationCreated": {"@type": "Place", "name": facts.place} if facts.place else None,
        "keywords": keywords,
        "encoding": _encoding(shown, absolute),
        "isAccessibleForFree": True,
    }
    said = {"@context": "https://schema.org"} | {name: value for name, value in whole.items() if value}
    if facts.passage is None:
        return said
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": facts.address,
        "url": facts.address,
        "name": f"{facts.name}, {facts.passage.locator}",
        "inLanguage": facts.language,
        "isPartOf": {name: value for name, value in said.items() if name != "@context"},
    }


def _type(facts: Cited, shown: Shown) -> str:
    if facts.is_law:
        return "Legislation"
    unit = Unit(shown.reading.unit) if shown.reading else Unit.PAGE
    return _TYPES.get(facts.medium) or _TYPES_OF_UNITS.get(unit, "DigitalDocument")


def _creator(facts: Cited) -> dict[str, str] | None:
    if facts.author is None:
        return None
    kind = "Person" if facts.author.kind is AuthorKind.PERSON else "Organization"
    return {"@type": kind, "name": facts.author.direct}


def _encoding(shown: Shown, absolute: Absolute) -> dict[str, str] | None:
    if not (address := _file(shown, absolute)):
        return None
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": _media_type(shown)}


def _file(shown: Shown, absolute: Absolute) -> str:
    return absolute(shown.download_url) if shown.original and shown.is_downloadable else ""


def _media_type(shown: Shown) -> str:
    return shown.original.media_type if shown.original else ""


def _published(shown: Shown) -> str:
    return timezone.localdate(shown.version.published_at).isoformat() if shown.version else ""


def _one_day(edtf: str) -> str:
    """The date where there is one, and no doubt about it."""
    span = parse(edtf)
    return edtf if span and span.is_single and not span.doubt else ""
