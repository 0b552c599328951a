"""The text of one page of an original."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.original import Original


class TextSource(models.TextChoices):
    """Where the text of a page comes from."""

    FILE = "file", _("Del archivo")
    RECOGNITION = "ocr", _("Reconocido de la imagen (OCR)")
    PERSON = "person", _("Corregido a mano")


class PageText(models.Model):
    """Text, its place on the page and the label printed there. Public code reads it through `document.original`.

    `lines` is a list of [start, end, left, top, right, bottom]: character offsets into `text` (end excluded) and a
    rectangle in points from the top left corner. `words` is the same by word, kept where the text was recognised;
    of other pages it is worked out when somebody reads them. `blocks` is a list of [kind, start, end]
    (`archive.extraction.contract.BlockKind`), and of a recording [kind, start, end, second].
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
    words = models.JSONField(_("palabras"), default=list)
    blocks = models.JSONField(_("partes"), default=list)
    source = models.CharField(_("procedencia del texto"), max_length=6, choices=TextSource, default=TextSource.FILE)
    confidence = models.FloatField(
        _("confianza"), null=True, help_text=_("Del reconocimiento, entre 0 y 1: la media de sus palabras.")
    )

    class Meta:
        verbose_name = _("texto de página")
        verbose_name_plural = _("textos de página")
        ordering = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["original", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.original} p. {self.number}"


class PageCorrection(models.Model):
    """A text of a page that somebody wrote in the place of what had been read; the newest is in force.

    Rows are only added: the text before each stays known.
    """

    original = models.ForeignKey(
        Original, verbose_name=_("fichero original"), on_delete=models.PROTECT, related_name="corrections"
    )
    number = models.PositiveIntegerField(_("página"))
    text = models.TextField(_("texto"), blank=True)
    before = models.TextField(_("texto anterior"), blank=True)
    reason = models.CharField(_("motivo"), max_length=255, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quién"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("corrección de texto")
        verbose_name_plural = _("correcciones de texto")
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["original", "number"], name="page_correction")]

    def __str__(self) -> str:
        return f"{self.original} p. {self.number} · {self.corrected_at:%Y-%m-%d}"


class Transcript(models.Model):
    """What is said in a recording, as WebVTT; the newest of an original is in force. Rows are only added."""

    original = models.ForeignKey(
        Original, verbose_name=_("fichero original"), on_delete=models.PROTECT, related_name="transcripts"
    )
    webvtt = models.TextField(_("transcripción"))
    language = models.CharField(_("lengua"), max_length=20, default="es")
    reason = models.CharField(_("motivo"), max_length=255, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quién"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("transcripción")
        verbose_name_plural = _("transcripciones")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.original} · {self.saved_at:%Y-%m-%d}"
