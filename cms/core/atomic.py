"""Saving a row together with what its signals write."""

from typing import Any

from django.db import models, transaction


class AtomicSave(models.Model):
    """`save` and `delete` run in a transaction: an outbox row that a signal writes stands or falls with them."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return super().delete(*args, **kwargs)
