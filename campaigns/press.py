"""Selectors for releases, appearances and what media published: a few queries, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, Min, QuerySet, Value
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.models import Filter as Size
from wagtail.models import Page
from wagtail.query import PageQuerySet

from archive.paging import Pager, asked_number
from campaigns import adapted
from campaigns.listing import Choice, Filter
from campaigns.models import AppearancePage, CampaignPage, Clipping, PressReleasePage
from cms.core import visibility
from cms.core.models.page import page_address
from cms.core.reference.models import State

ON_A_PAGE = 12
COMING, PAST = 6, 4
YEAR, STATE = "anio", "estado"
"""What the address of the press room says of what it is narrowed by."""
FOR_PRINT = "max-2400x2400|format-jpeg"
SMALL = "fill-480x320|format-webp"


@dataclass(frozen=True, slots=True)
class News:
    """A release or an appearance in a list: what it is, who issued it or where it is, and its day."""

    kind: str
    by: str
    title: str
    summary: str
    url: str
    on: date


@dataclass(frozen=True, slots=True)
class OnAir:
    """A programme in a list. `at` is what the clocks of its zone show, without that zone; `where` says the rest."""

    title: str
    url: str
    at: datetime
    where: str


@dataclass(frozen=True, slots=True)
class Room:
    """The press room as it was asked for."""

    releases: Sequence[News]
    total: int
    pager: Pager
    filters: Sequence[Filter]
    is_filtered: bool
    coming: Sequence[OnAir]
    past: Sequence[OnAir]


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file of a press kit, with whom to name."""

    title: str
    url: str
    format: str
    size: int | None
    credit: str


@dataclass(frozen=True, slots=True)
class KitImage:
    """A picture of a press kit: small to be seen, large to be printed."""

    small: Any
    large: Any
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was published, as readers get it. `scan` is the address of a copy that may be shown."""

    medium: str
    date: date
    title: str
    kind: str
    author: str
    url: str
    scan: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom journalists ask, as a card shows it."""

    name: str
    lines: Sequence[str]
    phone: str
    mail: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was wrong in what had been published."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class KnownOfRelease:
    """What is shown on the page of a release."""

    contacts: Sequence[Contact]
    corrections: Sequence[Corrected]
    files: Sequence[KitFile]
    images: Sequence[KitImage]
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class KnownOfCampaign:
    """What press and programmes have to do with a campaign."""

    releases: Sequence[News]
    coming: Sequence[OnAir]
    past: Sequence[OnAir]
    told: Sequence[Told]


def releases() -> PageQuerySet:
    """Those that anybody may read now, the newest first, with what their cards show."""
    rows = visibility.pages_shown(PressReleasePage.objects.all()).select_related("institution")
    return rows.order_by("-issued_on", "-pk")


def appearances() -> PageQuerySet:
    """Those that anybody may know of, the last one first."""
    rows = visibility.pages_shown(AppearancePage.objects.filter(on_air_at__isnull=False)).select_related("state")
    return rows.order_by("-on_air_at", "-pk")


def coming(limit: int) -> list[OnAir]:
    """The next ones on the air."""
    rows = _aired_once().filter(on_air_at__gt=timezone.now()).order_by("on_air_at", "pk")
    return [_on_air(page) for page in rows[:limit]]


def past(limit: int) -> list[OnAir]:
    """The last ones that were on the air."""
    return [_on_air(page) for page in _aired_once().filter(on_air_at__lte=timezone.now())[:limit]]


def _aired_once() -> PageQuerySet:
    return adapted.once(appearances(), "on_air_at", "station")


def _on_air(page: AppearancePage) -> OnAir:
    said = {
        "programme": page.programme,
        "station": page.station,
        "hour": f"{page.wall_clock:%H:%M}",
        "zone": page.zone_said,
        "speaker": page.speaker,
    }
    return OnAir(
        title=page.title,
        url=page_address(page.url_path),
        at=page.wall_clock,
        where=_("%(programme)s, %(station)s. %(hour)s h, %(zone)s. Habla: %(speaker)s.") % said,
    )


def _listed(page: PressReleasePage) -> News:
    kind, by = _("Comunicado"), page.institution.name
    return News(kind, by, page.title, page.summary, page_address(page.url_path), page.issued_on)


def in_states(rows: PageQuerySet, states: QuerySet[State]) -> PageQuerySet:
    """The releases that institutions of these states issued."""
    return rows.filter(institution__state__in=states)


def room(query: QueryDict) -> Room:
    """The part of the press room that a reader asks for. A filter that does not exist narrows nothing."""
    counted = _counted()
    possible = {
        YEAR: {year: year for year in sorted({each.year for each in counted}, reverse=True)},
        STATE: {each.code: each.state for each in sorted(counted, key=lambda each: each.state) if each.code},
    }
    narrowed = {name: query.get(name, "") for name in possible if query.get(name, "") in possible[name]}
    year, code = narrowed.get(YEAR, ""), narrowed.get(STATE, "")
    total = sum(each.number for each in counted if year in ("", each.year) and each.is_listed_in(code))
    pager = Pager.at(asked_number(query) or 1, total, ON_A_PAGE, keep=narrowed)
    said = {YEAR: (_("Año"), _("Todos los años")), STATE: (_("Estado"), _("Todo el país"))}
    filters = [
        Filter(name, *said[name], [Choice(key, label, key == narrowed.get(name)) for key, label in values.items()])
        for name, values in possible.items()
        if values
    ]
    listed = [_listed(page) for page in _narrowed(narrowed)[pager.span]]
    return Room(listed, total, pager, filters, bool(narrowed), coming(COMING), past(PAST))


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many releases of a year there are of institutions of one state; national ones are of none. Those that
    states took are apart: where all are listed, their originals stand for them."""

    year: str
    code: str
    state: str
    is_taken: bool
    number: int

    def is_listed_in(self, code: str) -> bool:
        """Whether they are in the list of the state, or without a code in that of all."""
        return code == self.code if code else not self.is_taken


def _counted() -> list[_Counted]:
    """What may be read, asked at once: by it the list is narrowed, and its length is known."""
    named = ("issued_on__year", "institution__state__code", "institution__state__name", "is_taken")
    rows = releases().order_by().annotate(is_taken=adapted.is_represented(releases()))
    told = rows.values_list(*named).annotate(number=Count("pk"))
    return [_Counted(str(year), code or "", state or "", *counts) for year, code, state, *counts in told]


def _narrowed(by: Mapping[str, str]) -> PageQuerySet:
    rows = in_states(releases(), State.objects.filter(code=by[STATE])) if STATE in by else adapted.once(releases())
    return rows.filter(issued_on__year=int(by[YEAR])) if YEAR in by else rows


def known_of(release: PressReleasePage) -> KnownOfRelease:
    """What the site knows of one release."""
    files = [each.value for each in release.kit if each.block_type == "document" and each.value["document"]]
    images = [each.value for each in release.kit if each.block_type == "image" and each.value["image"]]
    return KnownOfRelease(
        contacts=contacts_in(release.contacts),
        corrections=[Corrected(each.value["on"], each.value["text"]) for each in release.corrections],
        files=[_kit_file(value) for value in files],
        images=[_kit_image(value) for value in images],
        told=told(Clipping.objects.filter(page=release.pk)) if release.pk else [],
    )


def contacts_in(parts: Any) -> list[Contact]:
    """The contacts of a page, as cards show them."""
    said = [part.value for part in parts]
    return [Contact(each["name"], [each["role"]], each["phone"], each["mail"]) for each in said]


def _kit_file(value: Mapping[str, Any]) -> KitFile:
    document = value["document"]
    return KitFile(
        title=value["title"] or document.title,
        url=document.url,
        format=document.file_extension.upper(),
        size=document.get_file_size(),
        credit=value["credit"],
    )


def _kit_image(value: Mapping[str, Any]) -> KitImage:
    image = value["image"]
    made = image.get_renditions(Size(spec=SMALL), Size(spec=FOR_PRINT))
    return KitImage(made[SMALL], made[FOR_PRINT], image.description, value["caption"], image.said_of_it)


def told(rows: QuerySet[Clipping]) -> list[Told]:
    """What of these pieces readers get: where they may read each, never a copy that is not ours to show."""
    return [
        Told(
            medium=row.medium,
            date=row.date,
            title=row.title,
            kind=row.get_kind_display(),
            author=row.author,
            url=row.url,
            scan=reverse("campaigns:clipping_scan", args=[row.pk]) if row.digest and row.is_licensed else "",
        )
        for row in rows
    ]


def of_campaign(campaign: CampaignPage) -> KnownOfCampaign:
    """What press and programmes have to do with a campaign, and what came of it in the media."""
    shown = visibility.pages_shown(Page.objects.descendant_of(campaign, inclusive=True))
    on_air = list(appearances().child_of(campaign))
    return KnownOfCampaign(
        releases=[_listed(page) for page in releases().child_of(campaign)],
        coming=[_on_air(page) for page in reversed(on_air) if page.is_coming],
        past=[_on_air(page) for page in on_air if not page.is_coming],
        told=told(Clipping.objects.filter(page__in=shown.values("pk"))),
    )


def news(limit: int, states: QuerySet[State] | None = None) -> list[News]:
    """The newest releases and appearances, of these states or of all, each once; asked at once."""
    return _newest(adapted.once(releases()), _aired_once(), limit, states)


def news_of(state: State, limit: int) -> list[News]:
    """The newest ones of a state, as it tells them."""
    return _newest(releases(), appearances(), limit, State.objects.filter(pk=state.pk))


def _newest(written: PageQuerySet, aired: PageQuerySet, limit: int, states: QuerySet[State] | None) -> list[News]:
    if states is not None:
        written, aired = in_states(written, states), aired.filter(state__in=states)
    both = _columns(written, _("Comunicado"), by="institution__name", on=F("issued_on")).union(
        _columns(aired, _("En un programa"), by="station", on=TruncDate("on_air_at")), all=True
    )
    return [
        News(row["kind"], row["by"], row["title"], row["summary"], page_address(row["url_path"]), row["on"])
        for row in both.order_by("-on", "-pk")[:limit]
    ]


def _columns(rows: PageQuerySet, kind: str, *, by: str, on: Any) -> Any:
    said = rows.order_by().select_related(None)
    said = said.annotate(kind=Value(kind, output_field=CharField()), by=F(by), on=on)
    return said.values("pk", "kind", "by", "title", "summary", "url_path", "on")


def next_change(after: datetime) -> datetime | None:
    """When the next programme begins: from then on lists say another thing of it."""
    rows = AppearancePage.objects.filter(live=True, on_air_at__gt=after)
    found: datetime | None = rows.aggregate(first=Min("on_air_at"))["first"]
    return found
