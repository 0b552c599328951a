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
from wagtail.snippets.models import register_snippet

from archive.admin.reports.listing import ArchiveReport
from campaigns.admin import (
    event_registrations,
    press_hooks,  # noqa: F401 - registers its own
    replication,  # noqa: F401 - registers its own places
)
from campaigns.admin.airings import AiringsReport, ImportAirings, UndoAirings
from campaigns.admin.artwork import ArtworkPreview, ArtworkView
from campaigns.admin.clarity_report import CHANGE, NAMESPACE, ClarityReport
from campaigns.admin.clippings import ClippingsReport
from campaigns.admin.editorial import EditorialCalendar, MoveEntry
from campaigns.admin.events_report import EventsReport
from campaigns.admin.kit_report import KitsReport
from campaigns.admin.questions import ImportQuestions, QuestionsReport, SocialGroup
from campaigns.admin.reach import ReachReport
from campaigns.admin.reader_answers import AnswersReport, RemoveComment
from campaigns.admin.reader_dashboard import ReadersPanel
from campaigns.admin.recording_chooser import recording_chooser
from campaigns.admin.refusal import guard_the_api
from campaigns.admin.social_posts import PostsReport
from campaigns.admin.targets import ClarityTargetViewSet
from campaigns.admin.versions_report import VersionsReport
from campaigns.airing_import import LOGGED as IMPORTED_AIRINGS
from campaigns.airing_import import UNDONE as UNDONE_AIRINGS
from campaigns.models import SpotPage
from campaigns.models.composed import PUBLISHED_UNCLEAR, ComposedPage
from campaigns.reader_answers import COMMENT_REMOVED
from campaigns.recording_access import may_edit

IN_MENU = 90

guard_the_api()
register_snippet(SocialGroup)


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

    @actions.register_action(event_registrations.EXPORTED)
    class ExportedRegistrations(LogFormatter):
        label = _("Descargar quién se registró a un evento")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return str(_("Descargó la lista de %(count)d personas registradas")) % log_entry.data

    @actions.register_action(UNDONE_AIRINGS)
    class UndoneAirings(LogFormatter):
        label = _("Deshacer la carga de una bitácora")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            said = _(
                "Se deshizo la carga «%(filename)s»: %(removed)d transmisiones quitadas, %(restored)d como antes"
            )
            return str(said) % log_entry.data

    @actions.register_action(COMMENT_REMOVED)
    class RemovedComment(LogFormatter):
        label = _("Quitar el comentario de un lector")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return str(_("Se quitó el comentario de un lector: %(reason)s")) % log_entry.data


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [ClarityTargetViewSet(), recording_chooser]


REPORTS: tuple[type[ArchiveReport], ...] = (
    ClarityReport,
    VersionsReport,
    AiringsReport,
    ClippingsReport,
    EventsReport,
    PostsReport,
    QuestionsReport,
    KitsReport,
    AnswersReport,
)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    patterns = [
        path("spots/<int:pk>/log/", ImportAirings.as_view(), name="import_airings"),
        path("spots/<int:pk>/log/<int:log>/undo/", UndoAirings.as_view(), name="undo_airings"),
        path("readers/<int:pk>/remove/", RemoveComment.as_view(), name="remove_comment"),
        path("questions/import/", ImportQuestions.as_view(), name="import_questions"),
        path("artwork/<int:pk>/", ArtworkView.as_view(), name="artwork"),
        path("artwork/<int:pk>/<slug:code>/", ArtworkPreview.as_view(), name="artwork_preview"),
        path(f"{ReachReport.slug}/", ReachReport.as_view(), name=ReachReport.slug),
        path(f"{EditorialCalendar.slug}/", EditorialCalendar.as_view(), name=EditorialCalendar.slug),
        path(f"{EditorialCalendar.slug}/move/", MoveEntry.as_view(), name="move_entry"),
        *(path(address, view.as_view(), name=name) for address, view, name in event_registrations.ADDRESSES),
    ]
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


@hooks.register("register_admin_menu_item")
def calendar_menu_item() -> MenuItem:
    address, icon = reverse(f"{NAMESPACE}:{EditorialCalendar.slug}"), EditorialCalendar.header_icon
    return ReportMenuItem(EditorialCalendar.page_title, address, name="calendar", icon_name=icon, order=250)


def _menu_item(report: type[ArchiveReport | ReachReport], order: int) -> Any:
    def item() -> MenuItem:
        address, icon = reverse(f"{NAMESPACE}:{report.slug}"), report.header_icon
        return ReportMenuItem(report.page_title, address, name=report.slug, icon_name=icon, order=order)

    return item


for place, each in enumerate((*REPORTS, ReachReport)):
    hooks.register("register_reports_menu_item", _menu_item(each, IN_MENU + place))


@hooks.register("register_page_header_buttons")
def spot_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from a spot to the log of where it was on the air."""
    if isinstance(page, SpotPage) and may_edit(user, page):
        address = reverse(f"{NAMESPACE}:import_airings", args=[page.pk])
        yield Button(_("Subir bitácora de transmisiones"), address, icon_name="upload", priority=60)


@hooks.register("register_page_header_buttons")
def event_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from an event to who registered and who came."""
    yield from event_registrations.button(page, user)


for hook in ("before_delete_page", "before_unpublish_page"):
    hooks.register(hook, event_registrations.refuse_while_awaited)
hooks.register("before_bulk_action", event_registrations.refuse_many_while_awaited)


@hooks.register("construct_homepage_panels")
def readers_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What readers said lately, for whoever edits some page."""
    if policy_registry.get_by_type(Page).user_has_permission(request.user, CHANGE):
        panels.append(ReadersPanel())


@hooks.register("register_page_header_buttons")
def artwork_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from a page to its cards and posters."""
    if isinstance(page, ComposedPage) and page.pk and may_edit(user, page):
        address = reverse(f"{NAMESPACE}:artwork", args=[page.pk])
        yield Button(_("Tarjetas y carteles"), address, icon_name="image", priority=65)
