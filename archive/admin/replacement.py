"""A new file in the place of a document's: received like an upload, kept in the draft until it is published."""

import logging
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from archive import intake, review, serving
from archive.admin.decision_views import DecisionView, Rows
from archive.admin.reception import ReceivedFile, ReceivingHandler
from archive.admin.upload import why_not_stored
from archive.formats import NotADocument
from archive.intake import AlreadyHeld, NotReplaceable, StorageFull
from archive.models import Document
from archive.review import Refused
from cms.core import tenancy

logger = logging.getLogger(__name__)


class OneFileField(forms.Field):
    """A file that arrived."""

    widget = forms.FileInput

    def clean(self, value: ReceivedFile | None) -> ReceivedFile:
        if not value:
            raise ValidationError(_("Elija el archivo nuevo."))
        if value.receiver is None:
            raise ValidationError(why_not_stored(value.problem))
        return value


class ReplaceForm(forms.Form):
    files = OneFileField(  # type: ignore[assignment]
        label=_("Archivo nuevo"),
        help_text=_("El anterior se conserva y, si fue público, mantiene su dirección como versión anterior."),
    )
    reason = forms.CharField(
        label=_("Motivo"),
        widget=Rows,
        help_text=_("Qué cambia y por qué. Los lectores lo verán en la historia del documento."),
    )


class ReplacementFileView(PermissionCheckedMixin, BaseObjectMixin, View):
    """The file that is to come, for those who describe it and those who are to approve it."""

    model = Document
    permission_required = tenancy.VIEW
    object: Document

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        new = review.latest(self.object).replacement
        if new is None or not new.reading.may_be_handed_out:
            raise Http404
        return serving.serve(
            request, new.path, media_type=new.media_type, filename=new.filename, etag=new.digest, attachment=True
        )


@method_decorator(csrf_exempt, name="dispatch")
class ReplaceView(DecisionView):
    """The forgery check reads the body, which must find its handler in place: see `archive.admin.upload`."""

    permission_required = tenancy.CHANGE
    form_class = ReplaceForm
    page_title = _("Sustituir el fichero")
    header_icon = "resubmit"
    button_label = _("Sí, sustituir en el borrador")
    done_message = _("«%(title)s» tiene un fichero nuevo en su borrador. Envíelo a revisión para publicarlo.")
    warning = _("Los lectores siguen viendo el fichero actual hasta que se apruebe el nuevo.")
    encoding = "multipart/form-data"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.request.method == "POST":
            kwargs["files"] = self.request.FILES
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with suppress(StorageFull):
            intake.sweep()
        handler = ReceivingHandler(request)
        request.upload_handlers = [handler]
        try:
            return self._received(request, handler)
        except TooManyFilesSent:
            return self._refused(_("Elija un solo archivo."))
        finally:
            handler.close()

    @method_decorator(csrf_protect)
    def _received(self, request: HttpRequest, handler: ReceivingHandler) -> HttpResponse:
        form = self.get_form()
        if handler.broke_off:
            return self._refused(_("La conexión se cortó a la mitad. No se guardó el archivo: súbalo de nuevo."))
        valid: HttpResponse = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return valid

    def _refused(self, problem: Any) -> HttpResponse:
        messages.error(self.request, problem)
        return self.render_to_response(self.get_context_data(form=ReplaceForm()), status=400)

    def decide(self, form: forms.Form, actor: Any) -> None:
        file: ReceivedFile = form.cleaned_data["files"]
        name = file.name or ""
        assert file.receiver is not None  # noqa: S101 - the field has seen to it
        try:
            intake.replace_file(file.receiver, name, self.object, actor=actor, reason=form.cleaned_data["reason"])
        except AlreadyHeld as known:
            raise Refused(
                _("La institución ya conserva ese archivo, en el documento %(code)s. No se cambió nada.")
                % {"code": known.document.code}
            ) from known
        except (NotADocument, NotReplaceable) as refusal:
            raise Refused(str(refusal)) from refusal
        except (StorageFull, OSError, DatabaseError, UnicodeError) as problem:
            logger.exception("could not take in %s", name)
            raise Refused(why_not_stored(problem)) from problem
