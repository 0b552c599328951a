"""Kits of campaigns: their versions, the files that were taken in for them, and how often they are downloaded."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import CampaignPage

WHOLE = ""
"""What `KitUse.part` says of the ZIP."""


def place_in_kits(digest: str) -> Path:
    """Where the bytes with this digest are kept."""
    return Path(settings.KITS_DIR) / digest[:2] / digest


class KitVersion(models.Model):
    """What the kit of a campaign consisted of from an instant on; it has bytes while it is the current one.

    Until its ZIP is there nobody was given it, and a change of a part changes it; afterwards a change makes the next.
    """

    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("campaña"), on_delete=models.CASCADE, related_name="kit_versions"
    )
    number = models.PositiveIntegerField(_("versión"))
    fingerprint = models.CharField(max_length=64)
    """Of what is in it, before any byte is read (`campaigns.kit.composition`)."""
    turn = models.PositiveIntegerField(default=0)
    """Counts what was to be built under this number: a job that began earlier puts nothing in its place."""
    numbered_at = models.DateTimeField(_("fecha"))
    parts = models.JSONField(_("partes"), default=list)
    """As the manifest lists them; empty until it is built."""
    digest = models.CharField(_("huella SHA-256 del ZIP"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    built_at = models.DateTimeField(_("lista el"), null=True)

    class Meta:
        verbose_name = _("versión de un kit")
        verbose_name_plural = _("versiones de los kits")
        ordering = ["campaign", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "number"], name="kit_version_once")]
        indexes: ClassVar = [models.Index(fields=["digest"], name="kit_by_digest")]

    def __str__(self) -> str:
        return f"{self.campaign}, v{self.number}"

    @property
    def path(self) -> Path:
        """Where the ZIP lies."""
        return place_in_kits(self.digest)

    @property
    def filename(self) -> str:
        return f"kit-{self.campaign.slug}-v{self.number}.zip"


class KitFile(models.Model):
    """Bytes that were taken into the store of kits: an image without what its camera noted, a file of editors."""

    mark = models.CharField(max_length=255, unique=True)
    """Of what they were made (`campaigns.kit.parts.Foreign`)."""
    digest = models.CharField(_("huella SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("archivo de un kit")
        verbose_name_plural = _("archivos de los kits")

    def __str__(self) -> str:
        return self.mark

    @property
    def path(self) -> Path:
        return place_in_kits(self.digest)


class KitUse(models.Model):
    """How often a version of a kit, or a part of it alone, was downloaded on a day, as the site measured it itself.

    Of whom nothing is noted. `part` is the path in the kit; empty for the whole ZIP.
    """

    date = models.DateField(_("fecha"))
    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("campaña"), on_delete=models.CASCADE, related_name="kit_uses"
    )
    version = models.PositiveIntegerField(_("versión"))
    part = models.CharField(_("parte"), max_length=255, blank=True)
    count = models.PositiveIntegerField(_("descargas"), default=0)

    class Meta:
        verbose_name = _("descargas de un kit")
        verbose_name_plural = _("descargas de los kits")
        ordering = ["-date", "campaign", "part"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "date", "version", "part"], name="kit_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.count}"
