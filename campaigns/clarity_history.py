"""Whether texts get clearer: what was published, by page, by state and by month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from campaigns.models.clarity import RevisionClarity


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean INFLESZ of the texts that were published somewhere or sometime, and how many they were."""

    label: str | date
    inflesz: float
    texts: int


def in_force(pages: QuerySet[Any]) -> QuerySet[RevisionClarity]:
    """Of each page that is public, how clear it is, and how clear it was when first published (`first`)."""
    published = RevisionClarity.objects.filter(published_at__isnull=False, page__live=True, page__in=pages.order_by())
    of_page = published.filter(page=OuterRef("page"))
    latest = of_page.order_by("-published_at", "-pk").values("pk")[:1]
    first = of_page.order_by("published_at", "pk").values("inflesz")[:1]
    rows = published.filter(pk=Subquery(latest)).annotate(first=Subquery(first))
    return rows.select_related("page__content_type", "state").order_by(
        F("inflesz").asc(nulls_last=True), "page__title"
    )


def by_state(pages: QuerySet[Any]) -> list[Mean]:
    """Of what is published now, the states' texts and the national ones, the clearest first."""
    found = (
        in_force(pages).order_by().values_list("state__name").annotate(mean=Avg("inflesz"), texts=Count("inflesz"))
    )
    means = [Mean(name or _("Nacional"), mean, texts) for name, mean, texts in found if mean is not None]
    return sorted(means, key=lambda each: -each.inflesz)


def by_month(pages: QuerySet[Any], since: datetime | None = None) -> list[Mean]:
    """Of what was published in each month."""
    rows = RevisionClarity.objects.filter(
        published_at__isnull=False, inflesz__isnull=False, page__in=pages.order_by()
    )
    rows = rows.filter(published_at__gte=since) if since else rows
    found = (
        rows.annotate(month=TruncMonth("published_at"))
        .order_by("month")
        .values_list("month")
        .annotate(mean=Avg("inflesz"), texts=Count("page", distinct=True))
    )
    return [Mean(month.date(), mean, texts) for month, mean, texts in found]
