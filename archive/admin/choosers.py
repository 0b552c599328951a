"""Choosing a row from a list: searched by its words, limited to what the user may see."""

from typing import Any, cast

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView
from wagtail.snippets.widgets import AdminSnippetChooser

from archive.admin.tenancy import OwnChooserViewSet


class WordsForm(BaseFilterForm):
    """The search box of a chooser: the words stand in one of the fields."""

    searched: tuple[str, ...] = ()
    q = forms.CharField(
        label=_("Palabras"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Buscar")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        found = Q()
        for field in self.searched:
            found |= Q(**{f"{field}__icontains": words})
        return objects.filter(found)


class UnitWordsForm(WordsForm):
    """Looks only among the units of the institution that the form around the chooser names, if it names one."""

    institution = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        institution = self.cleaned_data.get("institution")
        found = super().filter(objects)
        return found.filter(institution=institution) if institution else found


class RowChooser(AdminSnippetChooser):
    """The widget: it names the chosen row only if that is among `rows`.

    A form that is shown again after an error names whatever was posted, and so would name another institution's.
    """

    rows: QuerySet[Any] | None = None

    def get_instance(self, value: Any) -> Model | None:
        if value is None or isinstance(value, Model):
            return value
        rows = self.model_class.objects.all() if self.rows is None else self.rows
        found: Model | None = rows.filter(pk=value).first() if str(value).isdecimal() else None
        return found


def limit(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let the field take only these rows, and its widget name only these."""
    cast("ModelChoiceField[Any]", field).queryset = rows
    cast("RowChooser", field.widget).rows = rows


def chooser(*searched: str, base_form: type[WordsForm] = WordsForm, **attributes: Any) -> type[OwnChooserViewSet]:
    """The chooser of a model, searched in these fields."""
    form = type("FilterForm", (base_form,), {"searched": searched})
    return type(
        "Chooser",
        (OwnChooserViewSet,),
        {
            "base_widget_class": RowChooser,
            "choose_view_class": type("Choose", (ChooseView,), {"filter_form_class": form}),
            "choose_results_view_class": type("ChooseResults", (ChooseResultsView,), {"filter_form_class": form}),
            **attributes,
        },
    )
