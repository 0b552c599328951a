"""The text of one page of an original."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.original import Original


class PageText(models.Model):
    """Text, its place on the page and the label printed there. Public code reads it through `document.original`.

    `lines` is a list of [start, end, left, top, right, bottom]: character offsets into `text` (end excluded) and a
    rectangle in points from the top left corner.
    """

    original = models.ForeignKey(
        Original, verbose_name=_("fichero original"), on_delete=models.PROTECT, related_name="pages"
    )
    number = models.PositiveIntegerField(_("página"))
    label = models.CharField(_("rótulo"), max_length=60, blank=True)
    text = models.TextField(_("texto"), blank=True)
    quality = models.CharField(_("calidad"), max_length=8)
    width = models.FloatField(_("ancho en puntos"))
    height = models.FloatField(_("alto en puntos"))
    lines = models.JSONField(_("renglones"), default=list)

    class Meta:
        verbose_name = _("texto de página")
        verbose_name_plural = _("textos de página")
        ordering = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["original", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.original} p. {self.number}"
