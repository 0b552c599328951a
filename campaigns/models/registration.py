"""What was told of events, who registered for them, and how many came."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import CampaignPage
from campaigns.models.event import EventKind, EventPage
from cms.core.reference.models import State


class Announcement(models.Model):
    """What the public was last told of an event: by it calendars know it again, wherever it goes.

    It outlives the page: whoever has the event in a calendar must be told that it is withdrawn. See ADR 24.
    """

    page = models.OneToOneField(EventPage, null=True, on_delete=models.SET_NULL, related_name="announcement")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    """RFC 5545, 3.8.7.4: one more with each published change of what people must know; it never goes down."""
    told = models.JSONField(default=dict)
    """What people must know, as it was last published; of a link, only its digest."""
    changed_at = models.DateTimeField()
    """When the sequence last went up."""
    is_out = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)
    """When its editors end it, or the page above."""
    previous_starts_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=EventKind)
    state = models.ForeignKey(State, null=True, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(CampaignPage, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("anuncio de un evento")
        verbose_name_plural = _("anuncios de eventos")

    def __str__(self) -> str:
        return f"{self.uid} ({self.sequence})"


class Registration(models.Model):
    """Somebody who wants to come. Whoever cancels is deleted; the others are, some time after the event."""

    class Place(models.TextChoices):
        CONFIRMED = "confirmed", _("Con lugar")
        WAITING = "waiting", _("En lista de espera")

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("nombre"), max_length=160)
    mail = models.EmailField(_("correo"))
    """In small letters: the same address is the same person."""
    institution = models.CharField(_("institución"), max_length=200, blank=True)
    needs = models.TextField(_("qué necesita para participar"), blank=True, max_length=500)
    place = models.CharField(_("lugar"), max_length=10, choices=Place)
    registered_at = models.DateTimeField(_("se registró"), auto_now_add=True)
    """When the person agreed to the purpose that the form tells."""
    came = models.BooleanField(_("asistió"), default=False)

    class Meta:
        verbose_name = _("registro a un evento")
        verbose_name_plural = _("registros a eventos")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "mail"], name="registration_once")]
        indexes: ClassVar = [models.Index(fields=["event", "place", "id"], name="registration_queue")]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.pk}"


class Attendance(models.Model):
    """How many came. What staff ticked off and what somebody reported stand apart, and are never added up."""

    event = models.OneToOneField(EventPage, on_delete=models.CASCADE, related_name="attendance")
    reported = models.PositiveIntegerField(_("asistencia reportada"), null=True, blank=True)
    source = models.CharField(_("quién la reporta"), max_length=200, blank=True)
    ticked_at = models.DateTimeField(null=True)
    """When staff last ticked off who came; None where nobody did."""
    disposed_at = models.DateTimeField(null=True)
    """When the names were deleted; from then on the counts below are what is known."""
    kept_confirmed = models.PositiveIntegerField(default=0)
    kept_waiting = models.PositiveIntegerField(default=0)
    kept_came = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("asistencia a un evento")
        verbose_name_plural = _("asistencia a eventos")

    def __str__(self) -> str:
        return f"{self.event_id}"
