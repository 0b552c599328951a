"""Authority records: who produced what the archive holds (ISAAR(CPF))."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from archive.models.codes import IssuedCode
from archive.vocabularies import CreatorKind, NameKind
from cms.core.atomic import AtomicSave
from cms.core.dates import parse_edtf, validate_edtf
from search.language import fold


class CreatorManager(models.Manager["Creator"]):
    def named(self, name: str) -> "Creator":
        """The record with this name, however its accents and capitals are written; made if there is none."""
        creator, _created = self.get_or_create(name_key=name_key(name), defaults={"name": " ".join(name.split())})
        return creator


def name_key(name: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(fold(word) for word in name.split())[:255]


class Creator(RevisionMixin, AtomicSave, ClusterableModel):
    """A body, person or family that produced documents. Shared by all institutions: it is a name, not a holding."""

    code = models.CharField(_("código"), max_length=12, unique=True, editable=False)
    name = models.CharField(_("forma autorizada del nombre"), max_length=255)
    name_key = models.CharField(max_length=255, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=CreatorKind, default=CreatorKind.CORPORATE_BODY)
    existed_from = models.CharField(_("existe desde"), max_length=10, blank=True, validators=[validate_edtf])
    existed_to = models.CharField(_("existió hasta"), max_length=10, blank=True, validators=[validate_edtf])
    history = models.TextField(_("historia"), blank=True)
    functions = models.TextField(_("funciones"), blank=True)
    sources = models.TextField(_("fuentes"), blank=True)

    objects: ClassVar = CreatorManager()

    class Meta:
        verbose_name = _("productor")
        verbose_name_plural = _("productores")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        known = self.existed_from and self.existed_to
        if known and parse_edtf(self.existed_to).last < parse_edtf(self.existed_from).first:
            raise ValidationError({"existed_to": _("Debe ser posterior a la fecha en que empezó a existir.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = IssuedCode.mint()
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("archive:creator", args=[self.code])


class CreatorName(models.Model):
    """Another form of a creator's name; it is found by it."""

    creator = ParentalKey(Creator, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("nombre"), max_length=255)
    kind = models.CharField(_("forma"), max_length=10, choices=NameKind, default=NameKind.OTHER)

    class Meta:
        verbose_name = _("otra forma del nombre")
        verbose_name_plural = _("otras formas del nombre")

    def __str__(self) -> str:
        return self.name


class CreatorSuccession(models.Model):
    """That a creator took over from another, wholly or in part (ISAAR(CPF) 5.3)."""

    successor = ParentalKey(Creator, on_delete=models.CASCADE, related_name="predecessors")
    predecessor = models.ForeignKey(
        Creator, verbose_name=_("antecesor"), on_delete=models.PROTECT, related_name="successors"
    )
    date = models.CharField(_("fecha"), max_length=10, blank=True, validators=[validate_edtf])
    note = models.CharField(_("qué asumió"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("antecesor")
        verbose_name_plural = _("antecesores")

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def clean(self) -> None:
        if self.predecessor_id and self.predecessor_id == self.successor_id:
            raise ValidationError({"predecessor": _("Nadie es antecesor de sí mismo.")})
