"""The review by two bodies, as rows of Wagtail's workflow."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from archive.vocabularies import Stage

WORKFLOW_NAME = "Revisión de dos instancias"
"""How the migration that makes it calls the workflow. People may rename it."""


class ReviewTask(Task):
    """One body's turn. Who may act is decided in `archive.review`, for every surface.

    It extends `Task` itself: Wagtail's own e-mails and panels, which know no institutions, leave it alone.
    """

    stage = models.CharField(
        _("instancia"),
        max_length=12,
        choices=[(each.value, each.label) for each in (Stage.INSTITUTION, Stage.COMMISSION)],
    )
    days = models.PositiveSmallIntegerField(
        _("días para responder"), default=10, help_text=_("Días naturales. Después se avisa que está vencido.")
    )

    admin_form_fields: ClassVar = [*Task.admin_form_fields, "stage", "days"]
    admin_form_readonly_on_edit_fields: ClassVar = [*Task.admin_form_readonly_on_edit_fields, "stage"]

    class Meta:
        verbose_name = _("turno de revisión del archivo")
        verbose_name_plural = _("turnos de revisión del archivo")

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """What is under review is not edited: it is sent back or taken back first."""
        return True

    def due_at(self, started_at: datetime) -> datetime:
        """When the body should have answered."""
        return started_at + timedelta(days=self.days)

    @classmethod
    def get_description(cls) -> Any:
        return _("Revisa la institución o la comisión de archivos; nadie aprueba lo que envió.")


class FieldRemark(models.Model):
    """What a reviewer says about one field of a document that was sent back."""

    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="field_remarks")
    field = models.CharField(_("campo"), max_length=40)
    text = models.TextField(_("observación"))

    class Meta:
        verbose_name = _("observación")
        verbose_name_plural = _("observaciones")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


class Consultation(models.Model):
    """How often a document was opened on a day, counted without knowing by whom."""

    document = models.ForeignKey("archive.Document", on_delete=models.CASCADE, related_name="consultations")
    day = models.DateField(_("día"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("consultas"), default=0)

    class Meta:
        verbose_name = _("consultas de un día")
        verbose_name_plural = _("consultas por día")
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "day"], name="consultation_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="consultation_day")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.day}: {self.count}"
