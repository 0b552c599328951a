"""The units of description above the document: fonds, sections, series, subseries, dossiers (ISAD(G))."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.vocabularies import Level
from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution

ORDER = list(Level)


class ArchivalUnit(AtomicSave):
    """A unit of the classification scheme of one institution. A unit lies below one of a higher level."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("institución que custodia"), on_delete=models.PROTECT, related_name="units"
    )
    level = models.CharField(_("nivel de descripción"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("pertenece a"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    reference_code = models.CharField(
        _("código de referencia"), max_length=80, help_text=_("Como en el cuadro general de clasificación.")
    )
    title = models.CharField(_("título"), max_length=500)
    scope_and_content = models.TextField(_("alcance y contenido"), blank=True)

    class Meta:
        verbose_name = _("unidad de descripción")
        verbose_name_plural = _("unidades de descripción")
        ordering = ["reference_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "reference_code"],
                name="unit_code_once_per_institution",
                violation_error_message=_("La institución ya usa ese código de referencia."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_code} · {self.title}"

    def clean(self) -> None:
        if self.parent_id is None:
            return
        parent = self.parent
        if parent is None or parent.institution_id != self.institution_id:
            raise ValidationError({"parent": _("Debe ser de la misma institución.")})
        if ORDER.index(Level(parent.level)) >= ORDER.index(Level(self.level)):
            raise ValidationError({"parent": _("Debe ser de un nivel superior: fondo, sección, serie, subserie.")})
