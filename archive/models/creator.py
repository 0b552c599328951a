"""Authority records: who produced what the archive holds (ISAAR(CPF))."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.vocabularies import CreatorKind
from cms.core.atomic import AtomicSave
from cms.core.dates import validate_edtf
from search.language import fold


class CreatorManager(models.Manager["Creator"]):
    def named(self, name: str) -> "Creator":
        """The record with this name, however its accents and capitals are written; made if there is none."""
        creator, _created = self.get_or_create(name_key=name_key(name), defaults={"name": " ".join(name.split())})
        return creator


def name_key(name: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(fold(word) for word in name.split())[:255]


class Creator(AtomicSave):
    """A body, person or family that produced documents. Shared by all institutions: it is a name, not a holding."""

    name = models.CharField(_("forma autorizada del nombre"), max_length=255)
    name_key = models.CharField(max_length=255, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=CreatorKind, default=CreatorKind.CORPORATE_BODY)
    existed_from = models.CharField(_("existe desde"), max_length=10, blank=True, validators=[validate_edtf])
    existed_to = models.CharField(_("existió hasta"), max_length=10, blank=True, validators=[validate_edtf])
    history = models.TextField(_("historia y funciones"), blank=True)

    objects: ClassVar = CreatorManager()

    class Meta:
        verbose_name = _("productor")
        verbose_name_plural = _("productores")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)
