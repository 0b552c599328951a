"""Units of description, and the lists that all institutions share, in the administration."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from archive import classification
from archive.admin.choosers import CreatorWordsForm, UnitWordsForm, also_by_other_names, chooser
from archive.admin.columns import SECONDARY
from archive.admin.forms import NewCreatorForm
from archive.admin.list_acts import (
    DocumentTypeForm,
    SubjectForm,
    WithListActs,
    buttons_of_acts,
    keeps_the_list,
    with_uses,
)
from archive.admin.listing import own_institutions
from archive.admin.panels import CREATOR_PANELS, UNIT_PANELS
from archive.admin.tenancy import OwnIndexView, OwnViewSet, rows_of
from archive.admin.tree import TreeView
from archive.admin.unit_acts import NAMESPACE, HideView, MoveView, ShowView, buttons_for, unit_url
from archive.models import ArchivalUnit, Creator, DocumentType, Subject
from archive.vocabularies import Level
from cms.core import tenancy
from cms.core.tenancy import ADD, VIEW
from cms.core.visibility import State


class PlainIndexView(OwnIndexView):
    """A list without checkboxes: there is nothing to be done to many of these rows at once."""

    @cached_property
    def columns(self) -> list[Any]:
        return [each for each in super().columns if each.name != "bulk_actions"]


class RevisionsCompareView(snippets.RevisionsCompareView):
    """Whoever sees a row sees what changed in it."""

    permission_required = VIEW


class PlainViewSet(OwnViewSet):
    index_view_class = PlainIndexView
    revisions_compare_view_class = RevisionsCompareView
    inspect_view_enabled = True


class UnitIndexView(PlainIndexView):
    def get_base_queryset(self) -> QuerySet[ArchivalUnit]:
        rows: QuerySet[ArchivalUnit] = super().get_base_queryset().select_related("institution", "parent", "creator")
        return rows

    @cached_property
    def header_buttons(self) -> list[Any]:
        tree = HeaderButton(_("Ver el cuadro"), url=reverse(f"{NAMESPACE}:tree"), icon_name="list-ul", priority=5)
        return [tree, *super().header_buttons]

    def get_list_more_buttons(self, instance: ArchivalUnit) -> list[Any]:
        return [
            Button(_("Abrir en el cuadro"), url=unit_url("branch", instance), icon_name="list-ul", priority=0),
            *buttons_for(instance, self.request.user),
        ]


class WithWarnings:
    """Says what may be a mistake or is missing still, after the row was saved; it is saved all the same."""

    def save_action(self) -> HttpResponse:
        response: HttpResponse = super().save_action()  # type: ignore[misc]
        for warning in getattr(self.form, "warnings", []):  # type: ignore[attr-defined]
            messages.warning(self.request, warning)  # type: ignore[attr-defined]
        return response


class UnitCreateView(WithWarnings, snippets.CreateView):
    """A new unit: where the person came from says in which institution, within what, of which level."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        user, asked = self.request.user, self.request.GET
        if asked.get("parent"):
            parent = self._own_parent(asked["parent"])
            given = {"institution": parent.institution_id, "parent": parent.pk}
            return {**initial, **given, "level": classification.fitting_level(parent)}
        if asked.get("institution"):
            institution = asked["institution"]
            if not institution.isdecimal() or not tenancy.may(user, ADD, int(institution)):
                raise Http404
            return {**initial, "institution": int(institution), "level": Level.FONDS}
        return initial

    def _own_parent(self, pk: str) -> ArchivalUnit:
        rows = rows_of(self.request.user, ArchivalUnit)
        parent: ArchivalUnit | None = rows.filter(pk=pk).first() if pk.isdecimal() else None
        if parent is None or not tenancy.may(self.request.user, ADD, parent.institution_id):
            raise Http404
        return parent

    def get_success_url(self) -> str:
        return unit_url("branch", self.object)


class UnitEditView(WithWarnings, snippets.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        others = [each for each in buttons_for(self.object, self.request.user) if each.icon_name != "edit"]
        tree = Button(_("Abrir en el cuadro"), url=unit_url("branch", self.object), icon_name="list-ul", priority=0)
        return [*super().header_more_buttons, tree, *others]


class UnitFilterSet(WagtailFilterSet):
    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("Nivel"))
    institution = django_filters.ModelChoiceFilter(queryset=own_institutions, label=_("Institución"))
    shown = django_filters.BooleanFilter(
        method="filter_shown", label=_("Se muestra a los lectores"), widget=BooleanRadioSelect
    )
    incomplete = django_filters.BooleanFilter(
        method="filter_incomplete", label=_("Le falta algo para mostrarse"), widget=BooleanRadioSelect
    )
    creator = django_filters.ModelChoiceFilter(queryset=Creator.objects.all(), label=_("Productor"))

    class Meta:
        model = ArchivalUnit
        fields: list[str] = []

    def filter_shown(self, rows: QuerySet[ArchivalUnit], _name: str, value: bool) -> QuerySet[ArchivalUnit]:
        return rows.filter(state=State.PUBLISHED) if value else rows.exclude(state=State.PUBLISHED)

    def filter_incomplete(self, rows: QuerySet[ArchivalUnit], _name: str, value: bool) -> QuerySet[ArchivalUnit]:
        lacking = classification.lacking()
        return rows.filter(lacking) if value else rows.exclude(lacking)


class UnitViewSet(PlainViewSet):
    """The classification scheme of each institution."""

    model = ArchivalUnit
    icon = "folder-open-inverse"
    menu_label = _("Unidades de descripción")
    index_view_class = UnitIndexView
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView
    edit_handler = UNIT_PANELS
    inspect_view_fields = [
        "institution",
        "level",
        "parent",
        "reference_code",
        "title",
        "creator",
        "date_from",
        "date_to",
        "extent",
        "scope_and_content",
        "arrangement",
        "archival_history",
        "languages",
        "access_conditions",
        "related_units",
        "public_note",
        "note",
    ]
    list_display = [
        "title",
        Column("reference_code", label=_("Código de referencia"), sort_key="reference_code"),
        Column("level", label=_("Nivel"), accessor="get_level_display", classname=SECONDARY),
        Column("parent", label=_("Pertenece a"), classname=SECONDARY),
        Column("creator", label=_("Productor"), classname=SECONDARY),
        StatusTagColumn(
            "state",
            label=_("A los lectores"),
            accessor=lambda unit: _("Se muestra") if unit.is_shown else _("Oculta"),
            primary=lambda unit: unit.is_shown,
        ),
        Column("institution", label=_("Institución"), accessor="institution.name", classname=SECONDARY),
    ]
    filterset_class = UnitFilterSet
    search_fields = ["reference_code", "title"]
    ordering = "reference_code"
    chooser_viewset_class = chooser(
        "reference_code",
        "title",
        base_form=UnitWordsForm,
        preserve_url_parameters=["multiple", "institution", "moving"],
    )

    def get_urlpatterns(self) -> list[Any]:
        tree = self.construct_view(TreeView)
        acts = {"move": MoveView, "show": ShowView, "hide": HideView}
        return [
            *super().get_urlpatterns(),
            path("tree/", tree, name="tree"),
            path("tree/<int:pk>/", tree, name="branch"),
            *(path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for name, view in acts.items()),
        ]


class SharedIndexView(PlainIndexView):
    """A shared list: how often each is used by what the person sees; acts for whoever keeps it."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_uses(super().get_base_queryset(), self.request.user)

    @cached_property
    def keeps_it(self) -> bool:
        return keeps_the_list(self.request.user, self.model)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        namespace = self.index_url_name.rpartition(":")[0]
        acts = buttons_of_acts(instance, namespace) if self.keeps_it else []
        return [*super().get_list_more_buttons(instance), *acts]


USES = Column("uses_seen", label=_("Usos"), sort_key="uses_seen")
STANDING = StatusTagColumn(
    "proposed",
    label=_("Estado"),
    accessor=lambda row: _("Propuesto") if row.proposed else _("Revisado"),
    primary=lambda row: not row.proposed,
    sort_key="proposed",
)


class CreatorIndexView(SharedIndexView):
    """Producers are found by any of their names."""

    def search_queryset(self, queryset: QuerySet[Creator]) -> QuerySet[Creator]:
        return also_by_other_names(super().search_queryset(queryset), queryset, self.search_query)


class CreatorCreateView(WithWarnings, snippets.CreateView):
    pass


class CreatorEditView(WithWarnings, snippets.EditView):
    pass


class CreatorViewSet(WithListActs, PlainViewSet):
    """Authority records, shared by all institutions."""

    model = Creator
    icon = "group"
    menu_label = _("Productores")
    acts = ("merge", "take_out")
    index_view_class = CreatorIndexView
    add_view_class = CreatorCreateView
    edit_view_class = CreatorEditView
    edit_handler = CREATOR_PANELS
    inspect_view_fields = ["name", "kind", "existed_from", "existed_to", "history", "functions", "sources"]
    list_display = [
        "name",
        Column("kind", label=_("Tipo"), accessor="get_kind_display", sort_key="kind", classname=SECONDARY),
        USES,
    ]
    list_filter = ["kind"]
    search_fields = ["name", "name_key"]
    ordering = "name"
    chooser_viewset_class = chooser(
        "name", "name_key", base_form=CreatorWordsForm, creation_form_class=NewCreatorForm
    )


class DocumentTypeViewSet(WithListActs, PlainViewSet):
    """The list of types, with those that imports proposed."""

    model = DocumentType
    icon = "tag"
    menu_label = _("Tipos de documento")
    index_view_class = SharedIndexView
    edit_handler = ObjectList([FieldPanel("label")], base_form_class=DocumentTypeForm)
    inspect_view_fields = ["label", "slug", "proposed"]
    list_display = ["label", STANDING, USES]
    list_filter = ["proposed"]
    search_fields = ["label", "slug"]
    ordering = ("-proposed", "label")
    chooser_viewset_class = chooser("label")


class SubjectViewSet(WithListActs, PlainViewSet):
    """The subjects that documents are about, with those that somebody proposed."""

    model = Subject
    icon = "tag"
    menu_label = _("Temas")
    index_view_class = SharedIndexView
    edit_handler = ObjectList([FieldPanel("name")], base_form_class=SubjectForm)
    inspect_view_fields = ["name", "slug", "proposed"]
    list_display = ["name", STANDING, USES]
    list_filter = ["proposed"]
    search_fields = ["name", "slug"]
    ordering = ("-proposed", "name")
    chooser_viewset_class = chooser("name")
