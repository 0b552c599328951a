"""Slow work as a row: what waits, what runs, what failed and why."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])

    def failed(self) -> "JobQuerySet":
        return self.filter(status=Job.Status.FAILED)

    def due(self, now: datetime, most: int) -> Iterator["Job"]:
        """Those that a worker may claim: waiting and not postponed, then running under a lease that ran out.

        At most so many of each kind, read when they are reached.
        """
        # Two queries, each in the order of an index: with an OR the whole queue would be sorted for each claim.
        waiting = self.filter(status=Job.Status.QUEUED, not_before__lte=now).order_by("priority", "pk")
        abandoned = self.filter(status=Job.Status.RUNNING, lease_until__lte=now).order_by("lease_until", "pk")
        return chain.from_iterable(each[:most] for each in (waiting, abandoned))


class Job(models.Model):
    """One piece of work, idempotent by `key`. See `cms.core.jobs` for how it is claimed, fenced and retried."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("En espera")
        RUNNING = "running", _("En curso")
        DONE = "done", _("Terminado")
        FAILED = "failed", _("Falló")

    kind = models.CharField(_("tipo"), max_length=60)
    key = models.CharField(_("clave"), max_length=120, unique=True)
    payload = models.JSONField(_("datos"), default=dict)
    priority = models.PositiveSmallIntegerField(_("prioridad"), default=100, help_text=_("El número menor va antes."))
    status = models.CharField(_("estado"), max_length=10, choices=Status, default=Status.QUEUED)
    reason = models.TextField(_("motivo"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    not_before = models.DateTimeField(_("no antes de"))
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    started_at = models.DateTimeField(_("empezó"), null=True)
    finished_at = models.DateTimeField(_("terminó"), null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarea")
        verbose_name_plural = _("tareas")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "priority", "id"], name="job_claim"),
            models.Index(fields=["status", "lease_until", "id"], name="job_abandoned"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.key}"

    @property
    def duration(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.started_at and self.finished_at else None
