"""Pages in the editorial calendar: by dates of their own, or by when they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from campaigns.editorial.entries import Asked, CannotMove, Entry, Span, Standing
from campaigns.models import CampaignPage
from cms.core import zones
from cms.core.models.page import page_address
from cms.core.reference.models import State
from cms.core.visibility import pages_shown


@dataclass(frozen=True, slots=True)
class Places:
    """Whose a page is, told from where it hangs: asked once for a whole calendar."""

    campaigns: Mapping[str, tuple[str, int | None]]
    """Title and state by path."""
    sections: Mapping[str, int]
    """The state of each state's section, by path."""
    states: Mapping[int, State]
    due: Mapping[int, datetime]
    """When what is scheduled goes out, by page."""

    @classmethod
    def known(cls) -> "Places":
        rows = CampaignPage.objects.values_list("path", "title", "institution__state_id")
        sections = State.objects.filter(page__isnull=False).values_list("page__path", "pk")
        return cls(
            {path: (title, state) for path, title, state in rows},
            dict(sections),
            {each.pk: each for each in State.objects.all()},
            {int(page): due for page, due in _scheduled().values_list("object_id", "approved_go_live_at")},
        )

    def standing(self, page: Any) -> Standing:
        """How far the page is."""
        if page.live:
            return Standing.PUBLIC
        return Standing.SCHEDULED if page.pk in self.due else Standing.DRAFT

    def campaign_of(self, path: str) -> str:
        """The path of the campaign that the page is, or hangs from; empty where it hangs from none."""
        return next((each for each in _upwards(path) if each in self.campaigns), "")

    def state_of(self, path: str) -> State | None:
        """The state whose the page is: that of its section, or of whoever answers for its campaign."""
        section = next((self.sections[each] for each in _upwards(path) if each in self.sections), None)
        campaign = self.campaign_of(path)
        pk = section or (self.campaigns[campaign][1] if campaign else None)
        return self.states.get(pk) if pk else None


def _scheduled() -> QuerySet[Revision]:
    kind = ContentType.objects.get_for_model(Page)
    return Revision.objects.filter(base_content_type=kind, approved_go_live_at__gt=timezone.now())


def _upwards(path: str) -> Iterable[str]:
    return (path[:end] for end in range(len(path), 0, -Page.steplen))


@dataclass(frozen=True, slots=True)
class DatedPages:
    """Pages that say themselves when something is: a campaign, an event. A draft stands where its draft says."""

    code: str
    label: Promise
    model: type[Page]
    starts: str
    """The name of the field that says when it begins: a date, or an instant."""
    ends: str = ""
    cancelled: Mapping[str, str] | None = None
    """The field and the value by which such a page says that it does not take place."""

    def find(self, asked: Asked) -> Iterable[Entry]:
        places, own, span = known_places(asked), own_pages(asked), asked.span
        for page in self._candidates(own, span):
            is_own = page.pk in own
            said = _latest(page) if is_own else {}
            first, last = _value(page, said, self.starts), _value(page, said, self.ends) if self.ends else None
            if first is None or not span.touches(_day(first, page, places), _last_day(last, page, places)):
                continue
            entry = _entry_of(self, page, first, last, places, is_own=is_own)
            off = Standing.CANCELLED
            yield replace(entry, standing=off, is_movable=False) if self._is_off(page, said) else entry

    def _candidates(self, own: frozenset[int], span: Span) -> Iterable[Any]:
        """What may be in the span: public pages by their row, and all whose draft may say something else."""
        rows = self.model.objects.select_related("latest_revision")
        # One day more on both sides: the day of an instant depends on the zone.
        first, last = span.first - timedelta(days=1), span.last + timedelta(days=1)
        begun = Q(**{f"{self.starts}__lte": _bound(self.model, self.starts, last)})
        goes_on = Q(**{f"{self.starts}__gte": _bound(self.model, self.starts, first)})
        if self.ends:
            goes_on |= Q(**{f"{self.ends}__gte": _bound(self.model, self.ends, first)})
        public = Q(pk__in=_shown(self.model)) & begun & goes_on
        drafts = Q(pk__in=own) & (Q(live=False) | Q(has_unpublished_changes=True))
        return rows.filter(public | drafts | (Q(pk__in=own) & begun & goes_on)).distinct()

    def _is_off(self, page: Any, said: Mapping[str, Any]) -> bool:
        return any(_value(page, said, name) == value for name, value in (self.cancelled or {}).items())

    @transaction.atomic
    def move(self, user: User, number: int, day: date) -> str:
        page = _movable(self.model, user, number)
        draft = page.get_latest_revision_as_object()
        first = getattr(draft, self.starts)
        if first is None:
            raise CannotMove(_("No tiene fecha: póngasela en su página."))
        by = day - _day(first, page, Places.known())
        for name in filter(None, (self.starts, self.ends)):
            if (value := getattr(draft, name)) is not None:
                setattr(draft, name, _shifted(value, by, page))
        try:
            draft.clean()
            # A draft may lack what a publication may not.
            draft.save_revision(user=user, log_action=True, changed=True, clean=False)
        except ValidationError as error:
            raise CannotMove(" ".join(error.messages)) from error
        if not page.live:
            return _("Se movió.")
        return _("Se movió en un borrador: publíquelo para que lo vean los lectores.")


@dataclass(frozen=True, slots=True)
class PublishedPages:
    """Pages without dates of their own: they stand where they are, or will be, published."""

    code: str
    label: Promise
    model: type[Page]

    def find(self, asked: Asked) -> Iterable[Entry]:
        places, own, span = known_places(asked), own_pages(asked), asked.span
        first = _bound(Page, "first_published_at", span.first)
        last = _bound(Page, "first_published_at", span.last + timedelta(days=1))
        due = [pk for pk, when in places.due.items() if first <= when < last and pk in own]
        went_out = Q(first_published_at__gte=first, first_published_at__lt=last)
        may_see = Q(pk__in=own) | Q(pk__in=_shown(self.model))
        for page in self.model.objects.filter((went_out & may_see) | Q(pk__in=due)):
            when = page.first_published_at if page.live else places.due.get(page.pk)
            if when is not None:
                yield _entry_of(self, page, when, None, places, is_own=page.pk in own, moves=False)

    def move(self, user: User, number: int, day: date) -> str:
        raise CannotMove(_("Cuándo se publica se cambia en la página misma: «Programar publicación»."))


def _shown(model: type[Page]) -> QuerySet[Any]:
    """The keys of those that anybody may read."""
    found: QuerySet[Any] = pages_shown(model.objects.all()).values("pk")
    return found


def known_places(asked: Asked) -> Places:
    """Whose which page is."""
    return asked.once("places", Places.known)


def own_pages(asked: Asked) -> frozenset[int]:
    """The pages that the person edits."""
    policy = policy_registry.get_by_type(Page)

    def find() -> frozenset[int]:
        rows = policy.instances_user_has_any_permission_for(asked.user, {"change"})
        return frozenset(rows.values_list("pk", flat=True))

    return asked.once("own", find)


def _latest(page: Any) -> Mapping[str, Any]:
    """What the latest draft says, where it may be something else than the page."""
    revision = page.latest_revision
    return revision.content if revision and (page.has_unpublished_changes or not page.live) else {}


def _value(page: Any, said: Mapping[str, Any], name: str) -> Any:
    if name not in said:
        return getattr(page, name)
    return page._meta.get_field(name).to_python(said[name])  # noqa: SLF001 - Django's own name


def _bound(model: type[Any], name: str, day: date) -> Any:
    """The day as a value of the field."""
    is_instant = model._meta.get_field(name).get_internal_type() == "DateTimeField"  # noqa: SLF001 - Django's own name
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) if is_instant else day


def _zone(page: Any, places: Places) -> ZoneInfo:
    named = getattr(page, "zone", "")
    state = places.state_of(page.path)
    return ZoneInfo(named or zones.of_state(state.code if state else None))


def _day(value: date, page: Any, places: Places) -> date:
    return value.astimezone(_zone(page, places)).date() if isinstance(value, datetime) else value


def _last_day(value: date | None, page: Any, places: Places) -> date | None:
    return None if value is None else _day(value, page, places)


def _entry_of(
    source: Any, page: Any, first: Any, last: Any, places: Places, *, is_own: bool, moves: bool = True
) -> Entry:
    state = places.state_of(page.path)
    campaign = places.campaign_of(page.path)
    return Entry(
        key=f"{source.code}-{page.pk}",
        channel=source.code,
        channel_label=str(source.label),
        title=page.draft_title if is_own else page.title,
        first=_day(first, page, places),
        last=_last_day(last, page, places),
        at=first.astimezone(_zone(page, places)) if isinstance(first, datetime) else None,
        state=state.code if state else "",
        state_name=state.name if state else _("Nacional"),
        campaign_path=campaign,
        campaign=places.campaigns[campaign][0] if campaign else "",
        standing=places.standing(page),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if is_own else page_address(page.url_path),
        is_movable=is_own and moves,
    )


def _movable(model: type[Page], user: User, number: int) -> Any:
    """The page, held until the move is done. Raises CannotMove."""
    # Two who move it at once: the later one begins from what the earlier one saved.
    Page.objects.select_for_update().filter(pk=number).first()
    page: Any = model.objects.filter(pk=number).first()
    if page is None or not page.permissions_for_user(user).can_edit():
        raise CannotMove(_("No puede mover eso: es de otras personas."))
    if page.get_lock() and page.get_lock().for_user(user):
        raise CannotMove(_("Alguien tiene bloqueada esa página: pídale que la desbloquee."))
    return page


def _shifted(value: date, by: timedelta, page: Any) -> date:
    """So many days later, at the same hour on the clocks there."""
    if not isinstance(value, datetime):
        return value + by
    zone = _zone(page, Places.known())
    wall = value.astimezone(zone).replace(tzinfo=None) + by
    try:
        return zones.at(wall, zone.key)
    except zones.NoSuchTime as error:
        raise CannotMove(_("Ese día los relojes se adelantan y esa hora no existe: elija otro día.")) from error
