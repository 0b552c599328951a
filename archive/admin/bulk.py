"""What is done to several rows at once."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from archive import publication
from archive.admin.decision_views import PublishForm
from archive.admin.decisions import PUBLISH, PUBLISH_CHANGES, file_warning, offered
from archive.admin.listing import DocumentFilterSet, searched
from archive.admin.tenancy import rows_of
from archive.models import ArchivalUnit, Creator, Document, DocumentType
from archive.publication import NotPublishable

AT_ONCE = 500
"""Documents of one act: they are published in one transaction, which others wait for."""


class PublishBulkAction(SnippetBulkAction):
    """Publish the selected documents by one logged decision."""

    display_name = _("Publicar")
    action_type = "publish"
    aria_label = _("Publicar los documentos seleccionados")
    template_name = "archive_admin/bulk_publish.html"
    action_priority = 10
    form_class = PublishForm

    @classproperty
    def models(self) -> list[type[Document]]:
        return [Document]

    def get_actionable_objects(self) -> tuple[list[Document], dict[str, Any]]:
        """The user's documents among those selected: first what can be published, then what can't."""
        chosen = list(self._chosen()[: AT_ONCE + 1])
        able = [each for each in chosen if self._can_be_published(each)]
        return able[:AT_ONCE], {
            "items_with_no_access": [each for each in chosen if each not in able],
            "is_cut": len(chosen) > AT_ONCE,
        }

    def _chosen(self) -> QuerySet[Document]:
        user: User = self.request.user
        own = rows_of(user, Document).select_related("holding_institution", "original__reading", "latest_revision")
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            listed = DocumentFilterSet(self.request.GET, queryset=own, request=self.request).qs
            return searched(listed, self.request.GET.get("q", "")).order_by("pk")
        return own.filter(pk__in=[pk for pk in wanted if pk.isdecimal()]).order_by("pk")

    def _can_be_published(self, document: Document) -> bool:
        return not {PUBLISH, PUBLISH_CHANGES}.isdisjoint(offered(document, self.request.user))

    def object_context(self, obj: Document) -> dict[str, Any]:
        context: dict[str, Any] = super().object_context(obj)
        return {**context, "title": obj.get_latest_revision_as_object().title, "warning": file_warning(obj)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": self.get_actionable_objects()[0]}

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except NotPublishable as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.next_url)
        return response

    def get_execution_context(self) -> dict[str, Any]:
        return {"actor": self.request.user, "reason": self.cleaned_form.cleaned_data["reason"]}

    @classmethod
    def execute_action(cls, objects: list[Document], *, actor: User, reason: str, **_kwargs: Any) -> tuple[int, int]:
        return publication.publish_all(objects, actor=actor, reason=reason), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = ngettext(
            "Se publicó %(count)d documento.", "Se publicaron %(count)d documentos.", num_parent_objects
        )
        return message % {"count": num_parent_objects}


class NoBulkDelete(DeleteBulkAction):
    """Stands where Wagtail's deletion stood: nobody deletes records, and its page would list anybody's titles.

    The registry has no way to take an action out, so its button is hidden.
    """

    classes = frozenset({"w-hidden"})

    @classproperty
    def models(self) -> list[type]:
        return [ArchivalUnit, Creator, Document, DocumentType]

    @classmethod
    def get_queryset(cls, model: Any, object_ids: list[str]) -> Any:
        return model.objects.none()

    def check_perm(self, snippet: Any) -> bool:
        return bool(
            policy_registry.get(snippet).user_has_permission_for_instance(self.request.user, "delete", snippet)
        )
