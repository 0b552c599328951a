"""Choosing a row from a list: searched by its words, limited to what the user may see."""

from typing import Any, cast

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView
from wagtail.snippets.widgets import AdminSnippetChooser

from archive import classification
from archive.admin.tenancy import OwnChooserViewSet
from archive.models import CreatorName
from cms.core.tenancy import InstitutionPermissionPolicy


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
    """Looks only among the units of the institution that the form around the chooser names, if it names one; where
    it names a unit that is being moved, among those from which that one may hang."""

    institution = forms.IntegerField(required=False, widget=forms.HiddenInput)
    moving = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        institution, moving = self.cleaned_data.get("institution"), self.cleaned_data.get("moving")
        found = super().filter(objects)
        if moving:
            unit = objects.filter(pk=moving).first()
            found = found.filter(pk__in=classification.may_hang_from(unit).values("pk")) if unit else found.none()
        return found.filter(institution=institution) if institution else found


class CreatorWordsForm(WordsForm):
    """Finds a producer by any of its names."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        return also_by_other_names(super().filter(objects), objects, self.cleaned_data.get("q") or "")


def also_by_other_names(found: QuerySet[Any], among: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The producers found, with those among the others that are called so by another of their names."""
    if not words:
        return found
    named = CreatorName.objects.filter(name__icontains=words).values("creator")
    return found | among.filter(pk__in=named)


class RowChooser(AdminSnippetChooser):
    """The widget: it names the chosen row only if that is among `rows`.

    A form that is shown again after an error names whatever was posted, and so would name another institution's.
    """

    rows: QuerySet[Any] | None = None

    def get_instance(self, value: Any) -> Model | None:
        if value is None or isinstance(value, Model):
            return value
        rows = self._unlimited() if self.rows is None else self.rows
        found: Model | None = rows.filter(pk=value).first() if str(value).isdecimal() else None
        return found

    def _unlimited(self) -> QuerySet[Any]:
        """What institutions hold is named to nobody by default; what they share, to everybody."""
        held = isinstance(policy_registry.get_by_type(self.model_class), InstitutionPermissionPolicy)
        rows: QuerySet[Any] = self.model_class.objects.all()
        return rows.none() if held else rows


def limit(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let the field take only these rows, and its widget name only these."""
    cast("ModelChoiceField[Any]", field).queryset = rows
    cast("RowChooser", field.widget).rows = rows


class OwnColumns:
    """The state that readers know, in the place of Wagtail's "live", which asks two queries for each row."""

    model: type[Model]

    @property
    def columns(self) -> list[Any]:
        columns = [each for each in super().columns if not isinstance(each, LiveStatusTagColumn)]  # type: ignore[misc]
        if hasattr(self.model, "get_state_display"):
            columns.append(Column("state", label=_("Situación"), accessor="get_state_display"))
        return columns


def chooser(*searched: str, base_form: type[WordsForm] = WordsForm, **attributes: Any) -> type[OwnChooserViewSet]:
    """The chooser of a model, searched in these fields."""
    form = type("FilterForm", (base_form,), {"searched": searched})
    return type(
        "Chooser",
        (OwnChooserViewSet,),
        {
            "base_widget_class": RowChooser,
            "choose_view_class": type("Choose", (OwnColumns, ChooseView), {"filter_form_class": form}),
            "choose_results_view_class": type(
                "ChooseResults", (OwnColumns, ChooseResultsView), {"filter_form_class": form}
            ),
            **attributes,
        },
    )
