"""Selectors for events: a few queries, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from archive.paging import Pager, asked_number
from campaigns import adapted
from campaigns.events import times
from campaigns.events.door import Door, door
from campaigns.listing import Choice, Filter
from campaigns.models import Announcement, CampaignPage, EventPage
from campaigns.models.event import EventKind, EventStatus
from cms.core import freshness
from cms.core.models.page import page_address
from cms.core.reference.models import Region, State
from cms.core.visibility import pages_shown

ON_A_PAGE = 20
WHEN, KIND, REGION, STATE, MODE = "cuando", "clase", "region", "estado", "modo"
"""What the address of a list says of what it is narrowed by."""
ONLINE, IN_PERSON = "en-linea", "presencial"
TELL_APART = ("starts_at", "place")
"""What makes an event that a state took another one."""
IN_CALENDARS = timedelta(days=90)
"""How long past events, and withdrawn ones without their words, stay in calendars that programs follow."""
KIND_SLUGS = {
    EventKind.FORUM: "foros",
    EventKind.MEETING: "reuniones",
    EventKind.CONGRESS: "congresos",
    EventKind.WORKSHOP: "talleres",
    EventKind.TALK: "charlas",
    EventKind.HACKATHON: "hackatones",
    EventKind.OTHER: "otros",
}
"""How addresses of calendars name each kind; programs follow them for years."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as lists show it."""

    date: date
    title: str
    url: str
    kicker: str
    when: str
    place: str
    change: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list as it was asked for."""

    events: Sequence[Line]
    total: int
    pager: Pager
    filters: Sequence[Filter]
    is_filtered: bool
    year: str
    """That of the past events that are shown; empty for those to come."""
    calendar: "CalendarLink"


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """Where programs follow events, and of what they are."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a programme, on the clocks of the place."""

    day: str
    """The day, where it is the first session of that day in an event of several days."""
    begins: str
    ends: str
    title: str
    text: Any
    speakers: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the site knows of one event."""

    span: times.Span
    before: times.Moment | None
    """When it was to begin, where it was moved to another time."""
    sessions: Sequence[Session]
    door: Door
    opens: times.Moment | None
    closes: times.Moment
    link: str
    register_url: str
    file_url: str
    """Empty for one that was never published."""


def shown() -> PageQuerySet:
    """The events that anybody may see, with what their lines show."""
    return pages_shown(EventPage.objects.all()).select_related("state")


def coming(rows: PageQuerySet | None = None) -> PageQuerySet:
    """Those that are not over, the next one first."""
    found = shown() if rows is None else rows
    return found.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")


def past(rows: PageQuerySet) -> PageQuerySet:
    """Those that are over, the last one first."""
    return rows.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")


def in_states(rows: PageQuerySet, states: QuerySet[State]) -> PageQuerySet:
    """Those in one of the states; what names no state is online, for all."""
    return rows.filter(Q(state__in=states) | Q(state=None))


def once(rows: PageQuerySet) -> PageQuerySet:
    """Without what a state took and holds at the same hour in the same place as what it took."""
    return adapted.once(rows, *TELL_APART)


def next_ones(limit: int) -> list[Line]:
    return lines(coming(once(shown()))[:limit])


def these(pks: Sequence[int]) -> list[Line]:
    """Those of the events that anybody may see, in the order given."""
    found = shown().in_bulk(pks)
    return lines([found[pk] for pk in pks if pk in found])


def of_institution(institution_pk: int, limit: int) -> list[Line]:
    """The next events that this institution answers for."""
    return lines(coming().filter(institution=institution_pk)[:limit])


def of_state(state: State, limit: int) -> list[Line]:
    """The next events of this state alone."""
    return lines(coming().filter(state=state)[:limit])


def of_states(states: QuerySet[State], limit: int) -> list[Line]:
    """The next events of these states alone, each once."""
    return lines(coming(once(shown())).filter(state__in=states)[:limit])


def below(campaign: CampaignPage) -> list[Line]:
    """All events of a campaign, those to come first."""
    rows = list(shown().child_of(campaign).order_by("starts_at", "pk"))
    return lines(sorted(rows, key=lambda each: each.has_passed))


def lines(rows: Sequence[EventPage] | PageQuerySet) -> list[Line]:
    return [line(each) for each in rows]


def line(event: EventPage) -> Line:
    span = span_of(event)
    hours = _("%(starts)s a %(ends)s h") % {"starts": span.starts.hour, "ends": span.ends.hour}
    if not span.is_one_day:
        hours = _("%(starts)s h, hasta el %(day)s") % {"starts": span.starts.hour, "day": span.ends.day}
    return Line(
        date=span.first_day,
        title=event.title,
        url=page_address(event.url_path),
        kicker=str(event.get_kind_display()),
        when=f"{hours}, {span.zone}",
        place=where(event),
        change=str(event.get_status_display()) if event.status != EventStatus.SCHEDULED else "",
    )


def span_of(event: EventPage) -> times.Span:
    return times.span(event.starts_at, event.ends_at, event.clock)


def told_of(event: EventPage) -> tuple[str, str, str]:
    """What became of it, when it is, and what it is about."""
    return change_of(event), span_of(event).said, event.summary


def where(event: EventPage) -> str:
    """Place and state, and whether one may join from afar, in one line."""
    parts = [each for each in (event.place, event.state.name if event.state else "") if each and event.place]
    online = [_("En línea")] if event.link else []
    return " · ".join([", ".join(parts), *online] if parts else online)


def change_of(event: EventPage) -> str:
    """What became of it, with the reason; empty for one that is to be as announced."""
    if event.status == EventStatus.SCHEDULED:
        return ""
    return f"{event.get_status_display()}. {event.status_reason}".strip()


def known_of(event: EventPage) -> Known:
    """What is shown on the page of an event."""
    announcement = Announcement.objects.filter(page=event.pk).first() if event.pk else None
    before = announcement.previous_starts_at if announcement and event.status == EventStatus.MOVED else None
    uid = announcement.uid if announcement else None
    opens = event.registration_opens_at
    return Known(
        span=span_of(event),
        before=times.moment(before, event.clock) if before else None,
        sessions=sessions(event),
        door=door(event),
        opens=times.moment(opens, event.clock) if opens else None,
        closes=times.moment(event.closes_at, event.clock),
        link=event.public_link,
        register_url=reverse("campaigns:register", args=[uid]) if uid else "",
        file_url=reverse("campaigns:event_file", args=[uid]) if uid else "",
    )


def sessions(event: EventPage) -> list[Session]:
    first = times.local(event.starts_at, event.clock).date()
    values = sorted((part.value for part in event.programme), key=lambda each: (each["day"] or first, each["begins"]))
    days = [each["day"] or first for each in values]
    several = len(set(days)) > 1 or (bool(days) and days[0] != first)
    return [
        Session(
            day=times.day(on) if several and (place == 0 or days[place - 1] != on) else "",
            begins=f"{value['begins']:%H:%M}",
            ends=f"{value['ends']:%H:%M}" if value["ends"] else "",
            title=value["title"],
            text=value["text"],
            speakers=[_speaker(each) for each in value["speakers"]],
        )
        for place, (on, value) in enumerate(zip(days, values, strict=True))
    ]


def _speaker(value: Any) -> dict[str, str]:
    roles = dict(value.block.child_blocks["role"].field.choices)
    return {"name": value["name"], "role": str(roles.get(value["role"], "")), "position": value["position"]}


def asked(query: QueryDict, public_state: str = "") -> Listed:
    """The part of the list that a reader asks for. A filter that does not exist narrows nothing."""
    possible = {
        WHEN: {str(year): _("Pasados de %(year)d") % {"year": year} for year in _years()},
        KIND: {each.value: str(each.label) for each in EventKind},
        MODE: {IN_PERSON: _("En persona"), ONLINE: _("En línea")},
        **freshness.kept(public_state, "event-places", _places),
    }
    narrowed = {name: query.get(name, "") for name in possible if query.get(name, "") in possible[name]}
    rows = _narrowed(narrowed)
    total = rows.count()
    pager = Pager.at(asked_number(query) or 1, total, ON_A_PAGE, keep=narrowed)
    names = {
        WHEN: (_("Cuándo"), _("Próximos")),
        KIND: (_("Clase"), _("De cualquier clase")),
        MODE: (_("Cómo"), _("De cualquier modo")),
        REGION: (_("Región"), _("Todas las regiones")),
        STATE: (_("Estado"), _("Todos los estados")),
    }
    filters = [
        Filter(
            name, *names[name], [Choice(value, said, value == narrowed.get(name)) for value, said in found.items()]
        )
        for name, found in possible.items()
        if found
    ]
    return Listed(
        events=lines(rows[pager.span]),
        total=total,
        pager=pager,
        filters=filters,
        is_filtered=bool(narrowed),
        year=narrowed.get(WHEN, ""),
        calendar=_calendar_for(narrowed, possible[STATE]),
    )


def _calendar_for(narrowed: Mapping[str, str], states: Mapping[str, str]) -> CalendarLink:
    """That of the state or of the kind that the list is narrowed by, else of all events."""
    if code := narrowed.get(STATE):
        path = reverse("campaigns:state_calendar", args=[slugify(states[code])])
        return CalendarLink(path, _("Eventos de %(state)s") % {"state": states[code]})
    if kind := narrowed.get(KIND):
        label = _("Eventos de esta clase: %(kind)s") % {"kind": EventKind(kind).label.lower()}
        return CalendarLink(reverse("campaigns:kind_calendar", args=[KIND_SLUGS[EventKind(kind)]]), label)
    return CalendarLink(reverse("campaigns:calendar"), _("Todos los eventos"))


def _years() -> list[int]:
    """Those with past events, the last one first."""
    rows = shown().filter(ends_at__lte=timezone.now()).order_by()
    return [each.year for each in rows.datetimes("starts_at", "year", order="DESC")]


def _places() -> dict[str, dict[str, str]]:
    return {
        REGION: dict(Region.objects.values_list("slug", "name")),
        STATE: dict(State.objects.values_list("code", "name")),
    }


def _narrowed(by: Mapping[str, str]) -> PageQuerySet:
    rows = _told_in(by)
    rows = past(rows).filter(starts_at__year=int(by[WHEN])) if WHEN in by else coming(rows)
    if KIND in by:
        rows = rows.filter(kind=by[KIND])
    if MODE in by:
        rows = rows.exclude(link="") if by[MODE] == ONLINE else rows.exclude(place="")
    return in_states(rows, State.objects.filter(regions__slug=by[REGION])) if REGION in by else rows


def _told_in(by: Mapping[str, str]) -> PageQuerySet:
    """Each event once, or as the state tells it that was asked for."""
    if STATE not in by:
        return once(shown())
    state = State.objects.get(code=by[STATE])
    return adapted.as_told_in(in_states(shown(), State.objects.filter(pk=state.pk)), state, *TELL_APART)


def next_change(after: datetime) -> datetime | None:
    """When the next event begins or is over, its registration opens or closes, or a calendar lets go of one."""
    instants = {name: Q(**{f"{name}__gt": after}) for name in ("starts_at", "ends_at")}
    instants |= {name: Q(**{f"{name}__gt": after}) for name in ("registration_opens_at", "registration_closes_at")}
    asked_for = {f"first_{name}": Min(name, filter=later) for name, later in instants.items()}
    leaving = Min("ends_at", filter=Q(ends_at__gt=after - IN_CALENDARS))
    found = EventPage.objects.filter(live=True).aggregate(**asked_for, leaves=leaving)
    forgotten = Announcement.objects.filter(withdrawn_at__gt=after - IN_CALENDARS).aggregate(
        first=Min("withdrawn_at")
    )
    for leaves in (found.pop("leaves"), forgotten["first"]):
        found[f"then_{leaves}"] = leaves + IN_CALENDARS if leaves else None
    return times.earliest(found.values())
