"""Putting many documents into another unit at once."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.permissions import policy_registry

from archive import classification
from archive.admin.bulk_documents import AT_ONCE, DocumentBulkAction
from archive.admin.choosers import RowChooser, limit
from archive.admin.tenancy import rows_of
from archive.classification import NotPossible
from archive.models import ArchivalUnit, Document
from cms.core.tenancy import CHANGE


class MoveDocumentsForm(forms.Form):
    """Where to, and why. All documents are of one institution, and so is the unit."""

    unit = forms.ModelChoiceField(
        ArchivalUnit.objects.none(),
        label=_("Serie o expediente al que pasan"),
        error_messages={"invalid_choice": _("Elija una unidad de la institución que custodia los documentos.")},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Opcional. Queda en la bitácora; en los que ya se publicaron será el motivo de la corrección, que los "
            "lectores ven."
        ),
    )
    institution = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, documents: list[Document], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {each.holding_institution_id for each in documents}
        self.initial = {"institution": next(iter(self.institutions), None)}
        self.fields["unit"].widget = RowChooser(ArchivalUnit, linked_fields={"institution": "#id_institution"})
        limit(self.fields["unit"], rows_of(user, ArchivalUnit).filter(institution__in=self.institutions))

    def clean(self) -> None:
        if len(self.institutions) > 1:
            raise ValidationError(_("Son de varias instituciones. Seleccione solo documentos de una."))


class MoveDocumentsBulkAction(DocumentBulkAction):
    """Put the selected documents into another unit."""

    display_name = _("Mover a otra unidad")
    action_type = "move"
    aria_label = _("Mover a otra unidad los documentos seleccionados")
    template_name = "archive_admin/tree/bulk_move.html"
    action_priority = 20
    form_class = MoveDocumentsForm
    refusals = (NotPossible,)

    def own(self) -> QuerySet[Document]:
        """The documents that the person may change: to see another's is not to move it."""
        user = self.request.user
        changeable = policy_registry.get_by_type(Document).instances_user_has_any_permission_for(user, [CHANGE])
        return super().own().filter(pk__in=changeable.values("pk"))

    def get_actionable_objects(self) -> tuple[list[Document], dict[str, Any]]:
        able = [each for each in self.chosen if classification.may_move_document(each)]
        return able[:AT_ONCE], {
            "items_with_no_access": [each for each in self.chosen if each not in able],
            "is_cut": len(self.chosen) > AT_ONCE,
        }

    def object_context(self, obj: Document) -> dict[str, Any]:
        # Wagtail's own would ask for the address of each one's editor.
        return {"item": obj, "waits": obj.live}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "documents": self.get_actionable_objects()[0],
            "user": self.request.user,
        }

    def get_execution_context(self) -> dict[str, Any]:
        return {"actor": self.request.user, **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: list[Document], *, actor: User, unit: ArchivalUnit, reason: str, **_kwargs: Any
    ) -> tuple[int, int]:
        return classification.move_documents(objects, unit, actor=actor, reason=reason), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        message = ngettext("Se movió %(count)d documento.", "Se movieron %(count)d documentos.", num_parent_objects)
        return message % {"count": num_parent_objects}


hooks.register("register_bulk_action", MoveDocumentsBulkAction)
