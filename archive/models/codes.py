"""Codes and reference codes that are given once and never again."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.reference.models import Institution

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8


class IssuedCode(models.Model):
    """Every code ever minted. Rows stay when what bore them goes, so that no address is ever given twice."""

    code = models.CharField(max_length=12, primary_key=True)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("código emitido")
        verbose_name_plural = _("códigos emitidos")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def mint(cls) -> str:
        """A new code of letters and digits that nobody mistakes for one another."""
        while True:
            code = "".join(secrets.choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))
            _row, created = cls.objects.get_or_create(code=code)
            if created:
                return code


class IssuedReference(models.Model):
    """Every reference code (ISAD(G) 3.1.1) that an institution ever gave to a unit or a document."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference_code = models.CharField(max_length=160)

    class Meta:
        verbose_name = _("código de referencia emitido")
        verbose_name_plural = _("códigos de referencia emitidos")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "reference_code"], name="reference_code_issued_once")
        ]

    def __str__(self) -> str:
        return self.reference_code
