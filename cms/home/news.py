"""What is new, of each kind, as feeds and the newsletter tell it: only what anybody may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive import access, holdings
from archive.models import Document
from campaigns.events import listing as events
from campaigns.models import CampaignPage, EventPage, PressReleasePage, UniversityActivityPage
from cms.core.models.page import page_address
from cms.core.visibility import viewer_of
from cms.home.models import ArticlePage

NEWEST = 40
LONGEST_SUMMARY = 500
MINTED = 2026
"""The year that stands in the identifiers of entries (RFC 4151). It must not change: readers would see all as new."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something new, as a feed tells it."""

    identity: str
    title: str
    address: str
    summary: str
    kind: str
    author: str
    published: datetime
    updated: datetime


def opened() -> QuerySet[Document]:
    rows = access.visible_to(viewer_of(None)).filter(public_from__isnull=False)
    return rows.select_related(*holdings.LISTED, "holding_institution").order_by("-public_from", "-pk")


def document_entries(rows: QuerySet[Document]) -> list[Entry]:
    return [
        Entry(
            identity=identity(row.code),
            title=row.title,
            address=row.get_absolute_url(),
            summary=Truncator(row.scope_and_content).chars(LONGEST_SUMMARY),
            kind=row.document_type.label if row.document_type else _("Documento"),
            author=row.creator.name if row.creator else row.holding_institution.name,
            published=row.public_from,
            updated=max(row.public_from, row.state_changed_at or row.public_from),
        )
        for row in rows[:NEWEST]
        if row.public_from
    ]


def article_entries(rows: QuerySet[ArticlePage]) -> list[Entry]:
    return [
        _of_page(
            page, page.get_kind_display(), page.institution.name if page.institution else settings.WAGTAIL_SITE_NAME
        )
        for page in rows.filter(first_published_at__isnull=False).select_related("institution")[:NEWEST]
    ]


def campaign_entries(rows: QuerySet[CampaignPage]) -> list[Entry]:
    return [_of_page(page, _("Campaña"), page.institution.name) for page in _newest_first(rows)]


def release_entries(rows: QuerySet[PressReleasePage]) -> list[Entry]:
    return [
        _of_page(page, _("Comunicado de prensa"), page.institution.name, published=page.readable_since)
        for page in rows.filter(first_published_at__isnull=False)[:NEWEST]
        if page.readable_since
    ]


def event_entries(rows: QuerySet[EventPage]) -> list[Entry]:
    return [
        _of_page(
            page,
            page.get_kind_display(),
            page.institution.name,
            summary="\n\n".join(filter(None, events.told_of(page))),
        )
        for page in _newest_first(rows.select_related("institution", "state"))
    ]


def activity_entries(rows: QuerySet[UniversityActivityPage]) -> list[Entry]:
    return [
        _of_page(page, page.get_kind_display(), page.with_whom or settings.WAGTAIL_SITE_NAME)
        for page in _newest_first(rows)
    ]


def _newest_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(first_published_at__isnull=False).order_by("-first_published_at")[:NEWEST]


def _of_page(page: Any, kind: str, author: str, *, summary: str = "", published: datetime | None = None) -> Entry:
    """A page of the site; it tells its own summary, from its first publication on, unless told otherwise."""
    since = published or page.first_published_at
    return Entry(
        identity=identity(f"pagina-{page.translation_key}"),
        title=page.title,
        address=page_address(page.url_path),
        summary=summary or page.summary,
        kind=kind,
        author=author,
        published=since,
        updated=max(since, page.last_published_at or since),
    )


def identity(name: str) -> str:
    """A name that stays, wherever the site or the page moves."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{MINTED}:{name}"
