"""The report on pages whose quotes of the archive no longer stand."""

from typing import Any, ClassVar

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from archive import cited_pages
from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import ArchiveReport

CHANGE = "change"


def pages_of(request: HttpRequest) -> PageQuerySet:
    """The pages that the person may edit."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(request.user, {CHANGE})


def kinds(_request: HttpRequest | None) -> Any:
    return get_page_content_types(include_base_page_type=False)


class CitedFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Título de la página"))
    content_type = django_filters.ModelChoiceFilter(queryset=kinds, label=_("Clase de página"))
    what = django_filters.ChoiceFilter(method="leave", choices=cited_pages.What.choices, label=_("Qué pasó"))

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def leave(self, rows: PageQuerySet, _name: str, _value: str) -> PageQuerySet:
        """Which pages quote it is in no column: the report itself narrows by it."""
        return rows


def kind_of(quote: cited_pages.Fallen) -> str:
    return str(ContentType.objects.get_for_id(quote.page.content_type_id).name)


class CitedReport(ArchiveReport):
    """Each quote that no longer stands, with the page that has to be mended."""

    slug = "cited"
    page_title = _("Páginas que citan lo que cambió")
    header_icon = "openquote"
    permission_required = CHANGE
    filterset_class = CitedFilterSet
    columns: ClassVar = [
        TitleColumn(
            "page",
            label=_("Página"),
            accessor="page.title",
            get_url=lambda quote: reverse("wagtailadmin_pages:edit", args=[quote.page.pk]),
        ),
        Column("kind", label=_("Clase"), accessor=kind_of, classname=SECONDARY),
        Column("code", label=_("Documento"), accessor=lambda quote: quote.document.code),
        Column("version", label=_("Versión citada"), accessor="version", classname=SECONDARY),
        Column("what", label=_("Qué pasó"), accessor="what.label"),
        Column("since", label=_("Desde"), accessor="since"),
    ]

    @property
    def permission_policy(self) -> Any:  # type: ignore[override]
        return policy_registry.get_by_type(Page)

    def get_base_queryset(self) -> PageQuerySet:
        return pages_of(self.request)

    def get_queryset(self) -> list[cited_pages.Fallen]:
        quotes = cited_pages.fallen(super().get_queryset())
        what = self.filters.form.cleaned_data.get("what") if self.filters and self.filters.is_valid() else ""
        return [each for each in quotes if not what or each.what == what]
