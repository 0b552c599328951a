"""Documents in the administration."""

from typing import Any

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import registry as log_registry
from wagtail.snippets.side_panels import SnippetStatusSidePanel
from wagtail.snippets.views import snippets

from archive.admin.choosers import chooser
from archive.admin.columns import LIST_COLUMNS, SECONDARY
from archive.admin.decision_views import ConfidentialView, ReserveView, WithdrawVersionView, WithdrawView
from archive.admin.decisions import FORWARD, Decision, offered_here
from archive.admin.listing import SEARCHED, DocumentFilterSet, DocumentIndexView
from archive.admin.panels import DOCUMENT_PANELS, facts
from archive.admin.replacement import ReplacementFileView, ReplaceView
from archive.admin.review_views import ApproveView, SendBackView, SubmitView, TakeBackView
from archive.admin.tenancy import OwnHistoryView, OwnInspectView, OwnViewSet
from archive.admin.texts import CorrectPageView, TextsView, TranscriptView
from archive.admin.upload import UploadView
from archive.models import Document
from cms.core.tenancy import VIEW


class DocumentStatusPanel(SnippetStatusSidePanel):
    """The state that readers see, in the place of Wagtail's, which knows only "live" and "draft"."""

    def get_status_templates(self, context: Any) -> list[str]:
        templates: list[str] = super().get_status_templates(context)
        return ["archive_admin/side_panels/state.html", *(each for each in templates if "workflow" not in each)]


class WithDecisions:
    """Buttons for what the user may decide about the document at hand: the review in sight, the rest in the menu."""

    object: Document
    request: Any

    @cached_property
    def header_buttons(self) -> list[Any]:
        forward = [each for each in self.decisions if each in FORWARD]
        return [HeaderButton(each.label, url=each.url(self.object), icon_name=each.icon) for each in forward]

    @cached_property
    def decisions(self) -> list[Decision]:
        return offered_here(self.object, self.request.user)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        others = [each for each in self.decisions if each not in FORWARD]
        buttons = [Button(each.label, url=each.url(self.object), icon_name=each.icon, priority=50) for each in others]
        page = Button(_("Ver la página"), url=self.object.get_absolute_url(), icon_name="view", priority=5)
        return [page, *super().header_more_buttons, *buttons]  # type: ignore[misc]


class DocumentEditView(WithDecisions, snippets.EditView):
    """The editor. Wagtail's own buttons for workflows ask neither the institution nor who submitted: they are off."""

    workflow_enabled = False

    def get_side_panels(self) -> MediaContainer:
        others = [each for each in super().get_side_panels() if not isinstance(each, StatusSidePanel)]
        status = DocumentStatusPanel(
            self.object,
            self.request,
            live_object=self.live_object,
            history_url=self.get_history_url(),
            last_updated_info=self.get_last_updated_info(),
        )
        return MediaContainer([status, *others])


class DocumentInspectView(WithDecisions, OwnInspectView):
    """The whole description for those who may see it and not change it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **facts(self.object, self.request.user)}


class DocumentHistoryView(OwnHistoryView):
    """The log of one document.

    Entries of one act count as one, but only within the document: Wagtail would show an act upon many documents
    in the history of only one of them.
    """

    def get_base_queryset(self) -> Any:
        entries = log_registry.get_logs_for_instance(self.object)
        kept: dict[Any, int] = {}
        for pk, uuid, action in entries.order_by("timestamp", "pk").values_list("pk", "uuid", "action"):
            kept[(uuid, action) if uuid else pk] = pk
        return self._annotate_queryset(entries.filter(pk__in=kept.values()))


class RevisionPreviewView(snippets.PreviewRevisionView):
    """Reviewers look at what they are to approve."""

    permission_required = VIEW


class RevisionsCompareView(snippets.RevisionsCompareView):
    permission_required = VIEW


DECISION_VIEWS: dict[str, type[View]] = {
    "submit": SubmitView,
    "approve": ApproveView,
    "send-back": SendBackView,
    "take-back": TakeBackView,
    "replace": ReplaceView,
    "new-file": ReplacementFileView,
    "reserve": ReserveView,
    "confidential": ConfidentialView,
    "withdraw": WithdrawView,
    "texts": TextsView,
    "transcript": TranscriptView,
}


class DocumentViewSet(OwnViewSet):
    """Documents come by upload, are described here, and become public by a decision; nothing is deleted."""

    model = Document
    icon = "doc-full"
    list_per_page = 25
    menu_label = _("Documentos")
    # The review has pages of its own, which ask `archive.review` and work without JavaScript.
    LEFT_OUT = OwnViewSet.LEFT_OUT | {
        "preview_on_add",
        "workflow_action",
        "collect_workflow_action_data",
        "confirm_workflow_cancellation",
    }
    index_view_class = DocumentIndexView
    edit_view_class = DocumentEditView
    inspect_view_class = DocumentInspectView
    history_view_class = DocumentHistoryView
    add_view_class = UploadView
    revisions_view_class = RevisionPreviewView
    revisions_compare_view_class = RevisionsCompareView
    chooser_viewset_class = chooser(*SEARCHED)
    edit_handler = DOCUMENT_PANELS
    inspect_view_enabled = True
    index_template_name = "archive_admin/index.html"
    inspect_template_name = "archive_admin/inspect.html"
    inspect_view_fields = [
        "title",
        "date_from",
        "date_to",
        "document_type",
        "creator",
        "unit",
        "place",
        "place_note",
        "language",
        "other_languages",
        "extent",
        "scope_and_content",
        "subjects",
        "access_conditions",
        "rights",
        "acquisition",
        "public_note",
        "note",
        "publish_from",
        "change_reason",
    ]
    list_display = ["title", *LIST_COLUMNS, UpdatedAtColumn(classname=SECONDARY)]
    filterset_class = DocumentFilterSet
    search_fields = list(SEARCHED)
    ordering = "-pk"
    list_export = [
        "code",
        "title",
        "state",
        "public_from",
        "holding_institution.name",
        "unit",
        "creator",
        "document_type",
        "date_from",
        "date_to",
        "place",
        "original.filename",
        "original.digest",
        "original.reading.state",
        "reference_code",
        "get_stage_display",
        "stage_since",
    ]
    export_filename = "documentos"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common = super().get_common_view_kwargs(**kwargs)
        return {**common, "confirm_workflow_cancellation_url_name": None}

    @property
    def add_view(self) -> Any:
        return self.construct_view(self.add_view_class)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            *(
                path(f"{name}/<int:pk>/", self.construct_view(view), name=name)
                for name, view in DECISION_VIEWS.items()
            ),
            path(
                "withdraw-version/<int:pk>/<int:number>/",
                self.construct_view(WithdrawVersionView),
                name="withdraw-version",
            ),
            path("texts/<int:pk>/<int:number>/", self.construct_view(CorrectPageView), name="correct-page"),
        ]
