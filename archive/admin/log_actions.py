"""The acts that the archive's log knows, and which log the archive's rows write to."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from archive.models import ArchivalUnit, ArchiveLogEntry, Document

ACTIONS = (
    ("archive.receive", _("Recibir"), _("Recibido")),
    ("archive.publish", _("Publicar"), _("Publicado")),
    ("archive.reserve", _("Reservar"), _("Reservado")),
    ("archive.withdraw", _("Retirar"), _("Retirado")),
)


@hooks.register("register_log_actions")
def register_archive_log(actions: Any) -> None:
    """Wagtail's audit log, with the institution of each row."""
    for model in (Document, ArchivalUnit):
        actions.register_model(model, ArchiveLogEntry)
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
