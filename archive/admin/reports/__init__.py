"""The archive's reports among Wagtail's: each shows no more than its reader may see, and exports what it shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from archive.admin.reports.cited import CitedReport
from archive.admin.reports.holdings import MostRead, Quarantined, Reservations, Undescribed, WithoutText
from archive.admin.reports.listing import NAMESPACE, ArchiveReport
from archive.admin.reports.log import ArchiveLog
from archive.admin.reports.review import InReview, ReviewTimes

REPORTS: tuple[type[ArchiveReport], ...] = (
    InReview,
    ReviewTimes,
    Undescribed,
    WithoutText,
    Quarantined,
    Reservations,
    MostRead,
    CitedReport,
    ArchiveLog,
)
FIRST_IN_MENU = 100


class ReportMenuItem(MenuItem):
    """Leads to a report whoever has something in it: for most, whoever may see documents of some institution."""

    def __init__(self, report: type[ArchiveReport], order: int) -> None:
        self.report = report()
        address = reverse(f"{NAMESPACE}:{report.slug}")
        name, icon = f"archive-{report.slug}", report.header_icon
        super().__init__(report.page_title, address, name=name, icon_name=icon, order=order)

    def is_shown(self, request: HttpRequest) -> bool:
        wanted = self.report.permission_required
        return bool(self.report.permission_policy.user_has_permission(request.user, wanted))  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLResolver]:
    patterns: list[URLPattern] = []
    for report in REPORTS:
        patterns += [
            path(f"{report.slug}/", report.as_view(), name=report.slug),
            path(f"{report.slug}/results/", report.as_view(results_only=True), name=f"{report.slug}_results"),
        ]
    return [path("reports/archive/", include((patterns, NAMESPACE)))]


def _menu_item(report: type[ArchiveReport], order: int) -> Any:
    return lambda: ReportMenuItem(report, order)


for place, each in enumerate(REPORTS):
    hooks.register("register_reports_menu_item", _menu_item(each, FIRST_IN_MENU + place))
