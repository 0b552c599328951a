"""States, dated institutions with their successors, glossary. Every fact names its source; no list is closed."""

from difflib import get_close_matches
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.atomic import AtomicSave
from cms.core.dates import as_of, parse_edtf, validate_edtf
from cms.core.reference.fields import WordList


class Source(models.Model):
    """Where a fact was taken from."""

    title = models.CharField(_("título"), max_length=255, unique=True)
    published = models.CharField(_("fecha"), max_length=10, blank=True, validators=[validate_edtf])
    url = models.URLField(_("dirección"), blank=True)
    note = models.TextField(_("nota"), blank=True)

    class Meta:
        verbose_name = _("fuente")
        verbose_name_plural = _("fuentes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def said_on(self) -> str:
        """Its date in words."""
        return str(parse_edtf(self.published)) if self.published else ""


class State(AtomicSave):
    """A federal entity. `code` is its ISO 3166-2:MX subdivision code without the country."""

    code = models.CharField(_("clave"), max_length=3, unique=True)
    name = models.CharField(_("nombre"), max_length=60, unique=True)
    aliases = WordList(
        _("otros nombres"),
        default=list,
        blank=True,
        help_text=_(
            "Nombres oficiales, anteriores o abreviados con los que también se le conoce, uno en cada línea."
        ),
    )

    class Meta:
        verbose_name = _("entidad federativa")
        verbose_name_plural = _("entidades federativas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def existing(self, day: str = "") -> "InstitutionQuerySet":
        """Those that exist on the day (ISO date; today by default), as far as their dates are known."""
        day = day or timezone.localdate().isoformat()
        begun = models.Q(existed_from="") | models.Q(existed_from__lte=day)
        not_ended = models.Q(existed_to__in=["", day[:4], day[:7]]) | models.Q(existed_to__gt=day)
        return self.filter(begun & not_ended)


class Institution(AtomicSave):
    """A body that may hold archives, publish, or have done so before it ended.

    `code` is permanent. Names change and bodies end: nothing in the project may assume a name, or how many there are.
    """

    class Kind(models.TextChoices):
        GUARANTOR = "guarantor", _("Organismo garante")
        ARCHIVE = "archive", _("Archivo")
        COMMISSION = "commission", _("Comisión")
        OTHER = "other", _("Otra")

    code = models.SlugField(_("clave"), max_length=40, unique=True, help_text=_("Permanente: no se cambia nunca."))
    name = models.CharField(_("nombre"), max_length=255)
    name_is_generic = models.BooleanField(
        _("nombre genérico"),
        default=False,
        help_text=_("Ninguna fuente consultada da su nombre propio; se usa una descripción."),
    )
    acronym = models.CharField(_("sigla"), max_length=30, blank=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind)
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="institutions",
        help_text=_("Vacía si es nacional."),
    )
    part_of = models.ForeignKey(
        "self", verbose_name=_("depende de"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    existed_from = models.CharField(_("existe desde"), max_length=10, blank=True, validators=[validate_edtf])
    existed_to = models.CharField(_("existió hasta"), max_length=10, blank=True, validators=[validate_edtf])
    approves_archives = models.BooleanField(
        _("aprueba lo que se publica en el archivo"),
        default=False,
        help_text=_("Es la comisión de archivos: quienes revisan en ella aprueban lo que envían las instituciones."),
    )
    how_to_ask = models.TextField(
        _("cómo pedir información"),
        blank=True,
        help_text=_("Dónde recibe solicitudes: dirección, teléfono, horario, sitio. Se muestra en los avisos."),
    )
    source = models.ForeignKey(Source, verbose_name=_("fuente"), null=True, blank=True, on_delete=models.PROTECT)

    objects: ClassVar = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def ended(self) -> str:
        """When it ended, in words; empty for one that goes on."""
        return str(parse_edtf(self.existed_to)) if self.existed_to else ""

    def clean(self) -> None:
        known = self.existed_from and self.existed_to
        if known and parse_edtf(self.existed_to).last < parse_edtf(self.existed_from).first:
            raise ValidationError({"existed_to": _("Debe ser posterior a la fecha en que empezó a existir.")})


class Succession(models.Model):
    """An institution that takes over from another, wholly or in part (ISDIAH 5.2.2, ISAAR 5.3)."""

    predecessor = models.ForeignKey(
        Institution, verbose_name=_("antecesora"), on_delete=models.CASCADE, related_name="succeeded_by"
    )
    successor = models.ForeignKey(
        Institution, verbose_name=_("sucesora"), on_delete=models.CASCADE, related_name="succeeds"
    )
    date = models.CharField(_("fecha"), max_length=10, blank=True, validators=[validate_edtf])
    source = models.ForeignKey(Source, verbose_name=_("fuente"), null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("sucesión")
        verbose_name_plural = _("sucesiones")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Region(AtomicSave):
    """A region of the national transparency system. Which states form it is a fact with a source, and may change."""

    name = models.CharField(_("nombre"), max_length=80, unique=True)
    slug = models.SlugField(_("dirección"), max_length=80, unique=True)
    states = models.ManyToManyField(
        State, verbose_name=_("entidades federativas"), related_name="regions", blank=True
    )
    note = models.TextField(
        _("nota"), blank=True, help_text=_("Qué se sabe y qué no de quiénes la forman. Se muestra.")
    )
    source = models.ForeignKey(Source, verbose_name=_("fuente"), null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("región")
        verbose_name_plural = _("regiones")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fact(AtomicSave):
    """Something that a source says, as of a date: shown with both, never without.

    `number` is what stands large where the fact is shown as a figure; a fact may do without.
    """

    slug = models.SlugField(_("clave"), max_length=80, unique=True)
    number = models.CharField(_("cifra"), max_length=20, blank=True, help_text=_("Como se lee: 32, 4.5 %, 2 de 3."))
    statement = models.CharField(
        _("dato"), max_length=300, help_text=_("En una frase, en lenguaje claro. Con cifra, lo que sigue a la cifra.")
    )
    as_of = models.CharField(
        _("a la fecha"), max_length=10, validators=[validate_edtf], help_text=_("2017, 2017-03 o 2017-03-31.")
    )
    is_interpretation = models.BooleanField(
        _("es una interpretación"), default=False, help_text=_("La fuente no lo dice así: se dedujo. Se avisa.")
    )
    states = models.ManyToManyField(State, verbose_name=_("entidades federativas"), related_name="facts", blank=True)
    source = models.ForeignKey(Source, verbose_name=_("fuente"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("dato con fuente")
        verbose_name_plural = _("datos con fuente")
        ordering = ["-as_of", "slug"]

    def __str__(self) -> str:
        return f"{self.number} {self.statement}".strip()

    @property
    def when(self) -> str:
        """Its date in words."""
        return as_of(self.as_of)


class StrategyGoal(AtomicSave):
    """What the long-term strategy of open government is after; campaigns say which of it they contribute to."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("Políticas 2016–2020")
        HORIZON = "horizon", _("Horizonte 2030")
        OUTCOME = "outcome", _("Ámbito en que la gente gana")

    code = models.SlugField(_("clave"), max_length=60, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    kind = models.CharField(_("clase"), max_length=10, choices=Kind)
    description = models.TextField(_("descripción"), blank=True, help_text=_("En lenguaje claro: una o dos frases."))
    source = models.ForeignKey(Source, verbose_name=_("fuente"), null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("objetivo de la estrategia")
        verbose_name_plural = _("objetivos de la estrategia")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def published(self) -> "GlossaryTermQuerySet":
        """Those that readers get."""
        return self.filter(is_draft=False)


class GlossaryTerm(AtomicSave):
    """A word of the trade explained for everybody, once it is no draft any more."""

    term = models.CharField(_("término"), max_length=120, unique=True)
    forms = WordList(
        _("otras formas"),
        default=list,
        blank=True,
        help_text=_("Plurales, femeninos y siglas con las que también aparece en los textos, una en cada línea."),
    )
    slug = models.SlugField(_("dirección"), max_length=120, unique=True)
    definition = models.TextField(_("definición"), help_text=_("En lenguaje claro: una o dos frases."))
    plain_alternative = models.CharField(
        _("alternativa clara"), max_length=120, blank=True, help_text=_("Cómo decirlo sin tecnicismos.")
    )
    source = models.ForeignKey(Source, verbose_name=_("fuente"), null=True, blank=True, on_delete=models.PROTECT)
    is_draft = models.BooleanField(
        _("borrador"), default=False, help_text=_("Mientras lo sea no se muestra ni se explica en ninguna página.")
    )

    objects: ClassVar = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("término del glosario")
        verbose_name_plural = _("términos del glosario")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


def no_institution(code: str) -> str:
    """What to tell whoever names an institution that isn't there: the codes that come closest to what was typed."""
    codes = list(Institution.objects.order_by("code").values_list("code", flat=True))
    near = get_close_matches(code.lower(), codes, n=5, cutoff=0.4) or codes[:5]
    said = _("No hay una institución con la clave «%(code)s». Se parecen: %(near)s.")
    return said % {"code": code, "near": ", ".join(near)}
