"""Who works for which institution, in which role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.atomic import AtomicSave


class Role(models.TextChoices):
    """What a member may do is written in `cms.core.tenancy.ACTIONS`."""

    ARCHIVIST = "archivist", _("Archivista")
    REVIEWER = "reviewer", _("Revisión")
    COMMUNICATION = "communication", _("Comunicación")
    UNIVERSITY = "university", _("Enlace universitario")
    ADMINISTRATOR = "administrator", _("Administración")


class Membership(AtomicSave):
    """A role of a person in one institution; it gives nothing in any other."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persona"), on_delete=models.CASCADE, related_name="memberships"
    )
    institution = models.ForeignKey(
        "reference.Institution", verbose_name=_("institución"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("función"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("pertenencia")
        verbose_name_plural = _("pertenencias")
        constraints = [models.UniqueConstraint(fields=["user", "institution", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.institution}"


class Coordination(AtomicSave):
    """That a person coordinates a region: with each of its states' pages as its own people work with them.

    The person signs in by a membership, as everybody who works here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persona"), on_delete=models.CASCADE, related_name="coordinations"
    )
    region = models.ForeignKey(
        "reference.Region", verbose_name=_("región"), on_delete=models.CASCADE, related_name="coordinations"
    )

    class Meta:
        verbose_name = _("coordinación regional")
        verbose_name_plural = _("coordinaciones regionales")
        constraints = [models.UniqueConstraint(fields=["user", "region"], name="coordination_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.region}"
