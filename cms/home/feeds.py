"""Atom feeds: what is new, for programs that tell their reader. They hold what anybody may read, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import access, holdings
from archive.models import Document
from campaigns import adapted
from campaigns import listing as campaigns
from campaigns.models import CampaignPage
from cms.core import public_cache
from cms.core.models.page import page_address
from cms.core.reference.models import State
from cms.core.visibility import viewer_of
from cms.home import listing
from cms.home.models import ArticlePage, StatePage

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


class Public(Feed[Entry, Any]):
    """What the feeds have in common."""

    feed_type = Atom1Feed
    language = "es-MX"
    author_name = settings.WAGTAIL_SITE_NAME

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        public_cache.share(response)
        return response

    def feed_url(self, obj: Any) -> str:
        raise NotImplementedError

    def feed_guid(self, obj: Any) -> str:
        return _identity(self.feed_url(obj))

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str | None:  # type: ignore[override]
        """Readers take it for HTML."""
        return escape(item.summary) if item.summary else None

    def item_link(self, item: Entry) -> str:
        return item.address

    def item_guid(self, item: Entry) -> str:
        return item.identity

    def item_author_name(self, item: Entry) -> str:
        return item.author

    def item_categories(self, item: Entry) -> Iterable[str]:
        return [item.kind] if item.kind else []

    def item_pubdate(self, item: Entry) -> datetime:
        return item.published

    def item_updateddate(self, item: Entry) -> datetime:
        return item.updated


class News(Public):
    """Documents, articles and campaigns together."""

    title = gettext_lazy("Acervo Abierto: lo nuevo")
    subtitle = gettext_lazy("Documentos que cualquiera puede leer desde ahora, y artículos, guías y campañas nuevos.")
    link = "/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:news_feed")

    def items(self) -> list[Entry]:
        return _newest(
            [*_documents(_opened()), *_articles(listing.shown()), *_campaigns(adapted.once(campaigns.shown()))]
        )


class Articles(Public):
    """Articles and guides."""

    title = gettext_lazy("Acervo Abierto: artículos y guías")
    subtitle = gettext_lazy("Respuestas cortas y guías paso a paso, en lenguaje claro.")
    link = "/articulos/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:articles_feed")

    def items(self) -> list[Entry]:
        return _newest(_articles(listing.shown()))


class Archive(Public):
    """Documents of the archive."""

    title = gettext_lazy("Acervo Abierto: documentos nuevos")
    subtitle = gettext_lazy("Documentos que cualquiera puede leer desde ahora.")
    link = "/archivo/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:archive_feed")

    def items(self) -> list[Entry]:
        return _newest(_documents(_opened()))


class Campaigns(Public):
    """Campaigns, from the day on which they are published."""

    title = gettext_lazy("Acervo Abierto: campañas")
    subtitle = gettext_lazy("Campañas nuevas, en lenguaje claro.")
    link = "/campanas/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:campaigns_feed")

    def items(self) -> list[Entry]:
        return _newest(_campaigns(adapted.once(campaigns.shown())))


class OfState(Public):
    """What is new of one state. Its address is made of the state's name, so that it outlives the state's page."""

    def get_object(self, request: HttpRequest, slug: str) -> State:
        found = next((state for state in State.objects.all() if slugify(state.name) == slug), None)
        if found is None:
            raise Http404
        return found

    def title(self, state: State) -> str:
        return _("Acervo Abierto: lo nuevo de %(state)s") % {"state": state.name}

    def subtitle(self, state: State) -> str:
        return _("Documentos, artículos y campañas nuevos de %(state)s.") % {"state": state.name}

    def link(self, state: State) -> str:
        return f"/estados/{slugify(state.name)}/"

    def feed_url(self, state: State) -> str:
        return reverse("home:state_feed", args=[slugify(state.name)])

    def items(self, state: State) -> list[Entry]:
        page = StatePage.objects.filter(state=state).first()
        articles = _articles(listing.shown().descendant_of(page)) if page else []
        running = _campaigns(campaigns.of_state(state))
        return _newest([*_documents(_opened().filter(place=state)), *articles, *running])


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda each: each.published, reverse=True)[:NEWEST]


def _opened() -> QuerySet[Document]:
    rows = access.visible_to(viewer_of(None)).filter(public_from__isnull=False)
    return rows.select_related(*holdings.LISTED, "holding_institution").order_by("-public_from", "-pk")


def _documents(rows: QuerySet[Document]) -> list[Entry]:
    return [
        Entry(
            identity=_identity(row.code),
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


def _articles(rows: QuerySet[ArticlePage]) -> list[Entry]:
    return [
        Entry(
            identity=_identity(f"pagina-{page.translation_key}"),
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


def _campaigns(rows: QuerySet[CampaignPage]) -> list[Entry]:
    return [
        Entry(
            identity=_identity(f"pagina-{page.translation_key}"),
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


def _identity(name: str) -> str:
    """A name that stays, wherever the site or the page moves."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{MINTED}:{name}"
