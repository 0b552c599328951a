"""What readers say of a page: whether it was of use to them, and, if they like, why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.reference.models import State

LONGEST_COMMENT = 500


class ReaderAnswer(models.Model):
    """One answer. Who gave it is not known: nothing of the reader is in the row, and of the time only the day."""

    page = models.ForeignKey(Page, verbose_name=_("página"), on_delete=models.CASCADE, related_name="+")
    revision_pk = models.PositiveBigIntegerField(null=True)
    """The version that the reader had before them; its row may be gone by now."""
    state = models.ForeignKey(
        State, verbose_name=_("entidad federativa"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The state whose people write the page; None for the national ones."""
    was_useful = models.BooleanField(_("le sirvió"))
    comment = models.TextField(_("comentario"), blank=True, max_length=LONGEST_COMMENT)
    answered_on = models.DateField(_("fecha"))

    class Meta:
        verbose_name = _("respuesta de un lector")
        verbose_name_plural = _("respuestas de los lectores")
        ordering = ["-answered_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["page", "-answered_on"], name="answers_of_page")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.answered_on}"
