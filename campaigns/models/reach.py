"""How far campaigns reach: what the site counted itself, and what was set out to be reached."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import Page

from cms.core.reference.models import State


class Use(models.TextChoices):
    """What somebody did with a page, or with a file of it."""

    VIEW = "view", _("Páginas vistas")
    PLAY = "play", _("Reproducciones")
    DOWNLOAD = "download", _("Descargas")


class PageUse(models.Model):
    """How often a page or its files were used on a day, as the site counted it without knowing by whom."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField(_("día"))
    kind = models.CharField(_("qué"), max_length=10, choices=Use.choices)
    count = models.PositiveIntegerField(_("veces"), default=0)

    class Meta:
        verbose_name = _("uso de una página en un día")
        verbose_name_plural = _("usos de las páginas por día")
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "day", "kind"], name="page_use_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="page_use_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day} {self.kind}: {self.count}"


def measures() -> list[tuple[str, str]]:
    """What can be aimed at, for a form."""
    from campaigns.reach.measures import MEASURES  # noqa: PLC0415 - measures read the models

    return [(each.code, str(each.label)) for each in MEASURES]


class ReachTarget(models.Model):
    """What a campaign wants to reach, in all or in one state, until its end."""

    campaign = ParentalKey("campaigns.CampaignPage", on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(_("qué se cuenta"), max_length=30, choices=measures)
    value = models.PositiveIntegerField(_("meta"), validators=[MinValueValidator(1)])
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Vacía: en todo el país."),
    )

    panels: ClassVar[list[Panel]] = [FieldRowPanel([FieldPanel("measure"), FieldPanel("value"), FieldPanel("state")])]

    class Meta:
        verbose_name = _("meta de alcance")
        verbose_name_plural = _("metas de alcance")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"
