"""Images of the site's pages: each says in words what it shows, who made it and how it may be used."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class SiteImage(AbstractImage):
    """An image that editors put on pages. Nobody can leave out what a reader who does not see it gets instead."""

    description = models.CharField(
        _("texto alternativo"),
        max_length=255,
        help_text=_(
            "Diga en una frase qué se ve, para quien no puede ver la imagen. No empiece con «imagen de» ni «foto de»."
        ),
    )
    credit = models.CharField(_("crédito"), max_length=160, blank=True, help_text=_("Quién la hizo. Se muestra."))
    licence = models.CharField(
        _("licencia"), max_length=120, blank=True, help_text=_("Cómo puede usarse: CC BY 4.0, dominio público…")
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")
        permissions = [("choose_image", "Can choose image")]

    @property
    def said_of_it(self) -> str:
        """Credit and licence as they stand below the image."""
        return " · ".join(each for each in (self.credit, self.licence) if each)


class SiteRendition(AbstractRendition):
    """A size and format of an image, made when a page first shows it."""

    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
