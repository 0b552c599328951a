"""The group "Archivo" of the administration's menu."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from archive.admin import move_documents, unit_acts  # noqa: F401
from archive.admin.decisions import NAMESPACE
from archive.admin.documents import DocumentViewSet
from archive.admin.vocabularies import CreatorViewSet, DocumentTypeViewSet, SubjectViewSet, UnitViewSet
from archive.models import ArchivalUnit, Document
from cms.core.tenancy import ADD, VIEW

SUBMENU_HOOK = "register_archive_menu_item"


class ArchiveGroup(SnippetViewSetGroup):
    """Everything of the archive in one place of the menu."""

    menu_label = _("Archivo")
    menu_name = "archive"
    menu_icon = "folder-open-1"
    menu_order = 150
    submenu_hook = SUBMENU_HOOK
    items = (DocumentViewSet, UnitViewSet, CreatorViewSet, SubjectViewSet, DocumentTypeViewSet)


class UploadMenuItem(MenuItem):
    """Leads to the upload whoever may add documents somewhere."""

    def __init__(self) -> None:
        super().__init__(
            _("Subir documentos"), reverse(f"{NAMESPACE}:add"), name="upload", icon_name="upload", order=1
        )

    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(Document).user_has_permission(request.user, ADD))


class TreeMenuItem(MenuItem):
    """Leads to the classification scheme whoever belongs to an institution."""

    def __init__(self) -> None:
        tree = reverse(f"{unit_acts.NAMESPACE}:tree")
        super().__init__(_("Cuadro de clasificación"), tree, name="tree", icon_name="list-ul", order=2)

    def is_shown(self, request: Any) -> bool:
        return bool(policy_registry.get_by_type(ArchivalUnit).user_has_permission(request.user, VIEW))


@hooks.register(SUBMENU_HOOK)
def tree_menu_item() -> TreeMenuItem:
    return TreeMenuItem()
