"""The units of description above the document: fonds, sections, series, subseries, dossiers (ISAD(G))."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin, RevisionMixin

from archive.models.codes import IssuedCode, IssuedReference
from archive.models.creator import Creator
from archive.vocabularies import Level
from cms.core import dates
from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution
from cms.core.visibility import State

ORDER = list(Level)
LONGEST_REFERENCE = 150
"""So that the numbers of its documents fit into their reference codes as well."""
STEP = 9
"""Digits of each step of a path."""
LANGUAGE_LIST = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(, ?[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)*$"

languages_validator = RegexValidator(LANGUAGE_LIST, _("Escriba claves de idioma separadas por comas: es, nah, yua."))


class UnitQuerySet(models.QuerySet["ArchivalUnit"]):
    def above(self, unit: "ArchivalUnit") -> "UnitQuerySet":
        """The units that the unit hangs from, the fonds first."""
        return self.filter(path__in=unit.paths_above).order_by("path")


class ArchivalUnit(PreviewableMixin, RevisionMixin, AtomicSave):
    """A unit of the classification scheme of one institution. A unit lies below one of a higher level.

    `code` (its address) and `reference_code` are given once and stay, wherever the unit is moved; `path` tells where
    it is now: the primary keys from the fonds down to itself, each in `STEP` digits and a slash.
    """

    code = models.CharField(_("código"), max_length=12, unique=True, editable=False)
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
    path = models.CharField(max_length=80, db_index=True, editable=False)
    local_code = models.CharField(
        _("clave en el cuadro"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[\w.\-]+$", _("Use letras, cifras, puntos y guiones, sin espacios."))],
        help_text=_(
            "Como en el cuadro general de clasificación: 1S, 2C.4. Si la deja vacía, se da el número que sigue."
        ),
    )
    reference_code = models.CharField(_("código de referencia"), max_length=160, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(_("título"), max_length=500)
    creator = models.ForeignKey(
        Creator, verbose_name=_("productor"), null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    date_from = models.DateField(_("fecha inicial"), null=True, blank=True)
    date_to = models.DateField(_("fecha final"), null=True, blank=True)
    extent = models.CharField(_("volumen y soporte"), max_length=255, blank=True)
    languages = models.CharField(
        _("lenguas"), max_length=120, blank=True, default="es", validators=[languages_validator]
    )
    scope_and_content = models.TextField(_("alcance y contenido"), blank=True)
    archival_history = models.TextField(_("historia archivística"), blank=True)
    arrangement = models.TextField(_("organización"), blank=True)
    access_conditions = models.TextField(_("condiciones de acceso"), blank=True)
    related_units = models.TextField(_("unidades relacionadas"), blank=True)
    public_note = models.TextField(_("notas"), blank=True)
    note = models.TextField(_("nota del archivista"), blank=True, help_text=_("No se publica."))
    state = models.CharField(_("situación"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    public_from = models.DateTimeField(_("público desde"), null=True, blank=True, editable=False)

    objects: ClassVar = UnitQuerySet.as_manager()

    DECIDED: ClassVar = ("state", "public_from")
    """What only `archive.classification` decides: a save of the description never writes these."""
    GIVEN: ClassVar = (
        "code",
        "institution",
        "level",
        "parent",
        "path",
        "local_code",
        "reference_code",
        "last_number",
    )
    """What is given when the unit is made, or changed by a move: a revision doesn't bring it back."""

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
            models.CheckConstraint(
                name="unit_dates_in_order",
                condition=models.Q(date_from__isnull=True)
                | models.Q(date_to__isnull=True)
                | models.Q(date_from__lte=models.F("date_to")),
                violation_error_message=_("La fecha inicial debe ser anterior a la final."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_code} · {self.title}"

    def clean(self) -> None:
        check_place(self, self.parent)
        if self._state.adding and self.local_code and not self.reference_code and self.institution_id:
            wanted = reference_code(self.institution, self.parent, self.local_code)
            if len(wanted) > LONGEST_REFERENCE:
                raise ValidationError({"local_code": _("El código quedaría demasiado largo: acorte la clave.")})
            if is_issued(self.institution, wanted):
                raise ValidationError(
                    {"local_code": _("El código %(code)s ya se usó, y ninguno se da dos veces.") % {"code": wanted}}
                )

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self._be_given_codes()
            super().save(*args, **kwargs)
            self.path = f"{self._path_of_parent()}{self.pk:0{STEP}d}/"
            ArchivalUnit.objects.filter(pk=self.pk).update(path=self.path)
            return
        wanted = kwargs.pop("update_fields", None) or [field.name for field in self._meta.local_concrete_fields]
        fixed = {*self.DECIDED, *self.GIVEN, "id"}
        super().save(*args, update_fields=[name for name in wanted if name not in fixed], **kwargs)

    def _path_of_parent(self) -> str:
        """As the row has it, locked: the parent in memory may have been moved since it was read."""
        if self.parent_id is None:
            return ""
        rows = ArchivalUnit.objects.select_for_update(of=("self",)).filter(pk=self.parent_id)
        return rows.values_list("path", flat=True).get()

    def save_decision(self, *fields: str) -> None:
        """Write what a decision or a move changed."""
        super().save(update_fields=[*fields, *self.DECIDED])

    def with_content_json(self, content: dict[str, Any]) -> "ArchivalUnit":
        """A revision holds the description; where the unit stands stays as it is in the row."""
        obj: ArchivalUnit = super().with_content_json(content)
        for name in (*self.DECIDED, *self.GIVEN):
            setattr(obj, name, getattr(self, name))
        return obj

    def _be_given_codes(self) -> None:
        self.code = self.code or IssuedCode.mint()
        if not self.reference_code:
            self.local_code, self.reference_code = given_reference(self.institution, self.parent, self.local_code)
        IssuedReference.objects.create(institution=self.institution, reference_code=self.reference_code)

    def get_absolute_url(self) -> str:
        return reverse("archive:unit", args=[self.code])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/unit.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from archive.admin import preview  # noqa: PLC0415 - it imports the models

        return {**super().get_preview_context(request, mode_name), **preview.unit_context(self)}

    @property
    def paths_above(self) -> list[str]:
        """The paths of the units that this one hangs from, the fonds first."""
        width = STEP + 1
        return [self.path[:end] for end in range(width, len(self.path), width)]

    @property
    def dates(self) -> str:
        """Extreme dates as a reader writes them."""
        return dates.humanize(self.date_from, self.date_to)

    @property
    def is_shown(self) -> bool:
        """Whether readers see the unit. It is shown only where all above it are (`archive.classification`)."""
        return self.state == State.PUBLISHED and self.public_from is not None and self.public_from <= timezone.now()


def check_place(unit: ArchivalUnit, parent: ArchivalUnit | None) -> None:
    """Raises ValidationError where the unit may not hang from the parent; what is missing is for others to say."""
    if parent is None or not unit.level or unit.institution_id is None:
        return
    if parent.institution_id != unit.institution_id:
        raise ValidationError({"parent": _("Debe ser de la misma institución.")})
    if ORDER.index(Level(parent.level)) >= ORDER.index(Level(unit.level)):
        raise ValidationError({"parent": _("Debe ser de un nivel superior: fondo, sección, serie, subserie.")})


def is_issued(institution: Institution, code: str) -> bool:
    """Whether the institution ever gave this reference code: people read capitals and small letters alike."""
    return IssuedReference.objects.filter(institution=institution, reference_code__iexact=code).exists()


def reference_code(institution: Institution, parent: ArchivalUnit | None, local_code: str) -> str:
    """Country, repository and place in the classification scheme (ISAD(G) 3.1.1), as they are now."""
    return f"{parent.reference_code}/{local_code}" if parent else f"MX-{institution.code.upper()}/{local_code}"


def given_reference(
    institution: Institution, parent: ArchivalUnit | None, local_code: str = "", digits: int = 1
) -> tuple[str, str]:
    """(code within the parent, reference code): the one that is asked for, or the next number that is free.

    Call it inside the transaction that uses it: numbers are counted in the parent's row, which is locked.
    """
    if local_code:
        return local_code, reference_code(institution, parent, local_code)
    number = _last_number(institution, parent)
    while True:
        number += 1
        local_code = f"{number:0{digits}d}" if parent else f"F{number}"
        code = reference_code(institution, parent, local_code)
        if not is_issued(institution, code):
            break
    if parent:
        ArchivalUnit.objects.filter(pk=parent.pk).update(last_number=number)
    return local_code, code


def _last_number(institution: Institution, parent: ArchivalUnit | None) -> int:
    if parent is None:
        return ArchivalUnit.objects.filter(institution=institution, parent=None).count()
    locked = ArchivalUnit.objects.select_for_update(of=("self",)).filter(pk=parent.pk)
    return locked.values_list("last_number", flat=True).get()
