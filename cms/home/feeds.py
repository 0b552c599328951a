"""Atom feeds: what is new, for programs that tell their reader. They hold what anybody may read, whoever asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import adapted, press, universities
from campaigns import listing as campaigns
from campaigns.events import listing as events
from cms.core import public_cache
from cms.core.reference.models import State
from cms.home import listing
from cms.home.models import StatePage
from cms.home.news import (
    NEWEST,
    Entry,
    activity_entries,
    article_entries,
    campaign_entries,
    document_entries,
    event_entries,
    identity,
    opened,
    release_entries,
)


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
        return identity(self.feed_url(obj))

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
    """Documents, articles, campaigns, releases and events together."""

    title = gettext_lazy("Acervo Abierto: lo nuevo")
    subtitle = gettext_lazy(
        "Documentos que cualquiera puede leer desde ahora, y artículos, guías, campañas, comunicados, eventos y "
        "actividades en universidades nuevos."
    )
    link = "/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:news_feed")

    def items(self) -> list[Entry]:
        written = [
            *article_entries(listing.shown()),
            *campaign_entries(adapted.once(campaigns.shown())),
            *release_entries(adapted.once(press.releases())),
            *event_entries(events.once(events.shown())),
            *activity_entries(universities.once(universities.shown())),
        ]
        return _newest([*document_entries(opened()), *written])


class Articles(Public):
    """Articles and guides."""

    title = gettext_lazy("Acervo Abierto: artículos y guías")
    subtitle = gettext_lazy("Respuestas cortas y guías paso a paso, en lenguaje claro.")
    link = "/articulos/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:articles_feed")

    def items(self) -> list[Entry]:
        return _newest(article_entries(listing.shown()))


class Archive(Public):
    """Documents of the archive."""

    title = gettext_lazy("Acervo Abierto: documentos nuevos")
    subtitle = gettext_lazy("Documentos que cualquiera puede leer desde ahora.")
    link = "/archivo/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:archive_feed")

    def items(self) -> list[Entry]:
        return _newest(document_entries(opened()))


class Campaigns(Public):
    """Campaigns, from the day on which they are published."""

    title = gettext_lazy("Acervo Abierto: campañas")
    subtitle = gettext_lazy("Campañas nuevas, en lenguaje claro.")
    link = "/campanas/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:campaigns_feed")

    def items(self) -> list[Entry]:
        return _newest(campaign_entries(adapted.once(campaigns.shown())))


class Press(Public):
    """Releases for the press, from the minute on at which anybody may read them."""

    title = gettext_lazy("Acervo Abierto: sala de prensa")
    subtitle = gettext_lazy("Comunicados de prensa nuevos.")
    link = "/prensa/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:press_feed")

    def items(self) -> list[Entry]:
        return _newest(release_entries(adapted.once(press.releases())))


class Events(Public):
    """Events, from the day on which they are announced."""

    title = gettext_lazy("Acervo Abierto: eventos")
    subtitle = gettext_lazy("Foros, talleres, charlas y reuniones que se anuncian.")
    link = "/eventos/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:events_feed")

    def items(self) -> list[Entry]:
        return _newest(event_entries(events.once(events.shown())))


class Universities(Public):
    """What is done with universities: calls, courses, visits, materials."""

    title = gettext_lazy("Acervo Abierto: en las universidades")
    subtitle = gettext_lazy("Convocatorias, cursos, visitas y materiales nuevos.")
    link = "/universidades/"

    def feed_url(self, obj: Any) -> str:
        return reverse("home:universities_feed")

    def items(self) -> list[Entry]:
        return _newest(activity_entries(universities.once(universities.shown())))


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
        return _("Documentos, artículos, campañas, comunicados y eventos nuevos de %(state)s.") % {
            "state": state.name
        }

    def link(self, state: State) -> str:
        return f"/estados/{slugify(state.name)}/"

    def feed_url(self, state: State) -> str:
        return reverse("home:state_feed", args=[slugify(state.name)])

    def items(self, state: State) -> list[Entry]:
        page = StatePage.objects.filter(state=state).first()
        articles = article_entries(listing.shown().descendant_of(page)) if page else []
        here = State.objects.filter(pk=state.pk)
        written = [
            *campaign_entries(campaigns.of_state(state)),
            *release_entries(press.in_states(press.releases(), here)),
            *event_entries(events.shown().filter(state=state)),
            *activity_entries(universities.told_in(state)),
        ]
        return _newest([*document_entries(opened().filter(place=state)), *articles, *written])


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda each: each.published, reverse=True)[:NEWEST]
