"""What a digest can tell of: each source says what of its kind became public in a time, and anybody may see now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.query import PageQuerySet

from campaigns import adapted, press, universities
from campaigns import listing as campaigns
from campaigns.events import listing as events
from campaigns.models import SpotPage
from cms.core.models.page import page_address
from cms.core.reference.models import State
from cms.core.visibility import pages_shown
from cms.home import listing, news
from cms.home.models import StatePage


class AlreadyRegistered(ValueError):
    """Two sources claim the same code."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in a digest; `address` is a path of the site."""

    title: str
    address: str
    summary: str
    kind: str


Span = tuple[datetime, datetime]
"""After the first instant, up to the second one."""


@dataclass(frozen=True, slots=True)
class Source:
    """`code` is stored with subscriptions and never changes."""

    code: str
    label: Promise
    new: Callable[[Span, State | None], Iterable[Told]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer one more kind of news; called when the apps are ready."""
    if source.code in _sources:
        raise AlreadyRegistered(source.code)
    _sources[source.code] = source


def all_sources() -> Sequence[Source]:
    """In the order in which they are offered and told."""
    return tuple(_sources.values())


def published_in(pages: PageQuerySet, span: Span) -> PageQuerySet:
    """Of these pages, those that were first published in the time."""
    return pages.filter(first_published_at__gt=span[0], first_published_at__lte=span[1])


def _from(entries: Iterable[news.Entry]) -> list[Told]:
    return [Told(each.title, each.address, each.summary, each.kind) for each in entries]


def _documents(span: Span, state: State | None) -> list[Told]:
    rows = news.opened().filter(public_from__gt=span[0], public_from__lte=span[1])
    return _from(news.document_entries(rows.filter(place=state) if state else rows))


def _articles(span: Span, state: State | None) -> list[Told]:
    rows = published_in(listing.shown(), span)
    if state is not None:
        page = StatePage.objects.filter(state=state).first()
        rows = rows.descendant_of(page) if page else rows.none()
    return _from(news.article_entries(rows))


def _campaigns(span: Span, state: State | None) -> list[Told]:
    """Campaigns, and spots, also of campaigns that were there before."""
    of_place = campaigns.of_state(state) if state else adapted.once(campaigns.shown())
    paths = set(of_place.order_by().values_list("path", flat=True))
    spots = published_in(pages_shown(SpotPage.objects.all()), span).order_by("path")
    told = [_spot(spot) for spot in spots if spot.path[: -spot.steplen] in paths]
    return [*_from(news.campaign_entries(published_in(of_place, span))), *told]


def _releases(span: Span, state: State | None) -> list[Told]:
    """By the minute from which on anybody may read them: an embargo may end long after the publication."""
    rows = adapted.once(press.releases())
    if state is not None:
        rows = press.in_states(press.releases(), State.objects.filter(pk=state.pk))
    return _from(each for each in news.release_entries(rows) if span[0] < each.published <= span[1])


def _events(span: Span, state: State | None) -> list[Told]:
    rows = events.shown().filter(state=state) if state else events.once(events.shown())
    return _from(news.event_entries(published_in(rows, span)))


def _activities(span: Span, state: State | None) -> list[Told]:
    rows = universities.told_in(state) if state else universities.once(universities.shown())
    return _from(news.activity_entries(published_in(rows, span)))


def _spot(spot: SpotPage) -> Told:
    kind = _("Spot de %(medium)s") % {"medium": spot.get_medium_display().lower()}
    return Told(spot.title, page_address(spot.url_path), spot.summary, kind)


def register_own() -> None:
    """What the site itself tells of."""
    register(Source("documents", gettext_lazy("Documentos del archivo"), _documents))
    register(Source("articles", gettext_lazy("Artículos y guías"), _articles))
    register(Source("campaigns", gettext_lazy("Campañas y spots"), _campaigns))
    register(Source("events", gettext_lazy("Eventos"), _events))
    register(Source("universities", gettext_lazy("Cursos y convocatorias"), _activities))
    register(Source("press", gettext_lazy("Comunicados de prensa"), _releases))
