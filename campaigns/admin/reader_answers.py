"""What readers said of the pages, for who edits them: a report, and taking away what does not belong there."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect

from archive.admin.columns import SECONDARY
from campaigns import reader_answers
from campaigns.admin.clarity_report import NAMESPACE, PagesReport, pages_of
from campaigns.admin.titled import TitledView
from campaigns.models import ReaderAnswer
from cms.core.reference.models import State

MOST_PAGES = 10


def answers_of(request: HttpRequest) -> QuerySet[ReaderAnswer]:
    """Those to the pages that the person edits."""
    return ReaderAnswer.objects.filter(page__in=pages_of(request).order_by())


class AnswersFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(field_name="page__title", lookup_expr="icontains", label=gettext_lazy("Página"))
    said = django_filters.CharFilter(field_name="comment", lookup_expr="icontains", label=gettext_lazy("Comentario"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=gettext_lazy("Entidad federativa"))
    was_useful = django_filters.BooleanFilter(label=gettext_lazy("Le sirvió"), widget=BooleanRadioSelect)
    with_comment = django_filters.BooleanFilter(
        method="filter_commented", label=gettext_lazy("Con comentario"), widget=BooleanRadioSelect
    )
    answered_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = ReaderAnswer
        fields: ClassVar[list[str]] = []

    def filter_commented(self, rows: QuerySet[ReaderAnswer], _name: str, value: bool) -> QuerySet[ReaderAnswer]:
        return rows.exclude(comment="") if value else rows.filter(comment="")


class RemoveColumn(Column):
    """The way to take a comment away; no part of spreadsheets."""

    cell_template_name = "campaigns_admin/remove_comment_cell.html"


class AnswersReport(PagesReport):
    """Every answer, and of all those that are listed how many said yes: by page, by state, by month."""

    slug = "readers"
    page_title = gettext_lazy("Lo que dicen los lectores")
    header_icon = "comment"
    filterset_class = AnswersFilterSet
    template_name = "campaigns_admin/readers_report.html"
    columns: ClassVar = [
        TitleColumn(
            "page",
            label=gettext_lazy("Página"),
            accessor="page.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column(
            "state",
            label=gettext_lazy("Entidad"),
            accessor=lambda row: row.state.name if row.state else _("Nacional"),
            classname=SECONDARY,
        ),
        Column("answered_on", label=gettext_lazy("Fecha")),
        Column(
            "was_useful", label=gettext_lazy("Le sirvió"), accessor=lambda row: _("Sí") if row.was_useful else _("No")
        ),
        Column("comment", label=gettext_lazy("Comentario")),
        Column(
            "version",
            label=gettext_lazy("Versión leída"),
            accessor=lambda row: (
                _("La de ahora") if row.revision_pk == row.page.live_revision_id else _("Una anterior")
            ),
            classname=SECONDARY,
        ),
        RemoveColumn("remove", label=gettext_lazy("Acción"), accessor="pk"),
    ]

    @property
    def list_export(self) -> list[str]:
        return [column.name for column in self.columns if not isinstance(column, RemoveColumn)]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        values = super().to_row_dict(item)
        return {name: values[name] for name in self.list_export}

    def get_base_queryset(self) -> QuerySet[ReaderAnswer]:
        return answers_of(self.request).select_related("page", "state")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = self.get_queryset()
        return {
            **context,
            "pages": reader_answers.by_page(rows, MOST_PAGES),
            "states": reader_answers.by_state(rows),
            "months": reader_answers.by_month(rows),
        }


class RemovalForm(forms.Form):
    """Why the words go."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Por qué se quita"),
        widget=forms.RadioSelect,
        choices=[
            ("personal", gettext_lazy("Tiene datos de una persona")),
            ("insult", gettext_lazy("Insulta o amenaza")),
            ("advertising", gettext_lazy("Es publicidad o lo escribió un programa")),
            ("other", gettext_lazy("No habla de la página")),
        ],
    )


class RemoveComment(TitledView, FormView):  # type: ignore[type-arg]
    """Take away what somebody wrote; that they answered still counts."""

    template_name = "campaigns_admin/remove_comment.html"
    page_title = gettext_lazy("Quitar un comentario")
    header_icon = "bin"
    form_class = RemovalForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = answers_of(request).exclude(comment="").select_related("page")
        self.answer = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.answer.page.title)

    @property
    def way_back(self) -> str:
        return reverse(f"{NAMESPACE}:{AnswersReport.slug}")

    def form_valid(self, form: RemovalForm) -> HttpResponse:
        reason = dict(form.fields["reason"].choices)[form.cleaned_data["reason"]]  # type: ignore[attr-defined]
        reader_answers.remove_comment(self.answer, actor=self.request.user, reason=str(reason))  # type: ignore[arg-type]
        messages.success(self.request, _("El comentario se quitó. La respuesta sigue contando."))
        return redirect(self.way_back)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "answer": self.answer, "way_back": self.way_back}
