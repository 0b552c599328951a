"""What is new, of each kind, as feeds and the newsletter tell it: only what anybody may read."""

from dataclasses import dataclass
from datetime import datetime
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
        Entry(
            identity=identity(f"pagina-{page.translation_key}"),
            title=page.title,
            address=page_address(page.url_path),
            summary=page.summary,
            kind=page.get_kind_display(),
            author=page.institution.name if page.institution else settings.WAGTAIL_SITE_NAME,
            published=page.first_published_at,
            updated=page.last_published_at or page.first_published_at,
        )
        for page in rows.filter(first_published_at__isnull=False).select_related("institution")[:NEWEST]
    ]


def campaign_entries(rows: QuerySet[CampaignPage]) -> list[Entry]:
    return [
        Entry(
            identity=identity(f"pagina-{page.translation_key}"),
            title=page.title,
            address=page_address(page.url_path),
            summary=page.summary,
            kind=_("Campaña"),
            author=page.institution.name,
            published=page.first_published_at,
            updated=page.last_published_at or page.first_published_at,
        )
        for page in rows.filter(first_published_at__isnull=False).order_by("-first_published_at")[:NEWEST]
    ]


def release_entries(rows: QuerySet[PressReleasePage]) -> list[Entry]:
    return [
        Entry(
            identity=identity(f"pagina-{page.translation_key}"),
            title=page.title,
            address=page_address(page.url_path),
            summary=page.summary,
            kind=_("Comunicado de prensa"),
            author=page.institution.name,
            published=page.readable_since,
            updated=max(page.readable_since, page.last_published_at or page.readable_since),
        )
        for page in rows.filter(first_published_at__isnull=False)[:NEWEST]
        if page.readable_since
    ]


def event_entries(rows: QuerySet[EventPage]) -> list[Entry]:
    announced = rows.filter(first_published_at__isnull=False).select_related("institution", "state")
    return [
        Entry(
            identity=identity(f"pagina-{page.translation_key}"),
            title=page.title,
            address=page_address(page.url_path),
            summary="\n\n".join(filter(None, events.told_of(page))),
            kind=page.get_kind_display(),
            author=page.institution.name,
            published=page.first_published_at,
            updated=page.last_published_at or page.first_published_at,
        )
        for page in announced.order_by("-first_published_at")[:NEWEST]
    ]


def activity_entries(rows: QuerySet[UniversityActivityPage]) -> list[Entry]:
    return [
        Entry(
            identity=identity(f"pagina-{page.translation_key}"),
            title=page.title,
            address=page_address(page.url_path),
            summary=page.summary,
            kind=page.get_kind_display(),
            author=page.with_whom or settings.WAGTAIL_SITE_NAME,
            published=page.first_published_at,
            updated=page.last_published_at or page.first_published_at,
        )
        for page in rows.filter(first_published_at__isnull=False).order_by("-first_published_at")[:NEWEST]
    ]


def identity(name: str) -> str:
    """A name that stays, wherever the site or the page moves."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{MINTED}:{name}"
