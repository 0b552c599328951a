"""Who gets the newsletter: an address, what they want to read, and how often. Nothing else is known of them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.reference.models import State


class Frequency(models.TextChoices):
    """How often a digest comes."""

    WEEKLY = "weekly", _("Cada semana")
    MONTHLY = "monthly", _("Cada mes")


class Wishes(models.Model):
    """What somebody wants to be told of."""

    email = models.EmailField(_("correo"))
    kinds = models.JSONField(_("qué"), default=list)
    """Codes of `cms.home.newsletter.sources`."""
    state = models.ForeignKey(
        State, verbose_name=_("de dónde"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """None: of the whole country."""
    frequency = models.CharField(_("cada cuánto"), max_length=10, choices=Frequency, default=Frequency.WEEKLY)

    class Meta:
        abstract = True

    @property
    def wishes(self) -> dict[str, Any]:
        """Everything but the address."""
        return {"kinds": self.kinds, "state": self.state, "frequency": self.frequency}


class SubscriptionRequest(Wishes):
    """Somebody asked for the newsletter in the name of this address. Until it is confirmed, for two days at most."""

    asked_at = models.DateTimeField(_("pedido"), auto_now_add=True)

    class Meta:
        verbose_name = _("solicitud del boletín")
        verbose_name_plural = _("solicitudes del boletín")
        indexes: ClassVar = [models.Index(fields=["email", "asked_at"], name="newsletter_asked")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Subscription(Wishes):
    """An address whose owner confirmed. To unsubscribe is to delete the row."""

    confirmed_at = models.DateTimeField(_("confirmada"), auto_now_add=True)
    told_until = models.DateTimeField(_("informada hasta"))
    """What became public by then was told, or was before their time."""
    refused_at = models.DateTimeField(_("rechazada"), null=True)
    """Since when its server says that there is no such address."""

    class Meta:
        verbose_name = _("suscripción al boletín")
        verbose_name_plural = _("suscripciones al boletín")
        constraints: ClassVar = [models.UniqueConstraint(fields=["email"], name="newsletter_address_once")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Delivery(models.Model):
    """That a digest was given to the mail server, or was about to be: who finds the row sends it no second time."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    period = models.CharField(_("periodo"), max_length=8)
    """As `cms.home.newsletter.periods` names it."""
    begun_at = models.DateTimeField(_("empezada"), auto_now_add=True)
    sent_at = models.DateTimeField(_("enviada"), null=True)
    """Empty where the process ended in between: nobody knows then whether the server took it."""

    class Meta:
        verbose_name = _("envío del boletín")
        verbose_name_plural = _("envíos del boletín")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "period"], name="digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}, {self.period}"
