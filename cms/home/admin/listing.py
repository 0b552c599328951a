"""All pages that a person works with, in one list: by kind, topic, institution, state, and by what they lack."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import GenericPageFilterSet, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page, Revision, TaskState
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from archive import cited_pages
from archive.admin.columns import SECONDARY
from campaigns import spot_formats, versions
from cms.core.reference.models import Institution, State
from cms.home.admin.choosing import own_pages
from cms.home.editors import ON_PAGES
from cms.home.models import ArticlePage, StatePage, Topic

SOON = timedelta(days=30)
REVIEW_EVERY = timedelta(days=365)


class Task(models.TextChoices):
    """What a page may wait for."""

    DRAFTS = "drafts", _("Mis borradores")
    CHANGED = "changed", _("Con cambios sin publicar")
    MODERATION = "moderation", _("Esperan su aprobación")
    QUOTES = "quotes", _("Citan lo que cambió en el archivo")
    VERSIONS = "versions", _("Versiones cuyo original cambió")
    UNREVIEWED = "unreviewed", _("Sin revisar desde hace más de un año")
    FORMATS = "formats", _("Spots sin sus archivos para las estaciones")
    SOON = "soon", _("Se publican o caducan en los próximos 30 días")


def waiting(pages: PageQuerySet, task: str, request: HttpRequest) -> PageQuerySet:
    """Those of the pages that wait for it."""
    conditions: dict[str, Callable[[], Q]] = {
        Task.DRAFTS: lambda: Q(owner=request.user, live=False),
        Task.CHANGED: lambda: Q(live=True, has_unpublished_changes=True),
        Task.MODERATION: lambda: Q(pk__in=_to_be_approved(request)),
        Task.QUOTES: lambda: Q(pk__in={each.page.pk for each in cited_pages.fallen(pages)}),
        Task.VERSIONS: lambda: Q(pk__in=versions.behind(pages)),
        Task.UNREVIEWED: _unreviewed,
        Task.FORMATS: lambda: Q(pk__in=spot_formats.failed()),
        Task.SOON: _soon,
    }
    return pages.filter(conditions[Task(task)]())


def _to_be_approved(request: HttpRequest) -> list[int]:
    states = TaskState.objects.reviewable_by(request.user)
    of_pages = states.filter(workflow_state__base_content_type=ContentType.objects.get_for_model(Page))
    return [int(key) for key in of_pages.values_list("workflow_state__object_id", flat=True)]


def _unreviewed() -> Q:
    """Public, and nobody has made sure of it for so long; where nobody ever has, since it was published."""
    long_ago = timezone.now() - REVIEW_EVERY
    found = Q()
    for kind in ("articlepage", "textpage"):
        reviewed = Q(**{f"{kind}__reviewed_on__lt": timezone.localdate(long_ago)})
        never = Q(**{f"{kind}__isnull": False, f"{kind}__reviewed_on": None}, first_published_at__lt=long_ago)
        found |= reviewed | never
    return found & Q(live=True)


def _soon() -> Q:
    now = timezone.now()
    soon = (now, now + SOON)
    scheduled = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), approved_go_live_at__range=soon
    )
    keys = scheduled.annotate(key=Cast("object_id", models.BigIntegerField())).values("key")
    return Q(live=True, expire_at__range=soon) | Q(pk__in=keys)


class SitePagesFilterSet(GenericPageFilterSet):
    task = django_filters.ChoiceFilter(method="filter_task", choices=Task.choices, label=_("Qué espera"))
    topic = django_filters.ModelChoiceFilter(
        field_name="articlepage__topic", queryset=Topic.objects.all(), label=_("Tema")
    )
    institution = django_filters.ModelChoiceFilter(
        field_name="articlepage__institution",
        queryset=lambda _request: Institution.objects.filter(pk__in=ArticlePage.objects.values("institution")),
        label=_("Institución que publica"),
    )
    state = django_filters.ModelChoiceFilter(
        method="filter_state", queryset=State.objects.all(), label=_("Entidad federativa")
    )

    def filter_task(self, rows: PageQuerySet, _name: str, value: str) -> PageQuerySet:
        return waiting(rows, value, self.request)

    def filter_state(self, rows: PageQuerySet, _name: str, value: State) -> PageQuerySet:
        page = StatePage.objects.filter(state=value).first()
        return rows.descendant_of(page, inclusive=True) if page else rows.none()


class SitePagesView(IndexView):
    """Lists the pages, the one that was changed last first."""

    results_template_name = "home_admin/site_pages_results.html"

    def get_base_queryset(self) -> PageQuerySet:
        return self.annotate_queryset(own_pages(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        articles = [page for page in context["object_list"] if isinstance(page, ArticlePage)]
        prefetch_related_objects(articles, "topic", "institution")
        return context


class SitePagesMenuItem(MenuItem):
    """Leads to the list whoever works with some page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, ON_PAGES))


class SitePages(PageListingViewSet):
    """Leads here from the menu of reports and from the dashboard."""

    name = "site_pages"
    url_prefix = "reports/site-pages"
    icon = "doc-full-inverse"
    menu_label = _("Todas las páginas")
    menu_item_class = SitePagesMenuItem
    menu_hook = "register_reports_menu_item"
    menu_order = 50
    index_view_class = SitePagesView
    filterset_class = SitePagesFilterSet
    columns: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Título"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Dentro de")),
        Column("type", label=_("Clase"), accessor="page_type_display_name", classname=SECONDARY),
        Column("topic", label=_("Tema"), accessor=lambda page: getattr(page, "topic", None), classname=SECONDARY),
        Column(
            "institution",
            label=_("Institución"),
            accessor=lambda page: getattr(page, "institution", None),
            classname=SECONDARY,
        ),
        Column(
            "reviewed_on",
            label=_("Revisada"),
            accessor=lambda page: getattr(page, "reviewed_on", None),
            classname=SECONDARY,
        ),
        DateColumn("latest_revision_created_at", label=_("Cambió"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Situación"), sort_key="live"),
    ]


site_pages = SitePages()
