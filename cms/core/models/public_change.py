"""What the public sees has changed: one row for each transaction that did it."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NONCE_BITS = 31


def _nonce() -> int:
    return secrets.randbits(NONCE_BITS)


class PublicChange(models.Model):
    """Written in the transaction of the change, never altered: no two writers wait for each other's row.

    `cms.core.freshness` makes the stamp of the public site from all rows. Numbers alone would not do: after a
    rollback, or after an older database was put back, SQLite gives the same number again.
    """

    nonce = models.PositiveIntegerField(default=_nonce)
    created_at = models.DateTimeField(_("creado"), default=timezone.now)

    class Meta:
        verbose_name = _("cambio de lo público")
        verbose_name_plural = _("cambios de lo público")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="public_change_age")]

    def __str__(self) -> str:
        return f"#{self.pk}"
