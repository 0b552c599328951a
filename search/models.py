"""Changes that wait for the index."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One changed row of a source, written in the transaction that changed it.

    Applied rows are kept for a while: a rebuild replays what was applied while it ran.
    """

    source = models.PositiveSmallIntegerField(_("fuente"))
    row = models.PositiveBigIntegerField(_("registro"))
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    applied_at = models.DateTimeField(_("aplicado"), null=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    not_before = models.DateTimeField(_("no antes de"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("cambio por indexar")
        verbose_name_plural = _("cambios por indexar")
        ordering = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="change_waiting", condition=Q(applied_at__isnull=True)),
            models.Index(fields=["applied_at"], name="change_applied"),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.row} #{self.pk}"
