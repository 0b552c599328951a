"""What documents are about: a list that archivists keep, with proposals (django-taggit)."""

from typing import ClassVar

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from cms.core.atomic import AtomicSave


def subject_slug(name: str) -> str:
    """What two spellings of one subject have in common."""
    return slugify(name)[:100]


class SubjectManager(models.Manager["Subject"]):
    def named(self, name: str) -> tuple["Subject", bool]:
        """The subject with this name, however it is capitalised or accented, and whether it had to be proposed."""
        name = " ".join(name.split())
        return self.get_or_create(slug=subject_slug(name), defaults={"name": name[:100], "proposed": True})


class Subject(AtomicSave, TagBase):  # type: ignore[django-manager-missing]
    """A subject heading. Editors choose among those of the list; a new one is proposed and waits to be looked at."""

    free_tagging = False

    proposed = models.BooleanField(
        _("propuesto"), default=False, help_text=_("Alguien lo propuso y nadie lo ha revisado.")
    )

    objects: ClassVar = SubjectManager()

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temas")
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        return slugify(tag)[:90] + (f"-{i}" if i else "")


class SubjectOfDocument(ItemBase):
    """That a document is about a subject. It belongs to the description: a draft's subjects stay in its revision."""

    tag = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="uses")
    content_object = ParentalKey("archive.Document", on_delete=models.CASCADE, related_name="subject_links")

    class Meta:
        verbose_name = _("tema de un documento")
        verbose_name_plural = _("temas de documentos")
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "content_object"], name="subject_once")]
