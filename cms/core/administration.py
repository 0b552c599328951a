"""The kernel's rows in Wagtail's administration: who works where, and the slow work. For superusers."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core import jobs
from cms.core.models import Coordination, Job, Membership
from cms.core.models.membership import Role


class MembershipFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Función"))

    class Meta:
        model = Membership
        fields = ["institution", "role"]


class MembershipIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = super().get_base_queryset().select_related("user", "institution")
        return rows


class MembershipViewSet(ModelViewSet):
    """Roles of people in institutions; taking one away is deleting its row."""

    model = Membership
    name = "memberships"
    icon = "user"
    menu_label = _("Pertenencias")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MembershipIndexView
    form_fields = ["user", "institution", "role"]
    list_display = [
        "user",
        Column("institution", label=_("Institución"), accessor="institution.name"),
        Column("role", label=_("Función"), accessor="get_role_display"),
    ]
    filterset_class = MembershipFilterSet
    search_fields = ["user__username", "user__first_name", "user__last_name", "institution__name"]
    search_backend_name = None
    ordering = "user__username"


class CoordinationViewSet(ModelViewSet):
    """Who coordinates which region; it ends by deleting its row."""

    model = Coordination
    name = "coordinations"
    icon = "group"
    menu_label = _("Coordinaciones regionales")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ["user", "region"]
    list_display = ["user", Column("region", label=_("Región"), accessor="region.name")]
    search_fields = ["user__username", "user__first_name", "user__last_name", "region__name"]
    search_backend_name = None
    ordering = "user__username"


class JobFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=Job.Status.choices, label=_("Estado"), widget=forms.RadioSelect)

    class Meta:
        model = Job
        fields = ["status"]


class JobIndexView(IndexView):
    """The jobs, the newest first; those that failed can be tried again."""

    any_permission_required = ["change"]

    def get_list_more_buttons(self, instance: Job) -> list[Any]:
        return []


class RetryFailedView(PermissionCheckedMixin, View):
    """Put every failed job back into the queue."""

    model = Job
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        failed = list(Job.objects.failed())
        for job in failed:
            jobs.retry(job)
        messages.success(request, _("Tareas que se intentarán de nuevo: %(count)d.") % {"count": len(failed)})
        return redirect(reverse("jobs:index"))


class JobViewSet(ModelViewSet):
    """Slow work: what waits, what failed and why. Nothing is edited."""

    model = Job
    name = "jobs"
    icon = "cogs"
    menu_label = _("Tareas")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = JobIndexView
    index_template_name = "core_admin/jobs.html"
    form_fields = ["status"]
    list_display = [
        "key",
        Column("status", label=_("Estado"), accessor="get_status_display", sort_key="status"),
        Column("reason", label=_("Motivo")),
        Column("attempts", label=_("Intentos")),
        DateColumn("created_at", label=_("Creada")),
        Column("duration", label=_("Duración")),
    ]
    filterset_class = JobFilterSet
    search_fields = ["key", "reason"]
    search_backend_name = None
    ordering = "-pk"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**common, "add_url_name": None, "edit_url_name": None, "delete_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        lists = [each for each in super().get_urlpatterns() if each.name in {"index", "index_results"}]
        return [*lists, path("retry/", self.construct_view(RetryFailedView), name="retry")]
