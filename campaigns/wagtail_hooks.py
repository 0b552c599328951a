"""What writers meet in Wagtail's administration: targets, the log of what was published unclear, the report."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import policy_registry

from archive.admin.reports.listing import ArchiveReport
from campaigns.admin import replication  # noqa: F401 - registers its own places
from campaigns.admin.airings import AiringsReport, ImportAirings
from campaigns.admin.clarity_report import CHANGE, NAMESPACE, ClarityReport
from campaigns.admin.recording_chooser import recording_chooser
from campaigns.admin.refusal import guard_the_api
from campaigns.admin.targets import ClarityTargetViewSet
from campaigns.airing_import import LOGGED as IMPORTED_AIRINGS
from campaigns.models import SpotPage
from campaigns.models.composed import PUBLISHED_UNCLEAR
from campaigns.recording_access import may_edit

IN_MENU = 90

guard_the_api()


@hooks.register("register_log_actions")
def register_log(actions: Any) -> None:
    @actions.register_action(PUBLISHED_UNCLEAR)
    class PublishedUnclear(LogFormatter):
        label = _("Publicar debajo de la meta de claridad")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return str(_("Publicada debajo de la meta de claridad: %(reason)s")) % log_entry.data

    @actions.register_action(IMPORTED_AIRINGS)
    class ImportedAirings(LogFormatter):
        label = _("Subir una bitácora de transmisiones")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return (
                str(_("Bitácora de transmisiones: %(added)d agregadas, %(changed)d corregidas, %(known)d ya estaban"))
                % log_entry.data
            )


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [ClarityTargetViewSet(), recording_chooser]


REPORTS: tuple[type[ArchiveReport], ...] = (ClarityReport, AiringsReport)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    patterns = [path("spots/<int:pk>/log/", ImportAirings.as_view(), name="import_airings")]
    for report in REPORTS:
        patterns += [
            path(f"{report.slug}/", report.as_view(), name=report.slug),
            path(f"{report.slug}/results/", report.as_view(results_only=True), name=f"{report.slug}_results"),
        ]
    return [path("reports/campaigns/", include((patterns, NAMESPACE)))]


class ReportMenuItem(MenuItem):
    """For whoever writes some page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, CHANGE))


def _menu_item(report: type[ArchiveReport], order: int) -> Any:
    def item() -> MenuItem:
        address, icon = reverse(f"{NAMESPACE}:{report.slug}"), report.header_icon
        return ReportMenuItem(report.page_title, address, name=report.slug, icon_name=icon, order=order)

    return item


for place, each in enumerate(REPORTS):
    hooks.register("register_reports_menu_item", _menu_item(each, IN_MENU + place))


@hooks.register("register_page_header_buttons")
def spot_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from a spot to the log of where it was on the air."""
    if isinstance(page, SpotPage) and may_edit(user, page):
        address = reverse(f"{NAMESPACE}:import_airings", args=[page.pk])
        yield Button(_("Subir bitácora de transmisiones"), address, icon_name="upload", priority=60)
