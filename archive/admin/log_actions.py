"""The acts that the archive's log knows, and which log the archive's rows write to."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from archive.models import ArchivalUnit, ArchiveLogEntry, Creator, Document, DocumentType, Subject

ACTIONS = (
    ("archive.receive", _("Recibir"), _("Recibido")),
    ("archive.publish", _("Publicar"), _("Publicado")),
    ("archive.reserve", _("Reservar"), _("Reservado")),
    ("archive.make_confidential", _("Clasificar como confidencial"), _("Clasificado como confidencial")),
    ("archive.approve_release", _("Aprobar la apertura"), _("Apertura aprobada para el fin del plazo")),
    ("archive.withdraw", _("Retirar"), _("Retirado")),
    ("archive.withdraw_version", _("Retirar una versión"), _("Versión retirada")),
    ("archive.replace_file", _("Sustituir el fichero"), _("Fichero sustituido en el borrador")),
    ("archive.correct_text", _("Corregir el texto"), _("Texto de una página corregido")),
    ("archive.transcribe", _("Transcribir"), _("Transcripción guardada")),
    ("archive.remove_demo", _("Quitar la demostración"), _("Quitado con el contenido de demostración")),
    ("archive.move", _("Mover en el cuadro"), _("Movido en el cuadro de clasificación")),
    ("archive.show", _("Mostrar a los lectores"), _("Se muestra a los lectores")),
    ("archive.hide", _("Ocultar a los lectores"), _("Se oculta a los lectores")),
    ("archive.accept", _("Aceptar en la lista"), _("Aceptado en la lista")),
    ("archive.merge", _("Unir con otro"), _("Unido con otro")),
)


@hooks.register("register_log_actions")
def register_archive_log(actions: Any) -> None:
    """Wagtail's audit log, with the institution of each row."""
    for model in (Document, ArchivalUnit, Creator, Subject, DocumentType):
        actions.register_model(model, ArchiveLogEntry)
    for action, label, message in ACTIONS:
        actions.register_action(action)(_formatter(label, message))


def _formatter(name: Promise, done: Promise) -> type[LogFormatter]:
    """An entry says what was done and, where one was given, why."""

    class ArchiveFormatter(LogFormatter):
        label = name

        def format_message(self, log_entry: ArchiveLogEntry) -> str:
            reason = log_entry.data.get("reason", "")
            return f"{done}: {reason}" if reason else str(done)

    return ArchiveFormatter
