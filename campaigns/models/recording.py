"""Recordings of campaigns: the file as it was handed in, what it measures, and the formats made of it."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution

FOLDER = "recordings"


class Recording(AtomicSave):  # type: ignore[django-manager-missing]
    """A sound or video file, kept in private storage by its digest (SHA-256); it never changes.

    Readers get it only by way of a spot that they may see.
    """

    title = models.CharField(_("nombre"), max_length=160, help_text=_("Para encontrarla: «Spot 30 s, versión 2»."))
    institution = models.ForeignKey(
        Institution, verbose_name=_("institución"), on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(_("huella SHA-256"), max_length=64)
    filename = models.CharField(_("nombre del archivo"), max_length=255)
    media_type = models.CharField(_("tipo"), max_length=60)
    size = models.PositiveBigIntegerField(_("bytes"))
    duration = models.FloatField(_("duración"), help_text=_("Segundos."))
    loudness = models.FloatField(_("sonoridad"), null=True, help_text=_("LUFS integrados (EBU R 128)."))
    peak = models.FloatField(_("pico"), null=True, help_text=_("dBTP."))
    sample_rate = models.PositiveIntegerField(_("muestreo"), help_text=_("Hz."))
    channels = models.PositiveSmallIntegerField(_("canales"))
    width = models.PositiveIntegerField(_("ancho"), null=True)
    height = models.PositiveIntegerField(_("alto"), null=True)
    received_at = models.DateTimeField(_("recibida el"), auto_now_add=True)

    class Meta:
        verbose_name = _("grabación")
        verbose_name_plural = _("grabaciones")
        ordering = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "digest"], name="recording_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return place_of(self.digest)

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")


class RecordingFormat(models.Model):
    """A format that stations or readers ask for, made of a recording; made anew, it replaces the old one."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="formats")
    code = models.CharField(_("formato"), max_length=20)
    digest = models.CharField(_("huella SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("tipo"), max_length=60)
    suffix = models.CharField(_("extensión"), max_length=8)

    class Meta:
        verbose_name = _("formato de una grabación")
        verbose_name_plural = _("formatos de grabaciones")
        constraints: ClassVar = [models.UniqueConstraint(fields=["recording", "code"], name="format_once")]

    def __str__(self) -> str:
        return f"{self.recording}: {self.code}"

    @property
    def path(self) -> Path:
        return formats_of(self.recording.digest) / self.code


def place_of(digest: str) -> Path:
    """Where the bytes with this digest are kept."""
    return Path(settings.DATA_DIR) / FOLDER / digest[:2] / digest


def formats_of(digest: str) -> Path:
    """The folder of what was made of the recording with this digest."""
    return Path(settings.DERIVATIVES_DIR) / FOLDER / digest[:2] / digest
