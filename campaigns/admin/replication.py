"""The places in Wagtail's administration of campaigns that states take."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import compare, messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import policy_registry

from archive.admin.reports.listing import ArchiveReport
from campaigns import state_pages, taking
from campaigns.admin.clarity_report import CHANGE
from campaigns.admin.corrections import Corrections
from campaigns.admin.locked_comparison import LockedComparison
from campaigns.admin.national_campaigns import NAMESPACE, NationalCampaigns, TakeCampaign
from campaigns.admin.replica_reports import CorrectionsReport, ReplicasReport
from campaigns.admin.replication_waiting import ReplicationWaitingPanel
from campaigns.corrections import DECIDED, REOPENED
from campaigns.lockable import LockedFields
from campaigns.models import Adaptation, CampaignPage
from campaigns.recording_access import may_edit
from campaigns.taking import TOOK

compare.register_comparison_class(LockedFields, comparison_class=LockedComparison)

REPORTS: tuple[type[ArchiveReport], ...] = (ReplicasReport, CorrectionsReport)
IN_MENU, IN_REPORTS = 250, 95


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    patterns = [
        path("national/", NationalCampaigns.as_view(), name="national"),
        path("national/<int:pk>/take/<slug:code>/", TakeCampaign.as_view(), name="take"),
        path("<int:pk>/corrections/", Corrections.as_view(), name="corrections"),
    ]
    for report in REPORTS:
        patterns += [
            path(f"reports/{report.slug}/", report.as_view(), name=report.slug),
            path(f"reports/{report.slug}/results/", report.as_view(results_only=True), name=f"{report.slug}_results"),
        ]
    return [path("campaigns/", include((patterns, NAMESPACE)))]


class ForWritersOfStates(MenuItem):
    """For whoever may add pages below the page of some state."""

    def is_shown(self, request: HttpRequest) -> bool:
        return state_pages.states_written_by(request.user).exists()


class ForWriters(MenuItem):
    """For whoever works with some page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, CHANGE))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    address = reverse(f"{NAMESPACE}:national")
    label = gettext_lazy("Tomar campañas")
    return ForWritersOfStates(label, address, name="national-campaigns", icon_name="site", order=IN_MENU)


def _report_item(report: type[ArchiveReport], order: int) -> Any:
    def item() -> MenuItem:
        address = reverse(f"{NAMESPACE}:{report.slug}")
        return ForWriters(report.page_title, address, name=report.slug, icon_name=report.header_icon, order=order)

    return item


for place, each in enumerate(REPORTS):
    hooks.register("register_reports_menu_item", _report_item(each, IN_REPORTS + place))


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits because of national corrections, for whoever works with something that was taken."""
    if policy_registry.get_by_type(Page).user_has_permission(request.user, CHANGE) and Adaptation.objects.exists():
        panels.append(ReplicationWaitingPanel())


@hooks.register("register_page_header_buttons")
def buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a national campaign to taking it, from what was taken to its corrections."""
    if not isinstance(page.specific_deferred, CampaignPage):
        return
    if Adaptation.objects.filter(page=page.pk).exists():
        if may_edit(user, page):
            address = reverse(f"{NAMESPACE}:corrections", args=[page.pk])
            yield Button(_("Correcciones nacionales"), address, icon_name="history", priority=60)
    elif taking.takeable().filter(pk=page.pk).exists() and state_pages.states_written_by(user).exists():
        yield Button(_("Tomarla para un estado"), reverse(f"{NAMESPACE}:national"), icon_name="site", priority=60)


@hooks.register("register_log_actions")
def register_log(actions: Any) -> None:
    @actions.register_action(TOOK)
    class Took(LogFormatter):
        label = gettext_lazy("Tomar una campaña nacional")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            number = log_entry.data["pieces"]
            return ngettext("Se tomó, con %d pieza", "Se tomó, con %d piezas", number) % number

    @actions.register_action(DECIDED)
    class Decided(LogFormatter):
        label = gettext_lazy("Decidir correcciones nacionales")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            said = _("Correcciones nacionales: %(accepted)d aceptadas, %(declined)d no aceptadas")
            return said % log_entry.data

    @actions.register_action(REOPENED)
    class Reopened(LogFormatter):
        label = gettext_lazy("Volver a decidir una corrección nacional")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return _("Una corrección que no se aceptó espera otra vez. El motivo era: «%(reason)s»") % log_entry.data


@hooks.register("before_delete_page")
def what_states_took_is_not_deleted(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The states' copies know what they were taken from for as long as they are there."""
    below = Page.objects.descendant_of(page, inclusive=True)
    number = Adaptation.objects.filter(source__in=below).values("state").distinct().count()
    if not number:
        return None
    said = ngettext(
        "No se borra: %d estado la tomó, y su copia sabe de dónde viene. Retírela de la publicación.",
        "No se borra: %d estados la tomaron, y sus copias saben de dónde vienen. Retírela de la publicación.",
        number,
    )
    messages.error(request, said % number)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def nor_with_others(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The same for several at once."""
    if action_type != "delete":
        return None
    pages = [each for each in objects if isinstance(each, Page)]
    return next((answer for page in pages if (answer := what_states_took_is_not_deleted(request, page))), None)
