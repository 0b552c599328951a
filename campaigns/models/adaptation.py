"""What states made of national pages: which copy comes from which, and every national change that it was offered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.core.atomic import AtomicSave
from cms.core.reference.models import State


class Adaptation(AtomicSave):
    """That a state's page was taken from a national one: a campaign, or a piece of one.

    A row of its own, not columns of the page: what goes back to an earlier revision must not forget what was offered
    since.
    """

    page = models.OneToOneField(Page, verbose_name=_("página"), on_delete=models.CASCADE, related_name="adaptation")
    source = models.ForeignKey(
        Page, verbose_name=_("página nacional"), on_delete=models.PROTECT, related_name="adaptations"
    )
    state = models.ForeignKey(State, verbose_name=_("entidad federativa"), on_delete=models.PROTECT, related_name="+")
    taken_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    """What the national page said when it was taken."""
    source_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    """The newest of what the national page said that was offered."""
    taken_at = models.DateTimeField(_("tomada el"), auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién la tomó"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    adapted_at = models.DateTimeField(_("adaptada el"), null=True)
    """When the state first saved something of its own in it."""

    class Meta:
        verbose_name = _("adaptación")
        verbose_name_plural = _("adaptaciones")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "state"], name="adaptation_once_per_state")
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.state}"


class Correction(AtomicSave):
    """One field of a national page that changed after a state took it, and what the state decided."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("Por decidir")
        ACCEPTED = "accepted", _("Aceptada")
        DECLINED = "declined", _("No aceptada")
        REPLACED = "replaced", _("Sustituida por otra")
        SAME = "same", _("Ya lo decía así")

    adaptation = models.ForeignKey(Adaptation, on_delete=models.CASCADE, related_name="corrections")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    """What the national page says since."""
    field = models.CharField(_("campo"), max_length=100)
    status = models.CharField(_("situación"), max_length=10, choices=Status, default=Status.OFFERED)
    reason = models.TextField(_("motivo"), blank=True, max_length=500)
    offered_at = models.DateTimeField(_("ofrecida el"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decidida el"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("quién decidió"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("corrección nacional")
        verbose_name_plural = _("correcciones nacionales")
        ordering = ["-offered_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adaptation", "revision", "field"], name="correction_once"),
            models.UniqueConstraint(
                fields=["adaptation", "field"], condition=Q(status="offered"), name="correction_one_open_per_field"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adaptation}: {self.field}"
