"""The classification scheme as one walks through it: a unit, the units within, then its documents."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from archive import classification
from archive.admin.forms import institutions_where
from archive.admin.tenancy import rows_of
from archive.admin.unit_acts import NAMESPACE, buttons_for, unit_url
from archive.classification import Branch
from archive.models import ArchivalUnit, Document
from cms.core import tenancy
from cms.core.reference.models import Institution
from cms.core.tenancy import ADD, CHANGE, VIEW

DOCUMENTS = "wagtailsnippets_archive_document"
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of the list: what hangs below it, and what the person may do with it."""

    branch: Branch
    url: str
    buttons: list[Button]


class TreeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One institution's scheme from the top, or from one of its units down."""

    model = ArchivalUnit
    any_permission_required = [VIEW]
    page_title = _("Cuadro de clasificación")
    header_icon = "list-ul"
    template_name = "archive_admin/tree/tree.html"
    request: HttpRequest

    @cached_property
    def unit(self) -> ArchivalUnit | None:
        if "pk" not in self.kwargs:
            return None
        found: ArchivalUnit = rows_of(self.user, ArchivalUnit).select_related("institution").get(pk=self.kwargs["pk"])
        return found

    @property
    def user(self) -> Any:
        return self.request.user

    @cached_property
    def institutions(self) -> list[Institution]:
        """Those whose scheme the person may look at, the ones that have one first."""
        units = ArchivalUnit.objects.filter(institution=OuterRef("pk"))
        rows = institutions_where(self.user, VIEW).annotate(has_units=Exists(units))
        return list(rows.order_by("-has_units", "name"))

    @cached_property
    def institution(self) -> Institution | None:
        if self.unit is not None:
            return self.unit.institution
        wanted = self.request.GET.get("institution")
        if not wanted:
            return self.institutions[0] if self.institutions else None
        chosen = [each for each in self.institutions if str(each.pk) == wanted]
        if not chosen:
            raise Http404
        return chosen[0]

    @cached_property
    def above(self) -> list[ArchivalUnit]:
        return list(ArchivalUnit.objects.above(self.unit)) if self.unit else []

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        label = _("Agregar dentro") if self.unit else _("Agregar un fondo")
        url = self.add_within_url if self.unit else self.add_url
        return [HeaderButton(label, url=url, icon_name="plus")] if url else []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return buttons_for(self.unit, self.user) if self.unit else []

    @property
    def add_url(self) -> str:
        """Where a unit of the top is added, for whoever may."""
        if self.institution is None or not tenancy.may(self.user, ADD, self.institution.pk):
            return ""
        return f"{reverse(f'{NAMESPACE}:add')}?institution={self.institution.pk}"

    @property
    def add_within_url(self) -> str:
        """Where a unit within this one is added, for whoever may."""
        if self.unit is None or not self._may(ADD) or not classification.may_hold_units(self.unit):
            return ""
        return f"{reverse(f'{NAMESPACE}:add')}?parent={self.unit.pk}"

    def get_page_subtitle(self) -> str:
        return str(self.unit.title) if self.unit else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        root = reverse(f"{NAMESPACE}:tree")
        if self.institution and len(self.institutions) > 1:
            root = f"{root}?institution={self.institution.pk}"
        trail = [{"url": root, "label": self.page_title}]
        trail += [{"url": unit_url("branch", each), "label": each.title} for each in self.above]
        if self.unit:
            trail.append({"url": "", "label": self.unit.title})
        return [*self.breadcrumbs_items, *trail]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = rows_of(self.user, Document)
        units = self._page(self._units(), "u")
        documents = self._page(self._documents(own), "p")
        return {
            **super().get_context_data(**kwargs),
            "institution": self.institution,
            "institutions": self.institutions,
            "unit": self.unit,
            "rows": [
                Row(each, unit_url("branch", each.unit), buttons_for(each.unit, self.user))
                for each in classification.branches(units, own)
            ],
            "units": units,
            "documents": documents,
            "elided_page_range": documents.paginator.get_elided_page_range(documents.number),
            "document_page": f"{DOCUMENTS}:{'edit' if self._may(CHANGE) else 'inspect'}",
            "add_url": self.add_url,
            "add_within_url": self.add_within_url,
            "upload_url": reverse(f"{DOCUMENTS}:add") if self._may(ADD) else "",
        }

    def _units(self) -> QuerySet[ArchivalUnit]:
        units = ArchivalUnit.objects.filter(parent=self.unit, institution=self.institution)
        return units.select_related("institution").order_by("reference_code")

    def _documents(self, own: QuerySet[Document]) -> QuerySet[Document]:
        held = own.filter(unit=self.unit, holding_institution=self.institution)
        return held.select_related("document_type").order_by("reference_code", "pk")

    def _page(self, rows: QuerySet[Any], name: str) -> Page[Any]:
        return WagtailPaginator(rows, PER_PAGE).get_page(self.request.GET.get(name))

    def _may(self, action: str) -> bool:
        return self.institution is not None and tenancy.may(self.user, action, self.institution.pk)
