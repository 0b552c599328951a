"""Pages that are published, and may not be read before a minute that their editors promised.

What decides is the row of the page as it is published, not its draft: a minute that somebody types into a draft
neither opens nor closes what readers get. The minute itself is asked for where pages are (`cms.core.visibility`).
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core import zones

EMBARGO_CHANGED = "core.embargo"
"""In the log: that an embargo was set, moved or lifted."""


class PageEmbargo(models.Model):
    """Until when a published page, with all that hangs from it, is for nobody."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(gettext_lazy("hasta"), db_index=True)

    class Meta:
        verbose_name = gettext_lazy("embargo de una página")
        verbose_name_plural = gettext_lazy("embargos de las páginas")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.until:%Y-%m-%d %H:%M}"


class Embargoed(models.Model):
    """A kind of page that can be published under embargo. It stands before Wagtail's page among the bases."""

    embargo_until = models.DateTimeField(
        gettext_lazy("bajo embargo hasta"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Aunque la publique, nadie la lee antes de ese minuto. Vacío: se lee en cuanto se publica. "
            "Vale desde que publica el cambio, no mientras es borrador."
        ),
    )
    embargo_zone = models.CharField(
        gettext_lazy("con el reloj de"), max_length=40, choices=list(zones.ZONES.items()), default=zones.CENTRAL
    )

    live: Any
    """Whether the page is published: Wagtail's own column."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Every way of publishing, lifting and taking back comes here; drafts save other columns."""
        whole = kwargs.get("update_fields") is None
        if whole and self.pk and not self.live and under_embargo_until(self):
            # Nobody could read it: it was never public, and its address must not tell otherwise.
            self.first_published_at = None
        saved = super().save(*args, **kwargs)
        if whole:
            _keep(self)
        return saved

    @property
    def readable_since(self) -> datetime | None:
        """Since when, or from when on, anybody can read it; None before it is published."""
        first: datetime | None = self.first_published_at
        if first is None or self.embargo_until is None:
            return first
        return max(first, self.embargo_until)

    @property
    def is_under_embargo(self) -> bool:
        """Whether this row, if it is the published one, is closed now."""
        return bool(self.live and self.embargo_until and self.embargo_until > timezone.now())

    @property
    def status_string(self) -> str:
        """What lists of the administration say of it."""
        if self.is_under_embargo:
            return _("bajo embargo hasta el %(when)s") % {"when": said(self.embargo_until, self.embargo_zone)}
        return str(super().status_string)  # type: ignore[misc]


def said(instant: datetime | None, zone: str = zones.CENTRAL) -> str:
    """The minute as people say it: "28 de noviembre de 2026, 10:00, hora del centro (Ciudad de México)"."""
    if instant is None:
        return ""
    there = date_format(instant.astimezone(ZoneInfo(zone)), r"j \d\e F \d\e Y, H:i")
    return f"{there.lower()}, {zones.ZONES[zone]}"


def under_embargo_until(page: Any) -> datetime | None:
    """Until when the page, as it is published, is closed; None where it is not."""
    rows = PageEmbargo.objects.filter(page=page.pk, until__gt=timezone.now())
    found: datetime | None = rows.values_list("until", flat=True).first()
    return found


def next_opening(after: datetime) -> datetime | None:
    """When the next embargo of a published page ends."""
    rows = PageEmbargo.objects.filter(page__live=True, until__gt=after)
    found: datetime | None = rows.aggregate(first=models.Min("until"))["first"]
    return found


def _keep(page: Any) -> None:
    """Give the published page the embargo that it says, and note in the log what changed."""
    row = PageEmbargo.objects.filter(page=page.pk).first()
    before, until = row.until if row else None, page.embargo_until if page.live else None
    if before == until:
        return
    if until is None:
        PageEmbargo.objects.filter(page=page.pk).delete()
    else:
        PageEmbargo.objects.update_or_create(page_id=page.pk, defaults={"until": until})
    now = timezone.now()
    if page.live and any(each and each > now for each in (before, until)):
        told = {name: said(each, page.embargo_zone) for name, each in (("before", before), ("until", until))}
        log(page, EMBARGO_CHANGED, data=told)
