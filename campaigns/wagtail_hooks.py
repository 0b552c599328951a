"""What writers meet in Wagtail's administration: targets, the log of what was published unclear, the report."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import policy_registry

from campaigns.admin.clarity_report import CHANGE, NAMESPACE, ClarityReport
from campaigns.admin.targets import ClarityTargetViewSet
from campaigns.models.composed import PUBLISHED_UNCLEAR

IN_MENU = 90


@hooks.register("register_log_actions")
def register_clarity_log(actions: Any) -> None:
    @actions.register_action(PUBLISHED_UNCLEAR)
    class PublishedUnclear(LogFormatter):
        label = _("Publicar debajo de la meta de claridad")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return str(_("Publicada debajo de la meta de claridad: %(reason)s")) % log_entry.data


@hooks.register("register_admin_viewset")
def viewsets() -> ClarityTargetViewSet:
    return ClarityTargetViewSet()


@hooks.register("register_admin_urls")
def report_urls() -> list[URLResolver]:
    patterns = [
        path("clarity/", ClarityReport.as_view(), name=ClarityReport.slug),
        path("clarity/results/", ClarityReport.as_view(results_only=True), name=f"{ClarityReport.slug}_results"),
    ]
    return [path("reports/campaigns/", include((patterns, NAMESPACE)))]


class ClarityMenuItem(MenuItem):
    """For whoever writes some page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, CHANGE))


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    address = reverse(f"{NAMESPACE}:{ClarityReport.slug}")
    icon = ClarityReport.header_icon
    return ClarityMenuItem(ClarityReport.page_title, address, name="clarity", icon_name=icon, order=IN_MENU)
