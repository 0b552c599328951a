"""Each broadcast log that somebody handed in for a spot, so that it can be taken back as a whole."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AiringImport(models.Model):
    """One log: who handed it in, when, and what came of it."""

    spot = models.ForeignKey("campaigns.SpotPage", on_delete=models.CASCADE, related_name="airing_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)
    filename = models.CharField(_("archivo"), max_length=255, blank=True)
    added = models.PositiveIntegerField(_("agregadas"))
    known = models.PositiveIntegerField(_("ya estaban"))
    before = models.JSONField(default=dict)
    """What the lines that it corrected said before: `{key of the line: {column: value}}`."""
    undone_at = models.DateTimeField(_("deshecha"), null=True)

    class Meta:
        verbose_name = _("carga de una bitácora")
        verbose_name_plural = _("cargas de bitácoras")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.filename or f"{self.spot_id}, {self.at}"

    @property
    def changed(self) -> int:
        """How many lines it corrected."""
        return len(self.before)
