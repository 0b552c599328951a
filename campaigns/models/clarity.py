"""How clear texts must be, and how clear each revision was."""

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.core.reference.models import State

FOR_THE_PUBLIC = 55.0
"""INFLESZ from which on a text is "normal": what most people read without effort."""


class ClarityTarget(models.Model):
    """From which INFLESZ on a kind of page may be published without giving a reason."""

    content_type = models.OneToOneField(
        ContentType, verbose_name=_("clase de página"), on_delete=models.CASCADE, related_name="+"
    )
    inflesz = models.FloatField(
        _("INFLESZ mínimo"),
        default=FOR_THE_PUBLIC,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("55 es «normal»; 65, «bastante fácil». Debajo de esto, para publicar hay que dar un motivo."),
    )

    class Meta:
        verbose_name = _("meta de claridad")
        verbose_name_plural = _("metas de claridad")
        ordering = ["content_type__model"]

    def __str__(self) -> str:
        return f"{self.content_type.name}: {self.inflesz:g}"


class RevisionClarity(models.Model):
    """How clear a revision of a page was. Stays when the revision itself is cleared away."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.OneToOneField(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.ForeignKey(State, null=True, on_delete=models.PROTECT, related_name="+")
    """The state whose people wrote it; None for the national ones."""
    written_at = models.DateTimeField(_("escrita el"))
    published_at = models.DateTimeField(_("publicada el"), null=True)
    inflesz = models.FloatField(_("INFLESZ"), null=True)
    fernandez_huerta = models.FloatField(_("Fernández-Huerta"), null=True)
    word_count = models.PositiveIntegerField(_("palabras"))
    sentence_count = models.PositiveIntegerField(_("frases"))
    marks = models.JSONField(_("marcas"), default=dict)
    """How many marks of each kind."""
    target = models.FloatField(_("meta"))
    reason = models.TextField(_("motivo"), blank=True)
    """Why it was published below the target."""

    class Meta:
        verbose_name = _("claridad de una versión")
        verbose_name_plural = _("claridad de las versiones")
        indexes: ClassVar = [models.Index(fields=["page", "-written_at"], name="clarity_of_page")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.inflesz}"
