"""Cards and sheets of pages: what editors say on them, and the files that were made."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from campaigns.artwork.card_formats import CARD_FORMATS, TEMPLATE_NAMES


class CardWords(models.Model):
    """Words of the editors' own for one card of a page, in the place of the page's; empty fields change nothing."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="card_words")
    code = models.CharField(max_length=20, choices=[(each.code, each.label) for each in CARD_FORMATS.values()])
    title = models.CharField(
        _("título de la tarjeta"), max_length=120, blank=True, help_text=_("Vacío: el de la página.")
    )
    text = models.CharField(
        _("texto de la tarjeta"), max_length=200, blank=True, help_text=_("Vacío: el primer mensaje o el resumen.")
    )
    template = models.CharField(
        _("diseño"),
        max_length=10,
        blank=True,
        choices=[(each.value, name) for each, name in TEMPLATE_NAMES.items()],
        help_text=_("Vacío: el que mejor va con la imagen."),
    )

    class Meta:
        verbose_name = _("texto de una tarjeta")
        verbose_name_plural = _("textos de las tarjetas")
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "code"], name="card_words_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}"


class Artwork(models.Model):
    """A card or a sheet that was made of what a page says; or why it could not be.

    `key` names all that went into it. Only the one that a page would get now is served: see campaigns.artwork_files.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="artwork")
    code = models.CharField(_("formato"), max_length=40)
    key = models.CharField(max_length=64)
    name = models.CharField(_("archivo"), max_length=160, blank=True)
    digest = models.CharField(_("huella SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    media_type = models.CharField(_("tipo"), max_length=60, blank=True)
    width = models.PositiveIntegerField(_("ancho"), default=0, help_text=_("Píxeles; cero en un PDF."))
    height = models.PositiveIntegerField(_("alto"), default=0)
    alt = models.TextField(_("texto alternativo"), blank=True)
    problem = models.TextField(_("por qué no se hizo"), blank=True)
    note = models.TextField(_("qué conviene revisar"), blank=True)
    made_at = models.DateTimeField(_("hecha el"), auto_now=True)

    class Meta:
        verbose_name = _("tarjeta o cartel")
        verbose_name_plural = _("tarjetas y carteles")
        ordering = ["page", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "code"], name="artwork_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}"

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return place_of(self.digest, self.name)


def place_of(digest: str, name: str) -> Path:
    """A folder of its own for each content, among what is made from other files."""
    return Path(settings.DERIVATIVES_DIR) / digest[:2] / digest / name


def drop_file(digest: str, name: str) -> None:
    """Delete the bytes once the transaction has ended, unless another row has the same."""
    if not digest:
        return
    path = place_of(digest, name)

    def unlink() -> None:
        if not Artwork.objects.filter(digest=digest, name=name).exists():
            path.unlink(missing_ok=True)

    transaction.on_commit(unlink)


def artwork_deleted(instance: Artwork, **_kwargs: Any) -> None:
    """For the signal `post_delete`."""
    drop_file(instance.digest, instance.name)


def listen() -> None:
    """Called once, when the apps are ready."""
    models.signals.post_delete.connect(artwork_deleted, sender=Artwork, dispatch_uid="campaigns.artwork_deleted")
