"""What media published about a release or a campaign, as somebody collected it."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from campaigns.clipping_log import key_of
from campaigns.vocabulary import ClippingKind
from cms.core.atomic import AtomicSave
from cms.core.reference.models import State


class Clipping(AtomicSave):
    """A piece in a medium. Its scan is the medium's work: nobody but staff gets it without a licence."""

    page = models.ForeignKey(
        Page, verbose_name=_("comunicado o campaña"), on_delete=models.CASCADE, related_name="clippings"
    )
    medium = models.CharField(_("medio"), max_length=120)
    date = models.DateField(_("fecha"))
    title = models.CharField(_("título"), max_length=250)
    kind = models.CharField(_("clase"), max_length=12, choices=ClippingKind, default=ClippingKind.NEWS)
    author = models.CharField(_("autoría"), max_length=120, blank=True)
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Vacía: un medio de todo el país."),
    )
    url = models.URLField(_("dirección"), max_length=500, blank=True)
    audience = models.PositiveIntegerField(
        _("audiencia reportada"), null=True, blank=True, help_text=_("Personas, según la fuente.")
    )
    source = models.CharField(_("fuente"), max_length=200, blank=True, help_text=_("Quién dio la cifra."))
    digest = models.CharField(_("huella SHA-256"), max_length=64, blank=True, editable=False)
    """Of its scan; empty where there is none."""
    filename = models.CharField(_("nombre del archivo"), max_length=255, blank=True, editable=False)
    media_type = models.CharField(_("tipo"), max_length=60, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    licence = models.CharField(
        _("licencia"), max_length=160, blank=True, help_text=_("Quién permitió mostrar la copia, y cómo.")
    )
    is_licensed = models.BooleanField(
        _("tenemos licencia para mostrar la copia"),
        default=False,
        help_text=_("Sin marcar, la copia la ve solo quien trabaja en la página."),
    )
    key = models.CharField(max_length=64, editable=False)
    """What makes it the same piece in a list that is handed in again (campaigns/clipping_log.py)."""

    class Meta:
        verbose_name = _("publicación en un medio")
        verbose_name_plural = _("publicaciones en medios")
        ordering = ["-date", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "key"], name="clipping_once")]

    def __str__(self) -> str:
        return f"{self.medium}, {self.date}: {self.title}"

    @property
    def path(self) -> Path:
        """Where the scan lies."""
        return place_of(self.digest)

    def own_key(self) -> str:
        """What `key` is for what it says now."""
        return key_of(self.medium, self.date, self.title, str(self.page_id))


def place_of(digest: str) -> Path:
    """Where the scan with this digest is kept."""
    return Path(settings.CLIPPINGS_DIR) / digest[:2] / digest
