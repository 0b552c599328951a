"""What is done to several rows at once."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.utils.functional import Promise, cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from archive import publication, review
from archive.admin.bulk_documents import AT_ONCE, DocumentBulkAction
from archive.admin.decision_views import SeenForm
from archive.admin.decisions import file_warning
from archive.admin.review_views import ApproveForm
from archive.models import ArchivalUnit, Creator, Document, DocumentType, Subject
from archive.publication import NotPublishable
from archive.review import Refused


class ReviewBulkAction(DocumentBulkAction):
    """An act of the review upon the selected documents."""

    template_name = "archive_admin/bulk_review.html"
    related = ("holding_institution", "original__reading", "latest_revision")
    refusals = (NotPublishable, Refused)
    question: ClassVar[Promise]
    button_label: ClassVar[Promise]
    nothing: ClassVar[Promise]

    def why_not(self, document: Document) -> Any:
        """Why this one is left as it is, or nothing."""
        raise NotImplementedError

    @cached_property
    def _reasons(self) -> dict[int, Any]:
        return {each.pk: self.why_not(each) for each in self.chosen}

    def get_actionable_objects(self) -> tuple[list[Document], dict[str, Any]]:
        """The user's documents among those selected: first those that the act is for, then the others."""
        able = [each for each in self.chosen if not self._reasons[each.pk]]
        return able[:AT_ONCE], {
            "items_with_no_access": [(each, self._reasons[each.pk]) for each in self.chosen if each not in able],
            "is_cut": len(self.chosen) > AT_ONCE,
        }

    def object_context(self, obj: Document) -> dict[str, Any]:
        context: dict[str, Any] = super().object_context(obj)
        shown = review.latest(obj)
        return {**context, "title": shown.title, "warning": file_warning(shown)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "action": self}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": self.get_actionable_objects()[0]}

    def get_execution_context(self) -> dict[str, Any]:
        return {"actor": self.request.user, "given": self.cleaned_form.cleaned_data or {}}


class SubmitBulkAction(ReviewBulkAction):
    display_name = _("Enviar a revisión")
    action_type = "submit"
    aria_label = _("Enviar a revisión los documentos seleccionados")
    action_priority = 10
    form_class = SeenForm
    question = _("Se enviarán a la revisión de su institución, por una sola decisión que queda en la bitácora:")
    button_label = _("Sí, enviar")
    nothing = _("Entre los documentos seleccionados no hay ninguno que usted pueda enviar.")

    def why_not(self, document: Document) -> Any:
        if not review.may_submit(document, self.request.user):
            return _("no hay nada que enviar, o no le toca a usted")
        lacking = review.missing(document)
        return _("le falta: %(fields)s") % {"fields": ", ".join(map(publication.label, lacking))} if lacking else ""

    @classmethod
    def execute_action(cls, objects: list[Document], *, actor: User, **_kwargs: Any) -> tuple[int, int]:
        return review.submit_all(objects, by=actor), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = ngettext(
            "Se envió %(count)d documento a revisión.",
            "Se enviaron %(count)d documentos a revisión.",
            num_parent_objects,
        )
        return message % {"count": num_parent_objects}


class ApproveBulkAction(ReviewBulkAction):
    display_name = _("Aprobar")
    action_type = "approve"
    aria_label = _("Aprobar los documentos seleccionados")
    action_priority = 11
    form_class = ApproveForm
    question = _(
        "Usted aprueba todos estos, por una sola decisión que queda en la bitácora. Los que ya aprobó la otra "
        "instancia se harán públicos:"
    )
    button_label = _("Sí, aprobar")
    nothing = _("Entre los documentos seleccionados no hay ninguno que espere su aprobación.")

    def why_not(self, document: Document) -> Any:
        return review.why_not(document, self.request.user)

    @classmethod
    def execute_action(
        cls, objects: list[Document], *, actor: User, given: dict[str, Any], **_kwargs: Any
    ) -> tuple[int, int]:
        return review.approve_all(objects, by=actor, comment=given.get("comment", "")), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = ngettext("Se aprobó %(count)d documento.", "Se aprobaron %(count)d documentos.", num_parent_objects)
        return message % {"count": num_parent_objects}


class NoBulkDelete(DeleteBulkAction):
    """In the place of Wagtail's deletion: nobody deletes records, and its page would list anybody's titles.

    The registry has no way to take an action out, so its button is hidden.
    """

    classes = frozenset({"w-hidden"})

    @classproperty
    def models(self) -> list[type]:
        return [ArchivalUnit, Creator, Document, DocumentType, Subject]

    @classmethod
    def get_queryset(cls, model: Any, object_ids: list[str]) -> Any:
        return model.objects.none()

    def check_perm(self, snippet: Any) -> bool:
        return bool(
            policy_registry.get(snippet).user_has_permission_for_instance(self.request.user, "delete", snippet)
        )
