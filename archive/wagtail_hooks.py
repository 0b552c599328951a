"""The archive's places in Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from archive.admin import log_actions, mail, reports  # noqa: F401
from archive.admin.bulk import ApproveBulkAction, NoBulkDelete, SubmitBulkAction
from archive.admin.cited_chooser import CitedDocumentViewSet, cited_documents
from archive.admin.dashboard import ArchiveWaitingPanel
from archive.admin.menu import SUBMENU_HOOK, ArchiveGroup, UploadMenuItem
from archive.models import Document
from cms.core import tenancy

AFTER_WAGTAIL = 100

mail.take_over()
register_snippet(ArchiveGroup)
for _action in (SubmitBulkAction, ApproveBulkAction):
    hooks.register("register_bulk_action", _action)
hooks.register("register_bulk_action", NoBulkDelete, order=AFTER_WAGTAIL)


@hooks.register(SUBMENU_HOOK)
def upload_menu_item() -> UploadMenuItem:
    return UploadMenuItem()


@hooks.register("register_admin_viewset")
def viewset_of_citable_documents() -> CitedDocumentViewSet:
    return cited_documents


@hooks.register("construct_snippet_action_menu")
def without_wagtails_publishing(menu_items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Documents are published by `archive.publication`; Wagtail would offer its own way to superusers."""
    if context["model"] is Document:
        menu_items[:] = [item for item in menu_items if item.name not in {"action-publish", "action-unpublish"}]


@hooks.register("construct_main_menu")
def two_things_called_documents(_request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's documents are files that pages link to; the archive's are the documents."""
    for item in menu_items:
        if item.name == "documents":
            item.label = _("Adjuntos de páginas")


@hooks.register("insert_global_admin_css")
def stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the person, above everything else."""
    user = request.user
    if user.is_superuser or tenancy.institution_ids(user):  # type: ignore[arg-type]
        panels.append(ArchiveWaitingPanel())
