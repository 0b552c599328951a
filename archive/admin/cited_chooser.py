"""Choosing a document to be cited on a page: any that readers may see, of whatever institution."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ChooserBlock

from archive import access
from archive.admin.choosers import WordsForm
from archive.models import Document
from cms.core.visibility import viewer_of


class CitedWords(WordsForm):
    searched = ("title", "code", "reference_code", "creator__name")


def citable() -> QuerySet[Document]:
    """What the public may read now: a page says it to everybody."""
    related = ("holding_institution", "document_type")
    return access.visible_to(viewer_of(None)).select_related(*related).order_by("-public_from", "-pk")


class CitableList:
    """The list of a chooser, newest first."""

    filter_form_class = CitedWords

    def get_object_list(self) -> QuerySet[Document]:
        return citable()

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("code", label=_("Código")),
            Column("document_type", label=_("Tipo")),
            Column("holding_institution", label=_("Institución")),
        ]


class CitableChosen:
    """What comes back of a choice: nothing that is not public."""

    def get_object(self, pk: str) -> Document:
        return citable().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Document]:
        return citable().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class CitedChooser(BaseChooser):
    """The widget. It keeps a document that is public no longer, without telling its title."""

    def get_display_title(self, instance: Document) -> str:
        if citable().filter(pk=instance.pk).exists():
            return instance.title
        return str(_("Documento que ya no es público (%(code)s)") % {"code": instance.code})

    def get_value_data_from_instance(self, instance: Document) -> dict[str, Any]:
        return {"id": instance.pk, "edit_url": "", self.display_title_key: self.get_display_title(instance)}


class TitleAsChosen(ChooserBlock):
    """In a comparison of versions of a page, a document is called as the chooser calls it."""

    def render_basic(self, value: Document | None, context: Any = None) -> str:
        return escape(self.widget.get_display_title(value)) if value else ""


class CitedDocumentViewSet(ChooserViewSet):
    model = Document
    icon = "doc-full"
    choose_one_text = _("Elegir un documento del archivo")
    choose_another_text = _("Elegir otro documento")
    per_page = 20
    base_widget_class = CitedChooser
    base_block_class = TitleAsChosen
    register_widget = False
    choose_view_class = type("ChooseCited", (CitableList, ChooseView), {})
    choose_results_view_class = type("ChooseCitedResults", (CitableList, ChooseResultsView), {})
    chosen_view_class = type("ChosenCited", (CitableChosen, ChosenView), {})
    chosen_multiple_view_class = type("ChosenCitedSeveral", (CitableChosen, ChosenMultipleView), {})


cited_documents = CitedDocumentViewSet("cited_documents")
CitedDocumentBlock = cited_documents.get_block_class(
    name="CitedDocumentBlock", module_path="archive.admin.cited_chooser"
)
