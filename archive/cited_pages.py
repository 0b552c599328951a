"""Pages of the site that quote the archive, and which of their quotes no longer stand.

What pages quote is known from Wagtail's index of references, as readers see them now; which version a quote is pinned
to stands in the part of the page. The number of queries does not grow with the number of pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

from archive import access, reading
from archive.models import Document, Version
from cms.core.audience import Viewer
from cms.core.visibility import Verdict, viewer_of


class What(models.TextChoices):
    """What has become of something that a page quotes."""

    SUPERSEDED = "superseded", _("Hay una versión más nueva")
    VERSION_GONE = "version_gone", _("La versión citada se retiró")
    WITHDRAWN = "withdrawn", _("El documento se retiró")
    CLOSED = "closed", _("El documento ya no es público")


@dataclass(frozen=True, slots=True)
class Fallen:
    """One quote of a page that no longer stands as it was written."""

    page: Page
    document: Document
    version: int | None
    """The version it is pinned to; None where the page shows the document as it is."""
    what: What
    since: datetime | None

    @property
    def address(self) -> str:
        """The document's own address, which says what has become of it."""
        return self.document.get_absolute_url()


def fallen(pages: PageQuerySet) -> list[Fallen]:
    """The quotes of these pages that no longer stand, those of a page together, the latest change first."""
    references = list(_references(pages))
    documents = Document.objects.prefetch_related("versions").in_bulk({int(each.to_object_id) for each in references})
    rows = {page.pk: page for page in pages.filter(pk__in={each.object_id for each in references}).specific()}
    public, found = viewer_of(None), {}
    for each in references:
        page, document = rows.get(int(each.object_id)), documents.get(int(each.to_object_id))
        if page is None or document is None:
            continue
        version = _pinned(page, each.content_path)
        if happened := _happened(document, version, public):
            found[page.pk, document.pk, version] = Fallen(page, document, version, *happened)
    return _in_order(found.values())


def _references(pages: PageQuerySet) -> Iterable[ReferenceIndex]:
    keys = pages.order_by().annotate(key=Cast("pk", models.CharField())).values("key")
    return ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Document),
        object_id__in=keys,
    ).only("object_id", "to_object_id", "content_path")


def _pinned(page: Page, content_path: str) -> int | None:
    """The version that the part of the page at this path names ("body.<id of the part>.document")."""
    field, _dot, rest = content_path.partition(".")
    part = rest.partition(".")[0]
    stream = getattr(page, field, None)
    for raw in getattr(stream, "raw_data", ()):
        if raw.get("id") == part and isinstance(raw["value"], dict):
            version: int | None = raw["value"].get("version")
            return version
    return None


def _happened(document: Document, number: int | None, public: Viewer) -> tuple[What, datetime | None] | None:
    """What readers would notice, and since when; None where the quote stands."""
    verdict = access.verdict(document, public)
    if verdict is not Verdict.FULL:
        what = What.WITHDRAWN if verdict is Verdict.TOMBSTONE else What.CLOSED
        return what, document.state_changed_at
    versions: Sequence[Version] = list(document.versions.all())
    cited = next((each for each in versions if each.number == number), None)
    if cited is None:
        return (What.VERSION_GONE, None) if number else None
    if reading.is_withdrawn(cited):
        return What.VERSION_GONE, cited.withdrawn_at
    later = [each for each in versions if each.number > cited.number]
    return (What.SUPERSEDED, later[-1].published_at) if later else None


def _in_order(quotes: Iterable[Fallen]) -> list[Fallen]:
    def latest(quote: Fallen) -> Any:
        return quote.since.timestamp() if quote.since else 0.0

    by_change = sorted(quotes, key=latest, reverse=True)
    first: dict[int, int] = {}
    for place, quote in enumerate(by_change):
        first.setdefault(quote.page.pk, place)
    return sorted(by_change, key=lambda quote: first[quote.page.pk])
