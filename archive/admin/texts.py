"""What people write in the place of what a machine read: the text of a page, the transcript of a recording."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from archive import recognition, transcription
from archive.admin.acts import ActView
from archive.admin.decisions import NAMESPACE
from archive.captions import BadCaptions, as_typed
from archive.extraction import ocr
from archive.models import Document, PageCorrection, PageText, TextSource, Transcript
from archive.transcription import ChangedMeanwhile, NotPossible
from cms.core import tenancy

PER_PAGE = 50
LARGEST_TRANSCRIPT = 4 * 1024 * 1024
CHANGED = _(
    "Otra persona cambió este texto mientras usted escribía. Lo de usted sigue aquí: compárelo con el de abajo."
)


def url(name: str, document: Document, *more: int) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=[document.pk, *more])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class TextView(ActView):
    """A page on which somebody writes a text; whatever is wrong with it, what was typed stays."""

    model = Document
    permission_required = tenancy.CHANGE
    template_name = "archive_admin/text.html"
    problems: Sequence[str] = ()
    """What is wrong with the text, where it is more than one thing: a field's own error is one paragraph."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "problems": self.problems}

    @staticmethod
    def summary(problems: Sequence[str]) -> str:
        if len(problems) == 1:
            return problems[0]
        text = _("Hay %(number)d cosas por arreglar; están en la lista de arriba. Lo escrito sigue aquí.")
        return text % {"number": len(problems)}

    def get_base_object_queryset(self) -> Any:
        return Document.objects.select_related("holding_institution", "original__reading")

    def hindrance(self) -> Any:
        return transcription.why_not(self.object)

    def seen_now(self) -> Any:
        """What stands for the text in force."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form, self.request.user)  # type: ignore[arg-type]
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except BadCaptions as bad:
            form.add_error("text", self.summary(bad.problems))
            self.problems = bad.problems if len(bad.problems) > 1 else []
        except ChangedMeanwhile:
            form.add_error(None, CHANGED)
            # What is in force now is shown below: who saves again has seen it.
            form.data = form.data.copy()
            form.data["seen"] = self.seen_now()
        else:
            messages.success(self.request, self.done_message % {"title": self.object})
            return redirect(self.way_back)
        return self.form_invalid(form)

    @property
    def way_back(self) -> str:
        return url("texts", self.object)


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("Texto de la página"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "lang": "es"}),
        help_text=_("Deje un renglón vacío entre párrafo y párrafo. Escriba lo que dice la página, sin arreglarlo."),
    )
    without_text = forms.BooleanField(
        label=_("La página no tiene texto: está en blanco o es una imagen"), required=False
    )
    reason = forms.CharField(
        label=_("Motivo"), required=False, max_length=255, help_text=_("Opcional. Queda en la bitácora.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not (given.get("text") or "").strip() and not given.get("without_text"):
            self.add_error("text", _("Está vacío: escriba el texto, o marque que la página no lo tiene."))
        return given


class CorrectPageView(TextView):
    """The text of one page beside its image."""

    form_class = CorrectionForm
    page_title = _("Corregir el texto de una página")
    header_icon = "edit"
    button_label = _("Guardar el texto")
    done_message = _("«%(title)s»: el texto quedó guardado. Lo anterior se conserva en la historia de la página.")

    @cached_property
    def page(self) -> PageText:
        page = PageText.objects.filter(original=self.object.original_id, number=self.kwargs["number"]).first()
        if page is None:
            raise Http404
        return page

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.page.text, "seen": self.seen_now()}

    def seen_now(self) -> str:
        text: str = PageText.objects.values_list("text", flat=True).get(pk=self.page.pk)
        return digest(text)

    def act(self, form: Any, actor: User) -> None:
        given = form.cleaned_data
        if digest(self.page.text) != given["seen"]:
            raise ChangedMeanwhile
        transcription.correct_page(
            self.object, self.page.number, given["text"], actor=actor, reason=given["reason"], seen=self.page.text
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = self.object.original.reading if self.object.original else None
        history = PageCorrection.objects.filter(original=self.object.original_id, number=self.page.number)
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "is_drawn": bool(reading and reading.has_images and self.page.width),
            "image_url": reverse("archive:page_image", args=[self.object.code, self.page.number]),
            "history": list(history.select_related("corrected_by")[:PER_PAGE]),
            "in_force": self.page.text,
        }


class TranscriptForm(forms.Form):
    text = forms.CharField(
        label=_("Lo que se dice (WebVTT)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "lang": "es"}),
        help_text=_("Cada frase lleva arriba cuándo se dice: 00:00:01.000 --> 00:00:04.000. También sirve SubRip."),
    )
    file = forms.FileField(
        label=_("O un archivo .vtt o .srt"),
        required=False,
        help_text=_("Si lo elige, toma el lugar de lo escrito arriba."),
    )
    reason = forms.CharField(
        label=_("Motivo"), required=False, max_length=255, help_text=_("Opcional. Queda en la bitácora.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        """What a chosen file says is shown as if it had been typed, to be mended here."""
        file = files.get("file") if files else None
        if data is not None and file is not None and file.size <= LARGEST_TRANSCRIPT:
            data = data.copy()
            data["text"] = _decoded(file.read())
        super().__init__(data, files, **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > LARGEST_TRANSCRIPT:
            raise ValidationError(_("Es demasiado grande para ser una transcripción. Divida la grabación en partes."))
        return file


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class TranscriptView(TextView):
    """What is said in a recording, beside its player."""

    form_class = TranscriptForm
    page_title = _("Transcripción")
    header_icon = "openquote"
    button_label = _("Guardar la transcripción")
    done_message = _("La transcripción de «%(title)s» quedó guardada y ya se puede buscar.")

    @cached_property
    def in_force(self) -> Transcript | None:
        return transcription.transcript_of(self.object.original) if self.object.original else None

    def hindrance(self) -> Any:
        original = self.object.original
        if original and not original.media_type.startswith(("audio/", "video/")):
            return _("El fichero de este documento no es una grabación.")
        return super().hindrance()

    def get_initial(self) -> dict[str, Any]:
        saved = self.in_force
        return {"text": as_typed(saved.webvtt) if saved else "", "seen": self.seen_now()}

    def seen_now(self) -> int | None:
        return self.in_force.pk if self.in_force else None

    def act(self, form: Any, actor: User) -> None:
        given = form.cleaned_data
        transcription.save_transcript(
            self.object, given["text"], actor=actor, reason=given["reason"], seen=given["seen"]
        )

    @property
    def way_back(self) -> str:
        return url("transcript", self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: QuerySet[Transcript] = Transcript.objects.filter(original=self.object.original_id)
        original = self.object.original
        return {
            **super().get_context_data(**kwargs),
            "transcripts": [(each, as_typed(each.webvtt)) for each in rows.select_related("saved_by")[:PER_PAGE]],
            "medium": original.media_type.partition("/")[0] if original else "",
            "play_url": reverse("archive:play", args=[self.object.code]),
            "in_force": as_typed(self.in_force.webvtt) if self.in_force else "",
        }


class TextsView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """The pages of a document with what is known of their texts, the doubtful ones first if that is asked."""

    model = Document
    permission_required = tenancy.CHANGE
    page_title = _("Textos de las páginas")
    header_icon = "doc-full"
    template_name = "archive_admin/texts.html"
    index_url_name = ""
    object: Document

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Documentos")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Have the pages without good text recognised, also those at which it failed before."""
        if self.object.original and self._may_recognise():
            with transaction.atomic():
                recognition.resume(self.object.original)
            messages.success(request, _("Las páginas que faltan están en la cola. Su texto irá apareciendo aquí."))
        return redirect(url("texts", self.object))

    def _may_recognise(self) -> bool:
        return ocr.is_there() and not transcription.why_not(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        original = self.object.original
        pages = PageText.objects.filter(original=self.object.original_id).defer("lines", "words", "blocks")
        if self.request.GET.get("orden") == "dudosas":
            pages = pages.exclude(source=TextSource.PERSON).order_by(F("confidence").asc(nulls_first=True), "number")
            pages = pages.exclude(quality="good", confidence=None)
        listed = WagtailPaginator(pages, PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "document": self.object,
            "pages": listed,
            "elided_page_range": listed.paginator.get_elided_page_range(listed.number),
            "doubtful": self.request.GET.get("orden") == "dudosas",
            "hindrance": transcription.why_not(self.object),
            "reading": original.reading if original else None,
            "waiting": recognition.waiting_pages(original) if original and self._may_recognise() else [],
            "failed": recognition.failed_pages(original) if original else 0,
        }
