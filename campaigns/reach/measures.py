"""What is counted of campaigns, and where each number comes from.

Channels add what they know with `register`. A measure is either what the site counted itself or what somebody
reported to it: no total is ever made of both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Count, ExpressionWrapper, F, FloatField, Sum
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import Airing, PageUse, Use


class Origin(Enum):
    """Who says so."""

    MEASURED = "measured"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted."""

    code: str
    label: Promise
    channel: Promise
    origin: Origin


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of one month. `path` is that of the page it belongs to, in the tree; `state` (code) is empty where the
    number is that of whoever answers for the campaign."""

    measure: str
    path: str
    state: str
    month: date
    value: float


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both with it."""

    first: date
    last: date


Source = Callable[[Period], Iterable[Counted]]

MEASURES: list[Measure] = []
_sources: list[Source] = []


def register(measures: Iterable[Measure], source: Source) -> None:
    """Count more: `source` gives the numbers of these measures, by month."""
    MEASURES.extend(measures)
    _sources.append(source)


def counted(period: Period) -> list[Counted]:
    """Everything that was counted in the period."""
    return [each for source in _sources for each in source(period)]


USES = {Use.VIEW: "views", Use.PLAY: "plays", Use.DOWNLOAD: "downloads"}
_SITE, _AIR = _("Sitio"), _("Radio y televisión")


def _of_the_site(period: Period) -> Iterable[Counted]:
    rows = PageUse.objects.filter(day__range=(period.first, period.last)).annotate(month=TruncMonth("day"))
    sums = rows.values("kind", "page__path", "month").annotate(value=Sum("count"))
    for row in sums.order_by():
        yield Counted(USES[Use(row["kind"])], row["page__path"], "", row["month"], row["value"])


register(
    [
        Measure(USES[Use.VIEW], Use.VIEW.label, _SITE, Origin.MEASURED),
        Measure(USES[Use.PLAY], Use.PLAY.label, _AIR, Origin.MEASURED),
        Measure(USES[Use.DOWNLOAD], Use.DOWNLOAD.label, _AIR, Origin.MEASURED),
    ],
    _of_the_site,
)

SECONDS_OF_A_MINUTE = 60


def _on_air(period: Period) -> Iterable[Counted]:
    seconds = ExpressionWrapper(F("times") * F("spot__recording__duration"), output_field=FloatField())
    rows = Airing.objects.filter(date__range=(period.first, period.last)).annotate(month=TruncMonth("date"))
    sums = rows.values("spot__path", "state__code", "month").annotate(
        aired=Sum("times"), seconds=Sum(seconds), heard=Sum("audience"), logs=Count("pk")
    )
    for row in sums.order_by():
        where = row["spot__path"], row["state__code"], row["month"]
        yield Counted("aired", *where, row["aired"])
        yield Counted("minutes", *where, (row["seconds"] or 0) / SECONDS_OF_A_MINUTE)
        if row["heard"] is not None:
            yield Counted("audience", *where, row["heard"])


register(
    [
        Measure("aired", _("Veces que salieron al aire"), _AIR, Origin.REPORTED),
        Measure("minutes", _("Minutos al aire"), _AIR, Origin.REPORTED),
        Measure("audience", _("Audiencia, según las estaciones"), _AIR, Origin.REPORTED),
    ],
    _on_air,
)
