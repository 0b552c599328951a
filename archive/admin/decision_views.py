"""The pages on which a decision is made: what will happen, a form, one call of the domain."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from archive import publication, review
from archive.admin.decisions import file_warning, fingerprint
from archive.admin.panels import BROWSER_INSTANT
from archive.admin.tenancy import row_of
from archive.models import Document, Version
from archive.publication import NotPublishable
from archive.review import Refused
from cms.core import tenancy, zones

Rows = forms.Textarea(attrs={"rows": 3})


class SeenForm(forms.Form):
    """`current` stands for the documents as they are; a form that was shown for others is shown again first."""

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


class ClosingForm(forms.Form):
    """What a reader is told of a document that the law closes, where readers may know of it."""

    reason = forms.CharField(
        label=_("Motivo"),
        widget=Rows,
        help_text=_("Por qué se cierra, en palabras que cualquiera entienda, sin revelar lo que se protege."),
    )
    legal_basis = forms.CharField(
        label=_("Fundamento legal"), widget=Rows, help_text=_("Ley y artículo, como en el acuerdo de clasificación.")
    )
    existence_public = forms.BooleanField(
        label=_("Dar a conocer que existe"),
        required=False,
        help_text=_(
            "Quien abra la dirección verá el motivo, el fundamento y el plazo, y cómo pedirlo. No sale en búsquedas."
        ),
    )


class ReserveForm(ClosingForm):
    until = forms.DateTimeField(
        label=_("Reservado hasta"),
        widget=BROWSER_INSTANT,
        help_text=_("Día y hora en la zona que elija. Si el plazo incluye todo el día, escriba las 23:59."),
    )
    zone = forms.ChoiceField(label=_("Zona horaria"), choices=list(zones.ZONES.items()))
    release_approved = forms.BooleanField(
        label=_("Que se abra al terminar el plazo tal como estaba publicado"),
        required=False,
        help_text=_(
            "Las dos instancias ya aprobaron lo que se abrirá. Si no lo marca, al terminar el plazo sigue cerrado "
            "hasta que se apruebe: puede enviarse a revisión desde ahora."
        ),
    )

    field_order = ("reason", "legal_basis", "until", "zone", "release_approved", "existence_public")

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = document.holding_institution.state
        self.fields["zone"].initial = zones.of_state(state.code if state else None)
        if not review.may_open_again(document):
            del self.fields["release_approved"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given.setdefault("release_approved", False)
        typed, zone = given.get("until"), given.get("zone")
        if typed and zone:
            try:
                given["until"] = zones.at(timezone.make_naive(typed), zone)
            except zones.NoSuchTime:
                self.add_error("until", _("Ese día los relojes se adelantan y esa hora no existe. Escriba otra."))
            else:
                if given["until"] <= timezone.now():
                    self.add_error("until", _("El plazo debe terminar en el futuro."))
        return given


class DecisionView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """One document, one decision. Whoever may not make it in its institution gets nothing here."""

    model = Document
    template_name = "archive_admin/decision.html"
    index_url_name = edit_url_name = inspect_url_name = ""
    done_message: ClassVar[Promise]
    button_label: ClassVar[Promise]
    warning: ClassVar[Promise | str] = ""
    object: Document

    def said_when_done(self) -> Promise:
        return self.done_message

    def get_base_object_queryset(self) -> Any:
        return Document.objects.select_related("holding_institution", "original__reading")

    def decide(self, form: forms.Form, actor: User) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.decide(form, self.request.user)  # type: ignore[arg-type]
        except (NotPublishable, Refused) as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.said_when_done() % {"title": self.object.title})
        return redirect(self.way_on)

    @property
    def way_on(self) -> str:
        """Back to the document, unless the decision took it out of the person's sight: then to the list."""
        still_seen = row_of(self.request.user, Document, str(self.object.pk))  # type: ignore[arg-type]
        return self.way_back if still_seen else reverse(self.index_url_name)

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
            "file_warning": file_warning(shown),
            "way_back": self.way_back,
            "media": context["form"].media,
        }


class ReserveView(DecisionView):
    permission_required = tenancy.RESERVE
    form_class = ReserveForm
    page_title = _("Reservar")
    header_icon = "lock"
    button_label = _("Sí, reservar")
    done_message = _("«%(title)s» queda reservado.")
    warning = _("Nadie fuera de la institución podrá verlo ni encontrarlo mientras esté reservado.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.object}

    def decide(self, form: forms.Form, actor: User) -> None:
        review.close_until(self.object, by=actor, **form.cleaned_data)


class ConfidentialView(DecisionView):
    permission_required = tenancy.RESERVE
    form_class = ClosingForm
    page_title = _("Clasificar como confidencial")
    header_icon = "no-view"
    button_label = _("Sí, clasificar")
    done_message = _("«%(title)s» queda clasificado como confidencial.")
    warning = _("Se cierra sin plazo: nadie fuera de la institución podrá verlo ni encontrarlo.")

    def decide(self, form: forms.Form, actor: User) -> None:
        publication.make_confidential(self.object, actor=actor, **form.cleaned_data)


class WithdrawView(DecisionView):
    permission_required = tenancy.WITHDRAW
    form_class = WithdrawForm
    page_title = _("Retirar")
    header_icon = "cross"
    button_label = _("Sí, retirar para siempre")
    done_message = _("«%(title)s» fue retirado.")
    warning = _("No se puede deshacer: un documento retirado no vuelve a publicarse con el mismo código.")

    def decide(self, form: forms.Form, actor: User) -> None:
        publication.withdraw(self.object, actor=actor, **form.cleaned_data)


class WithdrawVersionForm(forms.Form):
    reason = forms.CharField(
        label=_("Motivo"), widget=Rows, help_text=_("Se muestra en la dirección de la versión, en lugar de esta.")
    )


class WithdrawVersionView(DecisionView):
    """Takes out one superseded version, where its text must not be read any more and the later one may."""

    permission_required = tenancy.WITHDRAW
    form_class = WithdrawVersionForm
    page_title = _("Retirar una versión")
    header_icon = "cross"
    button_label = _("Sí, retirar la versión para siempre")
    done_message = _("La versión de «%(title)s» fue retirada.")
    warning = _("No se puede deshacer. Las demás versiones y su dirección no cambian.")

    def decide(self, form: forms.Form, actor: User) -> None:
        version = get_object_or_404(Version, document=self.object, number=self.kwargs["number"])
        publication.withdraw_version(version, actor=actor, reason=form.cleaned_data["reason"])
