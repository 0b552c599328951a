"""The pages of the review: submit, approve, send back with reasons by field, take back."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from archive import publication, review
from archive.admin.decision_views import DecisionView, Rows, SeenForm
from archive.review import Turn
from cms.core import tenancy

REMARKABLE = (
    "title",
    "date_from",
    "date_to",
    "document_type",
    "creator",
    "unit",
    "extent",
    "place",
    "scope_and_content",
    "subjects",
    "language",
    "access_conditions",
    "rights",
    "public_note",
    "change_reason",
    "original",
)
"""The fields that a reviewer may say something about."""
SHORT_ROWS = {"rows": 2}


class ApproveForm(SeenForm):
    comment = forms.CharField(
        label=_("Comentario"), required=False, widget=Rows, help_text=_("Opcional. Queda en la bitácora.")
    )


class SendBackForm(SeenForm):
    """What must be mended: in general, and field by field."""

    comment = forms.CharField(
        label=_("Motivo"), widget=Rows, help_text=_("Qué debe corregirse antes de enviarlo otra vez.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REMARKABLE:
            self.fields[f"about_{name}"] = forms.CharField(
                label=_("Sobre «%(field)s»") % {"field": publication.label(name)},
                required=False,
                widget=forms.Textarea(attrs=SHORT_ROWS),
            )

    @property
    def remarks(self) -> dict[str, str]:
        """What was said about each field."""
        return {name: text for name in REMARKABLE if (text := self.cleaned_data[f"about_{name}"].strip())}


class SubmitView(DecisionView):
    permission_required = tenancy.CHANGE
    form_class = SeenForm
    page_title = _("Enviar a revisión")
    header_icon = "upload"
    button_label = _("Sí, enviar")
    done_message = _("«%(title)s» espera la revisión de la institución.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": [self.object]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = {publication.label(field): text for field, text in review.missing(self.object).items()}
        return {**super().get_context_data(**kwargs), "lacking": lacking}

    def decide(self, form: forms.Form, actor: User) -> None:
        review.submit(self.object, by=actor)


class ReviewerView(DecisionView):
    """For whose turn it is; others are told why it is not theirs."""

    permission_required = tenancy.VIEW
    turn: Turn | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if refusal := review.why_not(self.object, request.user):  # type: ignore[arg-type]
            messages.error(request, refusal)
            return redirect(self.way_back)
        self.turn = review.turn_of(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": [self.object]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "turn": self.turn}


class ApproveView(ReviewerView):
    form_class = ApproveForm
    page_title = _("Aprobar")
    header_icon = "check"
    button_label = _("Sí, aprobar")
    done_message = _("«%(title)s»: su aprobación quedó registrada.")

    def decide(self, form: forms.Form, actor: User) -> None:
        review.approve(self.object, by=actor, comment=form.cleaned_data["comment"])

    def said_when_done(self) -> Promise:
        self.object.refresh_from_db()
        if publication.is_public(self.object) and not self.object.has_unpublished_changes:
            return _("«%(title)s» tiene las dos aprobaciones y ya es público.")
        return self.done_message


class SendBackView(ReviewerView):
    form_class = SendBackForm
    page_title = _("Devolver con observaciones")
    header_icon = "undo"
    button_label = _("Sí, devolver")
    done_message = _("«%(title)s» se devolvió a la institución.")

    def decide(self, form: forms.Form, actor: User) -> None:
        assert isinstance(form, SendBackForm)  # noqa: S101 - tells the type checker
        review.send_back(self.object, by=actor, comment=form.cleaned_data["comment"], remarks=form.remarks)


class TakeBackView(DecisionView):
    permission_required = tenancy.CHANGE
    form_class = forms.Form
    page_title = _("Retirar de la revisión")
    header_icon = "undo"
    button_label = _("Sí, retirar de la revisión")
    done_message = _("«%(title)s» ya no está en revisión y puede editarse.")

    def decide(self, form: forms.Form, actor: User) -> None:
        review.take_back(self.object, by=actor)
