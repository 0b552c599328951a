"""Recordings of campaigns: the file as it was handed in, and what it measures."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.recordings.contract import Picture, RecordingMeasure
from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution


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
    measured = models.JSONField(_("lo que mide"), default=dict)
    """A `RecordingMeasure`, as `dataclasses.asdict` gives it."""
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
    def measure(self) -> RecordingMeasure:
        """What it was found to be when it was received."""
        picture = self.measured.get("picture")
        return RecordingMeasure(**{**self.measured, "picture": Picture(**picture) if picture else None})

    @property
    def path_suffix(self) -> str:
        """What the name of the file ends with: "wav"; empty where it has no such end."""
        return self.filename.rpartition(".")[2] if "." in self.filename else ""

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")


def place_of(digest: str) -> Path:
    """Where the bytes with this digest are kept."""
    return Path(settings.RECORDINGS_DIR) / digest[:2] / digest
