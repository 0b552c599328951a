"""The file as it was received, for ever; and what has come of reading it."""

from pathlib import Path
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from archive.vocabularies import COUNTED, ReadingState, ReadingUnit
from cms.core.reference.models import Institution


class ImmutableOriginal(Exception):
    """An original is never changed nor deleted: a new file is a new original."""


class OriginalQuerySet(models.QuerySet["Original"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise ImmutableOriginal("Originals are not updated.")

    def delete(self) -> NoReturn:
        raise ImmutableOriginal("Originals are not deleted.")

    def release(self) -> None:
        """Forget for which documents they came: for `archive.demonstration` alone, before both go."""
        super().update(received_for=None)

    def remove_demonstration(self) -> None:
        """For `archive.demonstration` alone, which looks first whether they may go."""
        super().delete()

    def refuse_writers(self) -> None:
        """Let nobody add an original before this transaction ends. Raises OperationalError where one is being added.

        Whoever adds it may be dead: PostgreSQL goes on to commit what a killed process asked for. On SQLite nobody
        else is inside a transaction now.
        """
        if connection.vendor == "postgresql":
            table = self.model._meta.db_table  # noqa: SLF001 - Django's own name
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE NOWAIT")


class Original(models.Model):
    """A received file: its digest (SHA-256, computed while receiving), size, sniffed type and the name it came with.

    Two originals may share bytes in storage; an original belongs to one institution, so that nobody learns from a
    duplicate what another one holds.
    """

    institution = models.ForeignKey(
        Institution, verbose_name=_("institución que custodia"), on_delete=models.PROTECT, related_name="originals"
    )
    digest = models.CharField(_("huella SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("tamaño en bytes"))
    filename = models.CharField(_("nombre con el que se recibió"), max_length=255)
    media_type = models.CharField(_("tipo de contenido"), max_length=120)
    format = models.CharField(_("formato"), max_length=20)
    received_at = models.DateTimeField(_("recibido"), auto_now_add=True)
    received_by = models.CharField(_("recibido por"), max_length=150)
    received_for = models.ForeignKey(
        "archive.Document",
        verbose_name=_("recibido para sustituir el fichero de"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar = OriginalQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichero original")
        verbose_name_plural = _("ficheros originales")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "digest"], name="original_once_per_institution")
        ]
        indexes: ClassVar = [models.Index(fields=["digest"], name="original_digest")]

    def __str__(self) -> str:
        return self.filename

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableOriginal(self.filename)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableOriginal(self.filename)

    @property
    def path(self) -> Path:
        """Where the bytes lie: private storage, addressed by digest."""
        return storage_path(self.digest)


def storage_path(digest: str) -> Path:
    """The place of the bytes with this digest."""
    return Path(settings.ORIGINALS_DIR) / digest[:2] / digest


class Reading(models.Model):
    """What is known of an original's content; unlike the original it can be made anew."""

    original = models.OneToOneField(
        Original, verbose_name=_("fichero original"), on_delete=models.PROTECT, related_name="reading"
    )
    state = models.CharField(_("lectura"), max_length=12, choices=ReadingState, default=ReadingState.PENDING)
    reason = models.TextField(_("motivo"), blank=True)
    page_count = models.PositiveIntegerField(_("páginas"), null=True)
    pages_with_text = models.PositiveIntegerField(_("páginas con texto"), default=0)
    pages_with_poor_text = models.PositiveIntegerField(_("páginas con texto dudoso"), default=0)
    encrypted = models.BooleanField(_("con restricciones de uso"), default=False)
    repaired = models.BooleanField(_("reparado al leerlo"), default=False)
    outline = models.JSONField(_("índice del fichero"), default=list, blank=True)
    unit = models.CharField(_("se lee por"), max_length=8, choices=ReadingUnit, default=ReadingUnit.PAGE)
    has_images = models.BooleanField(_("sus páginas pueden dibujarse"), default=True)
    duration = models.FloatField(_("duración en segundos"), null=True)
    pages_to_recognise = models.PositiveIntegerField(_("páginas por reconocer"), default=0)
    pages_recognised = models.PositiveIntegerField(_("páginas reconocidas"), default=0)
    read_at = models.DateTimeField(_("leído el"), null=True)

    class Meta:
        verbose_name = _("lectura")
        verbose_name_plural = _("lecturas")
        indexes: ClassVar = [models.Index(fields=["state"], name="reading_state")]

    def __str__(self) -> str:
        return f"{self.original} · {self.get_state_display()}"

    @property
    def shown_state(self) -> str:
        """What has come of reading the file, with what is missing of it."""
        if self.state != ReadingState.READ:
            return str(self.get_state_display())
        if self.is_not_transcribed:
            return str(_("Grabación sin transcripción"))
        return str(_("Leído en parte: el fichero está dañado") if self.repaired else self.get_state_display())

    @property
    def is_not_transcribed(self) -> bool:
        """A recording of which nobody has written down what is said."""
        return self.state == ReadingState.READ and self.unit == ReadingUnit.MOMENT and not self.page_count

    @property
    def lacks_something(self) -> bool:
        """Whether somebody should do something so that all of the file can be read."""
        waits = {ReadingState.QUARANTINED, ReadingState.OCR_PENDING}
        return self.state in waits or self.repaired or self.is_not_transcribed

    @property
    def counted(self) -> str:
        """How many pages, sheets or moments there are, as people say it ("12 hojas")."""
        count = self.page_count or 0
        one, many = COUNTED[ReadingUnit(self.unit)]
        return f"{intcomma(count)} {one if count == 1 else many}"

    @property
    def may_be_handed_out(self) -> bool:
        """A file in quarantine is kept and given to nobody; so is one that still waits for the scanner of
        `archive.antivirus`, where there is one."""
        waits = self.state == ReadingState.PENDING and bool(settings.CLAMD_URL)
        return self.state != ReadingState.QUARANTINED and not waits
