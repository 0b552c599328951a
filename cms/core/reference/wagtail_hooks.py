"""Reference data in Wagtail's administration: members look them up; superusers keep them, and what pages
use of them, whoever was granted it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from cms.core.models.membership import Role
from cms.core.reference.models import Fact, GlossaryTerm, Institution, Region, Source, State, StrategyGoal
from cms.core.tenancy import VIEW, GrantedPermissionPolicy, SharedPermissionPolicy

SUBMENU_HOOK = "register_reference_menu_item"
"""By which the lists of other apps stand among these."""

LOOKED_UP = {VIEW: frozenset(Role)}
for _model in (Institution, State):
    register_permission_policy(_model, SharedPermissionPolicy(_model, LOOKED_UP))
for _kept in (Region, Source, Fact, GlossaryTerm, StrategyGoal):
    register_permission_policy(_kept, GrantedPermissionPolicy(_kept, LOOKED_UP))


class ReferenceViewSet(ModelViewSet):
    """Facts with a source. They are corrected and ended, never deleted: records point to them."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**common, "delete_url_name": None, "usage_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name not in {"delete", "usage"}]


class InstitutionViewSet(ReferenceViewSet):
    model = Institution
    name = "institutions"
    icon = "home"
    form_fields = [
        "name",
        "name_is_generic",
        "acronym",
        "code",
        "kind",
        "state",
        "part_of",
        "existed_from",
        "existed_to",
        "approves_archives",
        "how_to_ask",
        "source",
    ]
    inspect_view_fields = form_fields
    list_display = [
        "name",
        Column("acronym", label=_("Sigla")),
        Column("kind", label=_("Tipo"), accessor="get_kind_display"),
        Column("state", label=_("Entidad federativa")),
        Column("existed_to", label=_("Existió hasta")),
    ]
    list_filter = ["kind", "state"]
    search_fields = ["name", "acronym", "code"]
    ordering = "name"


class StateViewSet(ReferenceViewSet):
    model = State
    name = "states"
    icon = "globe"
    form_fields = ["name", "code", "aliases"]
    inspect_view_fields = form_fields
    list_display = ["name", Column("code", label=_("Clave"))]
    search_fields = ["name", "code"]
    ordering = "name"


class RegionViewSet(ReferenceViewSet):
    model = Region
    name = "regions"
    icon = "globe"
    form_fields = ["name", "slug", "states", "note", "source"]
    inspect_view_fields = form_fields
    list_display = ["name", Column("source", label=_("Fuente"))]
    search_fields = ["name"]
    ordering = "name"


class FactViewSet(ReferenceViewSet):
    model = Fact
    name = "facts"
    icon = "order"
    form_fields = ["number", "statement", "slug", "as_of", "is_interpretation", "states", "source"]
    inspect_view_fields = form_fields
    list_display = [
        "statement",
        Column("number", label=_("Cifra")),
        Column("as_of", label=_("A la fecha")),
        Column("source", label=_("Fuente")),
    ]
    search_fields = ["statement", "number"]
    ordering = "-as_of"


class SourceViewSet(ReferenceViewSet):
    model = Source
    name = "sources"
    icon = "link"
    form_fields = ["title", "published", "url", "note"]
    inspect_view_fields = form_fields
    list_display = ["title", Column("published", label=_("Fecha"))]
    search_fields = ["title", "url"]
    ordering = "title"


class GlossaryViewSet(ReferenceViewSet):
    model = GlossaryTerm
    name = "glossary"
    icon = "openquote"
    form_fields = ["term", "slug", "forms", "definition", "plain_alternative", "source", "is_draft"]
    inspect_view_fields = form_fields
    list_display = [
        "term",
        Column("plain_alternative", label=_("Alternativa clara")),
        BooleanColumn("is_draft", label=_("Borrador")),
    ]
    list_filter = ["is_draft"]
    search_fields = ["term", "definition"]
    ordering = "term"


class StrategyGoalViewSet(ReferenceViewSet):
    model = StrategyGoal
    name = "goals"
    icon = "crosshairs"
    form_fields = ["name", "code", "kind", "description", "source"]
    inspect_view_fields = form_fields
    list_display = ["name", Column("kind", label=_("Clase"), accessor="get_kind_display")]
    list_filter = ["kind"]
    search_fields = ["name", "description"]
    ordering = "name"


class ReferenceGroup(ModelViewSetGroup):
    menu_label = _("Catálogos")
    menu_name = "reference"
    menu_icon = "list-ul"
    menu_order = 800
    submenu_hook = SUBMENU_HOOK
    items = (
        InstitutionViewSet,
        StateViewSet,
        RegionViewSet,
        SourceViewSet,
        FactViewSet,
        GlossaryViewSet,
        StrategyGoalViewSet,
    )


@hooks.register("register_admin_viewset")
def viewsets() -> ReferenceGroup:
    return ReferenceGroup()
