"""What came with the demonstration: which rows, and how they were when they came."""

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoRecord(models.Model):
    """That a row was brought by `load_demo`. Nothing without such a record is ever removed as demonstration.

    `fingerprint` is made of the row's columns when it came: a row that differs from it was changed by somebody.
    `name` is what the demonstration calls it, where the row itself doesn't tell: what somebody deleted isn't brought
    again.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64)
    brought_at = models.DateTimeField(_("traído"), auto_now_add=True)

    class Meta:
        verbose_name = _("registro de demostración")
        verbose_name_plural = _("registros de demostración")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="demo_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"
