"""Handing in a log about a page as a CSV: what is amiss is said row by row, and nothing is half taken."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page

from campaigns.admin.clarity_report import NAMESPACE
from campaigns.admin.titled import TitledView
from campaigns.handed_in_table import MOST_BYTES, BadLog, Column
from campaigns.log_import import Imported
from campaigns.recording_access import may_edit

MOST_SHOWN = 20


class HandedInForm(forms.Form):
    """A CSV, and what becomes of its good rows where others are bad."""

    file_label: ClassVar[str | Promise]
    file_help: ClassVar[str | Promise]

    file = forms.FileField()
    keep_good = forms.BooleanField(
        label=gettext_lazy("Si hay renglones con problemas, guardar los demás"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = self.file_label, self.file_help  # type: ignore[assignment]

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(_("El archivo es demasiado grande: divídalo por meses."))
        return self.cleaned_data["file"]


class ImportLog(TitledView, FormView):  # type: ignore[type-arg]
    """One kind of log; a subclass says what its columns are and what is made of it."""

    template_name = "campaigns_admin/import_log.html"
    header_icon = "upload"
    form_class: type[HandedInForm]
    models: ClassVar[tuple[type[Page], ...]]
    """The kinds of pages that such a log is about."""
    columns: ClassVar[Sequence[Column]]
    report: ClassVar[str]
    """The report that shows what was taken in, and the filter of it that names the page."""
    report_filter: ClassVar[str]
    twice: ClassVar[str | Promise]
    """What becomes of the same log handed in again."""
    way_back_label: ClassVar[str | Promise]

    def take_in(self, content: bytes, *, keep_good: bool) -> Imported:
        """Raises BadLog."""
        raise NotImplementedError

    def said(self, found: Imported) -> str:
        """What is told after it was taken in."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if not isinstance(self.page, self.models) or not may_edit(request.user, self.page):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def form_valid(self, form: HandedInForm) -> HttpResponse:
        try:
            found = self.take_in(form.cleaned_data["file"].read(), keep_good=form.cleaned_data["keep_good"])
        except BadLog as bad:
            form.add_error("file", _("No se guardó nada. Corrija estos renglones y súbala otra vez."))
            return self.render_to_response(self.get_context_data(form=form, problems=bad.problems))
        messages.success(self.request, self.said(found))
        if found.problems:
            return self.render_to_response(self.get_context_data(form=self.form_class(), problems=found.problems))
        return redirect(f"{reverse(f'{NAMESPACE}:{self.report}')}?{self.report_filter}={self.page.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        problems = context.get("problems", [])
        return {
            **context,
            "columns": self.columns,
            "twice": self.twice,
            "problems": problems[:MOST_SHOWN],
            "more_problems": max(len(problems) - MOST_SHOWN, 0),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "way_back_label": self.way_back_label,
        }


def said_of(found: Imported, added: str) -> str:
    """How many lines are new (`added`, with a place for the number), corrected, known."""
    said = [added % found.added]
    if found.changed:
        said.append(ngettext("Se corrigió %d.", "Se corrigieron %d.", found.changed) % found.changed)
    if found.known:
        said.append(ngettext("%d ya estaba.", "%d ya estaban.", found.known) % found.known)
    return " ".join(said)
