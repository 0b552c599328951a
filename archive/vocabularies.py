"""Closed lists of the archive: stable English codes in the database, Spanish labels for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.extraction.contract import Reason, Unit


class Level(models.TextChoices):
    """Levels of description above the document (ISAD(G) 3.1.4)."""

    FONDS = "fonds", _("Fondo")
    SECTION = "section", _("Sección")
    SERIES = "series", _("Serie")
    SUBSERIES = "subseries", _("Subserie")
    DOSSIER = "dossier", _("Expediente")


NEEDED_OF_UNITS = {
    Level.FONDS: ("creator", "date_from", "extent", "scope_and_content", "access_conditions"),
    Level.SECTION: ("creator", "date_from", "scope_and_content"),
    Level.SERIES: ("creator", "date_from", "extent", "scope_and_content", "access_conditions"),
    Level.SUBSERIES: ("creator", "date_from", "extent", "scope_and_content"),
    Level.DOSSIER: ("creator", "date_from", "extent"),
}
"""Elements without which a unit of the level isn't shown to readers (ISAD(G) I.12), besides its code and title."""
SAID_ONCE = ("creator", "access_conditions")
"""What holds for everything below the unit that says it, and is not repeated there (ISAD(G) 2.4)."""
FOREIGN_TO_LEVEL = {
    Level.SUBSERIES: ("archival_history",),
    Level.DOSSIER: ("archival_history", "arrangement"),
}
"""Elements that describe wholes, and are not asked of a unit of the level."""


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


class ReadingUnit(models.TextChoices):
    """By what a file is read; the codes are those of `archive.extraction.contract.Unit`."""

    PAGE = Unit.PAGE, _("Página")
    SECTION = Unit.SECTION, _("Sección")
    SHEET = Unit.SHEET, _("Hoja")
    SLIDE = Unit.SLIDE, _("Diapositiva")
    MOMENT = Unit.MOMENT, _("Momento")


COUNTED = {
    ReadingUnit.PAGE: (_("página"), _("páginas")),
    ReadingUnit.SECTION: (_("sección"), _("secciones")),
    ReadingUnit.SHEET: (_("hoja"), _("hojas")),
    ReadingUnit.SLIDE: (_("diapositiva"), _("diapositivas")),
    ReadingUnit.MOMENT: (_("momento"), _("momentos")),
}
"""How units of a file are counted: one, many."""


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
