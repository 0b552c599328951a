"""What whoever works with the press meets in Wagtail's administration: embargoes and what media published."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry, Page

from campaigns.admin.clippings import (
    CORRECTED,
    DELETED,
    NOTED,
    SUBJECTS,
    CorrectClipping,
    ImportClippings,
    NoteClipping,
)
from campaigns.admin.embargo import ChangeEmbargo
from campaigns.clipping_import import LOGGED as IMPORTED
from campaigns.models import PressReleasePage
from campaigns.recording_access import may_edit
from cms.core.models import embargo
from cms.core.models.embargo import EMBARGO_CHANGED, under_embargo_until

NAMESPACE = "campaigns_press"


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    patterns = [
        path("releases/<int:pk>/embargo/", ChangeEmbargo.as_view(), name="embargo"),
        path("pages/<int:pk>/clippings/add/", NoteClipping.as_view(), name="note_clipping"),
        path("pages/<int:pk>/clippings/import/", ImportClippings.as_view(), name="import_clippings"),
        path("clippings/<int:pk>/", CorrectClipping.as_view(), name="correct_clipping"),
    ]
    return [path("press/", include((patterns, NAMESPACE)))]


@hooks.register("register_page_header_buttons")
def press_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The ways from a release or a campaign to what media published, and to its embargo."""
    if not isinstance(page, SUBJECTS) or not may_edit(user, page):
        return
    if isinstance(page, PressReleasePage) and page.live and under_embargo_until(page):
        yield _button("embargo", page, _("Mover o levantar el embargo"), "time", 58)
    yield _button("note_clipping", page, _("Registrar una publicación en un medio"), "doc-full-inverse", 61)
    yield _button("import_clippings", page, _("Subir lista de publicaciones"), "upload", 62)


@hooks.register("after_publish_page")
def tell_of_embargo(request: HttpRequest, page: Page) -> None:
    """Beside Wagtail's message that it is published, with a link that leads nowhere before the minute."""
    if isinstance(page, PressReleasePage) and page.is_under_embargo:
        when = embargo.said(page.embargo_until, page.embargo_zone)
        told = _("Está bajo embargo: nadie la lee antes del %(when)s. Hasta entonces véala con la vista previa.")
        messages.info(request, told % {"when": when})


def _button(name: str, page: Page, label: Any, icon: str, priority: int) -> Button:
    return Button(label, reverse(f"{NAMESPACE}:{name}", args=[page.pk]), icon_name=icon, priority=priority)


@hooks.register("register_log_actions")
def register_log(actions: Any) -> None:
    @actions.register_action(EMBARGO_CHANGED)
    class EmbargoChanged(LogFormatter):
        label = _("Cambiar el embargo")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            before, until = log_entry.data.get("before"), log_entry.data.get("until")
            if not until:
                return str(_("Se levantó el embargo que terminaba el %(before)s")) % {"before": before}
            if not before:
                return str(_("Bajo embargo hasta el %(until)s")) % {"until": until}
            return str(_("El embargo pasó del %(before)s al %(until)s")) % {"before": before, "until": until}

    @actions.register_action(IMPORTED)
    class ImportedClippings(LogFormatter):
        label = _("Subir una lista de publicaciones")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            said = _("Publicaciones en medios: %(added)d agregadas, %(changed)d corregidas, %(known)d ya estaban")
            return str(said) % log_entry.data

    for action, said in SAID_OF_CLIPPINGS.items():
        actions.register_action(action)(_formatter(said))


SAID_OF_CLIPPINGS = {
    NOTED: _("Registrar la publicación «%(title)s» (%(medium)s)"),
    CORRECTED: _("Corregir la publicación «%(title)s» (%(medium)s)"),
    DELETED: _("Borrar la publicación «%(title)s» (%(medium)s)"),
}


def _formatter(said: Any) -> type[LogFormatter]:
    class OfClipping(LogFormatter):
        label = _("Publicaciones en medios")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return str(said) % log_entry.data

    return OfClipping
