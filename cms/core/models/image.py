"""Images of the site's pages: each says in words what it shows, who made it and how it may be used."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, ClassVar

from django.core.files import File
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from wagtail.images.models import AbstractImage, AbstractRendition

SAYS_WHAT_IS_SEEN = RegexValidator(
    r"^\s*(una? )?(imagen|foto|fotografía|fotografia)\s+de(l)?\b|\.(avif|gif|jpe?g|png|svg|tiff?|webp)\s*$",
    message=_("Diga qué se ve, sin empezar con «imagen de» o «foto de» y sin el nombre de un archivo."),
    flags=re.IGNORECASE,
    inverse_match=True,
)
"""Whoever hears the text already knows that it stands for an image."""


NOTED: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": "keep", "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
"""The formats in which Wagtail keeps the notes of a camera, and how they are saved again as they look."""


class SiteImage(AbstractImage):
    """An image that editors put on pages. Nobody can leave out what a reader who does not see it gets instead."""

    description = models.CharField(
        _("texto alternativo"),
        max_length=255,
        validators=[SAYS_WHAT_IS_SEEN],
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

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:  # noqa: A002 - Wagtail's own name
        """Without what a camera noted: where a photo was taken is nobody's business. (Wagtail hands it on.)"""
        return without_notes(super().generate_rendition_file(filter, source=source))

    @property
    def said_of_it(self) -> str:
        """Credit and licence as they stand below the image."""
        return " · ".join(each for each in (self.credit, self.licence) if each)


def without_notes(made: Any) -> Any:
    """The same image without Exif and XMP; its colours keep their profile. Other formats carry none here."""
    made.seek(0)
    with PillowImage.open(made) as opened:
        form = opened.format or ""
        if form not in NOTED:
            made.seek(0)
            return made
        kept = {"icc_profile": opened.info.get("icc_profile"), **NOTED[form]}
        bare = BytesIO()
        opened.load()
        opened.info = {}
        opened.save(bare, form, exif=b"", **kept)
    return File(bare, name=made.name)


class SiteRendition(AbstractRendition):
    """A size and format of an image, made when a page first shows it."""

    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
        # A reader asks for it by the name of its file.
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
