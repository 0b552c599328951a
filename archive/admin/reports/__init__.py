"""The archive's reports among Wagtail's: each shows no more than its reader may see, and exports what it shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from archive.admin.policies import DOCUMENT_POLICY
from archive.admin.reports.holdings import MostRead, Quarantined, Reservations, Undescribed, WithoutText
from archive.admin.reports.listing import NAMESPACE, ArchiveReport
from archive.admin.reports.log import ArchiveLog
from archive.admin.reports.review import InReview, ReviewTimes
from cms.core.tenancy import VIEW

REPORTS: tuple[type[ArchiveReport], ...] = (
    InReview,
    ReviewTimes,
    Undescribed,
    WithoutText,
    Quarantined,
    Reservations,
    MostRead,
    ArchiveLog,
)
FIRST_IN_MENU = 100


class ReportMenuItem(MenuItem):
    """Leads to a report whoever may see documents of some institution."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(DOCUMENT_POLICY.user_has_permission(request.user, VIEW))  # type: ignore[arg-type]


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
    def item() -> ReportMenuItem:
        return ReportMenuItem(
            report.page_title,
            reverse(f"{NAMESPACE}:{report.slug}"),
            name=f"archive-{report.slug}",
            icon_name=report.header_icon,
            order=order,
        )

    return item


for place, each in enumerate(REPORTS):
    hooks.register("register_reports_menu_item", _menu_item(each, FIRST_IN_MENU + place))
