"""Upload: one form, many files, one transaction for each; what became of every one is said."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from archive import intake
from archive.admin.choosers import RowChooser, limit
from archive.admin.forms import institutions_where
from archive.admin.reception import ReceivedFile, ReceivingHandler
from archive.admin.tenancy import rows_of
from archive.bulk_import import DUPLICATE, REFUSED, STORED
from archive.description import Description
from archive.formats import NotADocument
from archive.intake import StorageFull, TooLarge
from archive.models import ArchivalUnit, Document
from cms.core import tenancy
from cms.core.reference.models import Institution

logger = logging.getLogger(__name__)

TOO_LARGE = _("Es más grande de lo permitido. Divídalo en partes.")
STORAGE_FULL = _("No hay espacio para guardarlo. Avise a quien opera el sitio; el archivo no se guardó.")
NOT_STORED = _(
    "No se pudo guardar por una falla del sistema. Súbalo otra vez; si vuelve a fallar, avise a quien opera el sitio."
)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class FilesField(forms.Field):
    """All files of the request under one name; what each of them is worth is found out one by one."""

    widget = FilesInput

    def clean(self, value: list[ReceivedFile] | None) -> list[ReceivedFile]:
        if not value:
            raise ValidationError(_("Elija al menos un archivo."))
        return value


class UploadForm(forms.Form):
    """Where the files go. Only institutions in which the user may add, only units of theirs."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Institución que custodia"))
    unit = forms.ModelChoiceField(
        ArchivalUnit.objects.none(),
        label=_("Serie o expediente"),
        required=False,
        help_text=_("Opcional: puede asignarse después."),
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Archivos"),
        help_text=_(
            "Hasta 100 a la vez. Cada archivo es un documento; su título será el nombre del archivo y puede "
            "corregirlo después. Nada se hace público al subirlo."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institutions = institutions_where(user, tenancy.ADD)
        field = self.fields["institution"]
        field.queryset = institutions  # type: ignore[attr-defined]
        if institutions.count() == 1:
            field.initial, field.empty_label = institutions.get(), None  # type: ignore[attr-defined]
        self.fields["unit"].widget = RowChooser(ArchivalUnit, linked_fields={"institution": "#id_institution"})
        limit(self.fields["unit"], rows_of(user, ArchivalUnit))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        institution, unit = given.get("institution"), given.get("unit")
        if institution and unit and unit.institution_id != institution.pk:
            self.add_error("unit", _("Es de otra institución. Elija una de la institución que custodia."))
        return given


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of one uploaded file; `reason` is for people."""

    file: str
    status: str
    document: Document | None = None
    reason: Any = ""


def title_of(filename: str) -> str:
    """The title that a document has until somebody gives it one: its file's name, made readable."""
    return " ".join(PurePath(filename).stem.replace("_", " ").split()) or filename


def take_in_all(
    files: Iterable[ReceivedFile], *, institution: Institution, unit: ArchivalUnit | None, actor: User
) -> list[UploadResult]:
    """Take in each file by itself; what is wrong with one stops only that one."""
    return [_take_in(file, institution, unit, actor) for file in files]


def _take_in(file: ReceivedFile, institution: Institution, unit: ArchivalUnit | None, actor: User) -> UploadResult:
    name = file.name or ""
    if file.receiver is None:
        return UploadResult(name, REFUSED, reason=why_not_stored(file.problem))

    def log_it(document: Document) -> None:
        data = {"filename": name, "digest": digest}
        log(instance=document, action="archive.receive", user=actor, data=data, content_changed=True)

    digest = file.receiver.digest
    try:
        taken = intake.take_in(
            file.receiver,
            name,
            institution=institution,
            unit=unit,
            description=Description(title=title_of(name)),
            received_by=actor.get_username(),
            and_then=log_it,
        )
    except NotADocument as refusal:
        return UploadResult(name, REFUSED, reason=str(refusal))
    except (StorageFull, OSError, DatabaseError, UnicodeError) as problem:
        logger.exception("could not take in %s", name)
        return UploadResult(name, REFUSED, reason=why_not_stored(problem))
    finally:
        file.close()
    return UploadResult(name, DUPLICATE if taken.is_duplicate else STORED, taken.document)


def why_not_stored(problem: Exception | None) -> Any:
    """What to tell whoever sent a file that was not kept."""
    if isinstance(problem, TooLarge):
        return TOO_LARGE
    return STORAGE_FULL if isinstance(problem, StorageFull) else NOT_STORED


@method_decorator(csrf_exempt, name="dispatch")
class UploadView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """The page with the form, and the one with the results.

    The forgery check reads the body, which must find its handler in place: so the view is exempt from the outer
    check, sets the handler once the permission is known, and makes the check itself.
    """

    model = Document
    permission_required = tenancy.ADD
    page_title = _("Subir documentos")
    header_icon = "upload"
    template_name = "archive_admin/upload.html"
    index_url_name = ""
    form_class = UploadForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        documents = {"url": reverse(self.index_url_name), "label": _("Documentos")}
        return [*self.breadcrumbs_items, documents, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Without room to tidy up, what happens to each file is said all the same.
        with suppress(StorageFull):
            intake.sweep()
        handler = ReceivingHandler(request)
        request.upload_handlers = [handler]
        try:
            return self._received(request, handler)
        except TooManyFilesSent:
            return self._nothing_stored(_("Son más de 100 archivos. No se guardó ninguno: súbalos en varias veces."))
        finally:
            handler.close()

    @method_decorator(csrf_protect)
    def _received(self, request: HttpRequest, handler: ReceivingHandler) -> HttpResponse:
        form = self.get_form()
        if handler.broke_off:
            return self._nothing_stored(
                _("La conexión se cortó a la mitad. No se guardó ningún archivo: súbalos de nuevo.")
            )
        valid: HttpResponse = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return valid

    def _nothing_stored(self, problem: Any) -> HttpResponse:
        form = UploadForm(user=self.request.user)  # type: ignore[arg-type]
        return self.render_to_response(self.get_context_data(form=form, problem=problem), status=400)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: UploadForm) -> Any:
        given = form.cleaned_data
        results = take_in_all(
            given["files"],
            institution=given["institution"],
            unit=given["unit"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        context = self.get_context_data(
            form=form, results=results, stored=sum(each.status == STORED for each in results)
        )
        return TemplateResponse(self.request, "archive_admin/upload_results.html", context)
