"""Who did what, when, why: Wagtail's audit log with the institution that holds the record."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import BaseLogEntry, BaseLogEntryManager

from cms.core import tenancy


class ArchiveLogManager(BaseLogEntryManager):
    def log_action(self, instance: Any, action: str, **kwargs: Any) -> "ArchiveLogEntry":
        holder = getattr(instance, "holding_institution_id", None) or getattr(instance, "institution_id", None)
        return super().log_action(instance, action, object_id=str(instance.pk), institution_id=holder, **kwargs)

    def for_instance(self, instance: Any) -> models.QuerySet["ArchiveLogEntry"]:
        return self.get_for_model(type(instance)).filter(object_id=str(instance.pk))

    def viewable_by_user(self, user: User) -> models.QuerySet["ArchiveLogEntry"]:
        """Entries about material that the user may view.

        Wagtail's own answer goes by content type, from a cache that all log models share: it would show every
        institution's entries to any archivist.
        """
        entries: models.QuerySet[ArchiveLogEntry] = self.get_queryset()
        if user.is_superuser:
            return entries
        return entries.filter(institution_id__in=tenancy.institution_ids(user))


class ArchiveLogEntry(BaseLogEntry):
    """An entry about a document or a unit of description."""

    object_id = models.CharField(max_length=40, db_index=True)
    institution = models.ForeignKey(
        "reference.Institution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = ArchiveLogManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]
        verbose_name = _("asiento de bitácora del archivo")
        verbose_name_plural = _("asientos de bitácora del archivo")

    def __str__(self) -> str:
        return f"{self.timestamp:%Y-%m-%d %H:%M} {self.action} {self.label}"
