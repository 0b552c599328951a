"""The pages on which a decision is made: what will happen, a form, one call of the domain."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from archive import publication
from archive.admin.decisions import file_warning, fingerprint
from archive.models import Document
from archive.publication import NotPublishable
from cms.core.tenancy import APPROVE
from cms.core.visibility import State

Rows = forms.Textarea(attrs={"rows": 3})


# See archive.admin.panels: a mistyped end of a reservation must not become "now".
BROWSER_INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PublishForm(forms.Form):
    """`current` stands for the documents as they are; a form that was shown for others is shown again first."""

    reason = forms.CharField(
        label=_("Motivo"), required=False, widget=Rows, help_text=_("Opcional. Queda en la bitácora.")
    )

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = fingerprint(documents)

    def clean(self) -> None:
        if self.data.get("seen") != self.current:
            raise ValidationError(_("Cambió mientras usted decidía. Revise de nuevo lo que se hará público."))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Motivo"), widget=Rows, help_text=_("Se muestra en la dirección del documento, en lugar de este.")
    )
    keep_title = forms.BooleanField(
        label=_("Conservar el título a la vista"),
        required=False,
        help_text=_("Si no, quienes abran la dirección verán solo el código, la fecha y el motivo."),
    )


class ReserveForm(forms.Form):
    until = forms.DateTimeField(
        label=_("Reservado hasta"),
        widget=BROWSER_INSTANT,
        help_text=_("Día y hora del centro de México. Si el plazo incluye todo el día, escriba las 23:59."),
    )
    legal_basis = forms.CharField(
        label=_("Fundamento legal"), widget=Rows, help_text=_("Ley y artículo, como en el acuerdo de clasificación.")
    )
    release_approved = forms.BooleanField(
        label=_("Se aprueba desde ahora que se abra al terminar el plazo"),
        required=False,
        help_text=_("Si no, al terminar el plazo sigue cerrado hasta que alguien decida."),
    )
    existence_public = forms.BooleanField(
        label=_("Dar a conocer que existe"),
        required=False,
        help_text=_("Quien abra la dirección verá por qué y hasta cuándo está reservado. No aparece en búsquedas."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise ValidationError(_("El plazo debe terminar en el futuro."))
        return until


class DecisionView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """One document, one decision. Whoever may not approve in its institution gets nothing here."""

    model = Document
    permission_required = APPROVE
    template_name = "archive_admin/decision.html"
    index_url_name = edit_url_name = inspect_url_name = ""
    done_message: ClassVar[Promise]
    button_label: ClassVar[Promise]
    warning: ClassVar[Promise | str] = ""
    object: Document

    def get_base_object_queryset(self) -> Any:
        return Document.objects.select_related("holding_institution", "original__reading")

    def decide(self, form: forms.Form, actor: User) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.decide(form, self.request.user)  # type: ignore[arg-type]
        except NotPublishable as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.done_message % {"title": self.object.title})
        return redirect(self.way_back)

    @property
    def way_back(self) -> str:
        name = self.edit_url_name if self.user_has_permission("change") else self.inspect_url_name
        return reverse(name, args=[self.object.pk])

    def get_page_subtitle(self) -> str:
        return self.object.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Documentos")},
            {"url": self.way_back, "label": self.object.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = self.object.get_latest_revision_as_object()
        return {
            **context,
            "document": shown,
            "public_url": self.request.build_absolute_uri(self.object.get_absolute_url()),
            "file_warning": file_warning(self.object),
            "way_back": self.way_back,
            "media": context["form"].media,
        }


class PublishView(DecisionView):
    form_class = PublishForm
    page_title = _("Publicar")
    header_icon = "upload"
    button_label = _("Sí, publicar")
    done_message = _("«%(title)s» es público.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "documents": [self.object]}

    def decide(self, form: forms.Form, actor: User) -> None:
        if self.object.state == State.PUBLISHED and not self.object.has_unpublished_changes:
            raise NotPublishable(_("Ya es público y no tiene cambios por publicar."))
        publication.publish(self.object, actor=actor, reason=form.cleaned_data["reason"])


class ReserveView(DecisionView):
    form_class = ReserveForm
    page_title = _("Reservar")
    header_icon = "lock"
    button_label = _("Sí, reservar")
    done_message = _("«%(title)s» queda reservado.")
    warning = _("Nadie fuera de la institución podrá verlo ni encontrarlo mientras esté reservado.")

    def decide(self, form: forms.Form, actor: User) -> None:
        publication.reserve(self.object, actor=actor, **form.cleaned_data)


class WithdrawView(DecisionView):
    form_class = WithdrawForm
    page_title = _("Retirar")
    header_icon = "cross"
    button_label = _("Sí, retirar para siempre")
    done_message = _("«%(title)s» fue retirado.")
    warning = _("No se puede deshacer: un documento retirado no vuelve a publicarse con el mismo código.")

    def decide(self, form: forms.Form, actor: User) -> None:
        publication.withdraw(self.object, actor=actor, **form.cleaned_data)
