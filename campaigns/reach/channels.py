"""What each channel brings to the figures of reach; `register` is called once, when the apps are ready."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from campaigns import adapted
from campaigns.models import AppearancePage, Attendance, Clipping, KitUse, ReaderAnswer, Registration, SocialPost
from campaigns.models.social import PostStatus
from campaigns.reach.measures import Counted, Measure, Origin, Period, register
from cms.core.visibility import pages_shown

EVENTS, PRESS, PROGRAMMES = _("Eventos"), _("Prensa"), _("Programas")
KITS, NETWORKS, READERS = _("Kits"), _("Redes sociales"), _("Lectores")


def _days(name: str, period: Period) -> Q:
    return Q(**{f"{name}__range": (period.first, period.last)})


def _kits(period: Period) -> Iterable[Counted]:
    rows = KitUse.objects.filter(_days("date", period), part="").annotate(month=TruncMonth("date"))
    for row in rows.values("campaign__path", "month").annotate(value=Sum("count")).order_by():
        yield Counted("kits", row["campaign__path"], "", row["month"], row["value"])


def _registered(period: Period) -> Iterable[Counted]:
    """Of events whose names were deleted, what was kept of them."""
    rows = Registration.objects.filter(_days("event__starts_at__date", period))
    rows = rows.annotate(month=TruncMonth("event__starts_at__date"))
    sums = rows.values("event__path", "event__state__code", "month").annotate(
        all=Count("pk"), came=Count("pk", filter=Q(came=True))
    )
    for row in sums.order_by():
        where = row["event__path"], row["event__state__code"] or "", row["month"]
        yield Counted("registered", *where, row["all"])
        yield Counted("came", *where, row["came"])
    kept = Attendance.objects.filter(_days("event__starts_at__date", period), disposed_at__isnull=False)
    kept = kept.annotate(month=TruncMonth("event__starts_at__date"), all=F("kept_confirmed") + F("kept_waiting"))
    for path, state, month, everybody, came in kept.values_list(
        "event__path", "event__state__code", "month", "all", "kept_came"
    ):
        yield Counted("registered", path, state or "", month, everybody)
        yield Counted("came", path, state or "", month, came)


def _attended(period: Period) -> Iterable[Counted]:
    rows = Attendance.objects.filter(_days("event__starts_at__date", period), reported__isnull=False)
    rows = rows.annotate(month=TruncMonth("event__starts_at__date"))
    for path, state, month, value in rows.values_list("event__path", "event__state__code", "month", "reported"):
        yield Counted("attended", path, state or "", month, value or 0)


def _in_the_media(period: Period) -> Iterable[Counted]:
    rows = Clipping.objects.filter(_days("date", period)).annotate(month=TruncMonth("date"))
    sums = rows.values("page__path", "state__code", "month").annotate(pieces=Count("pk"), heard=Sum("audience"))
    for row in sums.order_by():
        where = row["page__path"], row["state__code"] or "", row["month"]
        yield Counted("clippings", *where, row["pieces"])
        if row["heard"] is not None:
            yield Counted("press_audience", *where, row["heard"])


def _in_programmes(period: Period) -> Iterable[Counted]:
    rows = pages_shown(AppearancePage.objects.filter(_days("on_air_at__date", period)))
    # The same programme, which states tell of too, was on the air once.
    rows = adapted.once(rows, "on_air_at", "station").annotate(month=TruncMonth("on_air_at__date"))
    names = ("path", "state__code", "month", "audience_reported")
    for path, state, month, audience in rows.order_by().values_list(*names):
        yield Counted("appearances", path, state or "", month, 1)
        if audience is not None:
            yield Counted("programme_audience", path, state or "", month, audience)


def _posted(period: Period) -> Iterable[Counted]:
    rows = SocialPost.objects.filter(_days("planned_at__date", period), status=PostStatus.POSTED)
    sums = rows.annotate(month=TruncMonth("planned_at__date")).values("campaign__path", "month")
    for row in sums.annotate(value=Count("pk")).order_by():
        yield Counted("posts", row["campaign__path"], "", row["month"], row["value"])


def _useful(period: Period) -> Iterable[Counted]:
    rows = ReaderAnswer.objects.filter(_days("answered_on", period), was_useful=True).annotate(
        month=TruncMonth("answered_on")
    )
    for row in rows.values("page__path", "month").annotate(value=Count("pk")).order_by():
        yield Counted("useful", row["page__path"], "", row["month"], row["value"])


def register_channels() -> None:
    """Count what channels know."""
    measured, reported = Origin.MEASURED, Origin.REPORTED
    register([Measure("kits", _("Kits descargados"), KITS, measured)], _kits)
    register(
        [
            Measure("registered", _("Personas registradas"), EVENTS, measured),
            Measure("came", _("Personas que asistieron, de las registradas"), EVENTS, measured),
        ],
        _registered,
    )
    register([Measure("useful", _("«Sí me sirvió»"), READERS, measured)], _useful)
    register([Measure("attended", _("Asistencia reportada"), EVENTS, reported)], _attended)
    register(
        [
            Measure("clippings", _("Publicaciones en medios"), PRESS, reported),
            Measure("press_audience", _("Audiencia de las publicaciones, según su fuente"), PRESS, reported),
        ],
        _in_the_media,
    )
    register(
        [
            Measure("appearances", _("Participaciones en programas"), PROGRAMMES, reported),
            Measure("programme_audience", _("Audiencia de los programas, según su fuente"), PROGRAMMES, reported),
        ],
        _in_programmes,
    )
    register([Measure("posts", _("Publicaciones en redes"), NETWORKS, reported)], _posted)
