"""Units of description, producers, types of document in the administration."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from archive.admin.choosers import UnitWordsForm, chooser
from archive.admin.columns import SECONDARY
from archive.admin.forms import NewCreatorForm
from archive.admin.listing import own_institutions
from archive.admin.panels import CREATOR_PANELS, UNIT_PANELS
from archive.admin.tenancy import OwnIndexView, OwnViewSet
from archive.models import ArchivalUnit, Creator, DocumentType
from archive.vocabularies import Level


class PlainIndexView(OwnIndexView):
    """A list without checkboxes: there is nothing to be done to many of these rows at once."""

    @cached_property
    def columns(self) -> list[Any]:
        return [each for each in super().columns if each.name != "bulk_actions"]


class PlainViewSet(OwnViewSet):
    index_view_class = PlainIndexView
    inspect_view_enabled = True


class UnitIndexView(PlainIndexView):
    def get_base_queryset(self) -> QuerySet[ArchivalUnit]:
        rows: QuerySet[ArchivalUnit] = super().get_base_queryset().select_related("institution", "parent")
        return rows


class UnitFilterSet(WagtailFilterSet):
    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("Nivel"))
    institution = django_filters.ModelChoiceFilter(queryset=own_institutions, label=_("Institución"))

    class Meta:
        model = ArchivalUnit
        fields: list[str] = []


class UnitViewSet(PlainViewSet):
    """The classification scheme of each institution."""

    model = ArchivalUnit
    icon = "folder-open-inverse"
    menu_label = _("Unidades de descripción")
    index_view_class = UnitIndexView
    edit_handler = UNIT_PANELS
    inspect_view_fields = ["institution", "level", "parent", "reference_code", "title", "scope_and_content"]
    list_display = [
        "title",
        Column("reference_code", label=_("Código de referencia"), sort_key="reference_code"),
        Column("level", label=_("Nivel"), accessor="get_level_display", classname=SECONDARY),
        Column("parent", label=_("Pertenece a"), classname=SECONDARY),
        Column("institution", label=_("Institución"), accessor="institution.name", classname=SECONDARY),
    ]
    filterset_class = UnitFilterSet
    search_fields = ["reference_code", "title"]
    ordering = "reference_code"
    chooser_viewset_class = chooser(
        "reference_code",
        "title",
        base_form=UnitWordsForm,
        preserve_url_parameters=["multiple", "institution"],
    )


class CreatorViewSet(PlainViewSet):
    """Authority records, shared by all institutions."""

    model = Creator
    icon = "group"
    menu_label = _("Productores")
    edit_handler = CREATOR_PANELS
    inspect_view_fields = ["name", "kind", "existed_from", "existed_to", "history"]
    list_display = ["name", Column("kind", label=_("Tipo"), accessor="get_kind_display", sort_key="kind")]
    list_filter = ["kind"]
    search_fields = ["name", "name_key"]
    ordering = "name"
    chooser_viewset_class = chooser("name", "name_key", creation_form_class=NewCreatorForm)


class DocumentTypeViewSet(PlainViewSet):
    """The list of types, with those that imports proposed."""

    model = DocumentType
    icon = "tag"
    menu_label = _("Tipos de documento")
    edit_handler = ObjectList([FieldPanel("label"), FieldPanel("slug"), FieldPanel("proposed")])
    inspect_view_fields = ["label", "slug", "proposed"]
    list_display = [
        "label",
        Column("proposed", label=_("Estado"), accessor=lambda row: _("Propuesto") if row.proposed else _("Revisado")),
    ]
    list_filter = ["proposed"]
    search_fields = ["label", "slug"]
    ordering = "label"
    chooser_viewset_class = chooser("label")
