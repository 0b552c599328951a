"""The calendars that programs follow, each at an address that stays, and the file of one event."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.events import calendars, listing
from campaigns.models import Announcement, CampaignPage, EventPage
from campaigns.models.event import EventKind
from cms.core import public_cache, visibility
from cms.core.reference.models import State
from cms.core.visibility import pages_shown

MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All events."""
    return _followed(request, EventPage.objects.all(), Announcement.objects.all(), calendars.name_of())


@require_safe
def of_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Those in a state, and those that are online for all."""
    state = next((each for each in State.objects.all() if slugify(each.name) == slug), None)
    if state is None:
        raise Http404
    states = State.objects.filter(pk=state.pk)
    events = listing.in_states(EventPage.objects.all(), states)
    return _followed(
        request, events, listing.in_states(Announcement.objects.all(), states), calendars.name_of(state.name)
    )


@require_safe
def of_kind(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of one kind."""
    kind = next((kind for kind, name in listing.KIND_SLUGS.items() if name == slug), None)
    if kind is None:
        raise Http404
    named = calendars.name_of(str(EventKind(kind).label).lower())
    return _followed(request, EventPage.objects.filter(kind=kind), Announcement.objects.filter(kind=kind), named)


@require_safe
def of_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of a campaign. Who follows one that is withdrawn is told what became of its events, and not its name."""
    campaign = visibility.pages_shown(CampaignPage.objects.filter(pk=pk)).first()
    announced = Announcement.objects.filter(campaign=pk)
    if campaign is None and not announced.exists():
        raise Http404
    events = EventPage.objects.child_of(campaign) if campaign else EventPage.objects.none()
    name = calendars.name_of(f"«{campaign.title}»") if campaign else _("Eventos retirados")
    return _followed(request, events, announced, name)


@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file of one event, for whoever wants it in a calendar."""
    announcement = Announcement.objects.filter(uid=uid).first()
    rows = pages_shown(EventPage.objects.filter(announcement=announcement)) if announcement else None
    event = rows.select_related("state").first() if rows is not None else None
    if event is None or announcement is None:
        raise Http404
    content = calendars.calendar([calendars.entry(event, announcement, _site(request))], name=event.title)
    response = _answer(content)
    response["Content-Disposition"] = f'attachment; filename="{slugify(event.title)[:80] or "evento"}.ics"'
    return response


def _followed(
    request: HttpRequest, events: QuerySet[EventPage], announced: QuerySet[Announcement], name: str
) -> HttpResponse:
    entries = calendars.followed(pages_shown(events), announced, _site(request))
    return _answer(calendars.calendar(entries, name=name, source=request.build_absolute_uri(request.path)))


def _answer(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    public_cache.share(response)
    return response


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
