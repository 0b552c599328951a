"""Closed lists of the archive: stable English codes in the database, Spanish labels for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.extraction.contract import Reason


class Level(models.TextChoices):
    """Levels of description above the document (ISAD(G) 3.1.4)."""

    FONDS = "fonds", _("Fondo")
    SECTION = "section", _("Sección")
    SERIES = "series", _("Serie")
    SUBSERIES = "subseries", _("Subserie")
    DOSSIER = "dossier", _("Expediente")


class Stage(models.TextChoices):
    """How far a document has come in the review by two bodies. What readers get follows from another state."""

    NONE = "none", _("Sin enviar")
    INSTITUTION = "institution", _("Revisa la institución")
    COMMISSION = "commission", _("Revisa la comisión de archivos")
    RETURNED = "returned", _("Devuelto con observaciones")


IN_REVIEW = (Stage.INSTITUTION, Stage.COMMISSION)


class NameKind(models.TextChoices):
    """Other forms of a name (ISAAR(CPF) 5.1.3 to 5.1.5)."""

    PARALLEL = "parallel", _("En otra lengua")
    FORMER = "former", _("Anterior")
    SHORT = "short", _("Abreviado o sigla")
    OTHER = "other", _("Otra forma")


class CreatorKind(models.TextChoices):
    """Kinds of authority record (ISAAR(CPF) 5.1.1)."""

    CORPORATE_BODY = "corporate_body", _("Institución")
    PERSON = "person", _("Persona")
    FAMILY = "family", _("Familia")


class ReadingState(models.TextChoices):
    """What has come of reading a file's text."""

    PENDING = "pending", _("Por leer")
    READ = "read", _("Leído")
    OCR_PENDING = "ocr_pending", _("Sin texto: espera reconocimiento de imagen (OCR)")
    UNSUPPORTED = "unsupported", _("Formato que aún no se lee")
    QUARANTINED = "quarantined", _("En cuarentena")


QUARANTINE_REASONS = {
    Reason.ENCRYPTED: _("Está protegido con contraseña. Pida una copia sin contraseña y súbala."),
    Reason.DAMAGED: _("El archivo está dañado y no se pudo reparar. Vuelva a exportarlo o a digitalizarlo."),
    Reason.EMPTY: _("No tiene ninguna página."),
    Reason.TOO_SLOW: _("Leerlo tarda más de lo permitido. Divídalo en partes."),
    Reason.TOO_MUCH_MEMORY: _("Leerlo ocupa más memoria de la permitida. Divídalo en partes o reduzca sus imágenes."),
    Reason.TOO_MANY_PAGES: _("Tiene más páginas de las permitidas. Divídalo en partes."),
    Reason.TOO_MUCH_TEXT: _("Tiene más texto del permitido. Divídalo en partes."),
    Reason.CRASHED: _("El programa que lo lee terminó de improviso: el archivo puede estar mal formado."),
}
