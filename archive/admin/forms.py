"""Forms of the archive's records: what a person may choose depends on where that person works."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from archive import access, classification, vocabulary_lists
from archive.admin.choosers import limit
from archive.admin.tenancy import rows_of
from archive.models import ArchivalUnit, Creator
from archive.models.creator import name_key
from archive.vocabularies import FOREIGN_TO_LEVEL, Level
from cms.core import tenancy
from cms.core.reference.models import Institution
from cms.core.visibility import viewer_of


def institutions_where(user: User, action: str) -> QuerySet[Institution]:
    """The institutions in which the user may do this; for a superuser, those that exist today."""
    if user.is_superuser:
        return Institution.objects.existing()
    return Institution.objects.filter(pk__in=tenancy.institution_ids(user, [action]))


class DocumentForm(WagtailAdminModelForm):
    """The description of a document; its institution, file and state are not edited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields:
            limit(self.fields["unit"], ArchivalUnit.objects.filter(institution=self.instance.holding_institution_id))
            self.fields["unit"].error_messages["invalid_choice"] = _(
                "Elija una serie o un expediente de la institución que custodia el documento."
            )


class RelatedForm(WagtailAdminModelForm):
    """A related unit: only documents that the user may see are chosen, and named when the form is shown again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "target" in self.fields:
            limit(self.fields["target"], access.visible_to(viewer_of(self.for_user)))


class UnitForm(WagtailAdminModelForm):
    """A unit of description: it is made in an institution of the user's, and stays there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        own = institutions_where(self.for_user, tenancy.ADD)
        institution = self.fields["institution"]
        institution.queryset = own if is_new else Institution.objects.filter(pk=self.instance.institution_id)
        institution.disabled = not is_new
        if is_new and own.count() == 1:
            institution.initial = own.get()
        above = rows_of(self.for_user, ArchivalUnit)
        limit(self.fields["parent"], above if is_new else above.filter(institution=self.instance.institution_id))
        # Where a unit stands is changed by moving it: its code, its address and what hangs below go with it.
        for fixed in ("level", "parent", "local_code"):
            self.fields[fixed].disabled = not is_new
        if not is_new:
            self._leave_out_what_is_foreign()

    def _leave_out_what_is_foreign(self) -> None:
        """What is written already stays in sight, whatever the level."""
        for name in FOREIGN_TO_LEVEL.get(Level(self.instance.level), ()):
            if not getattr(self.instance, name):
                del self.fields[name]

    @property
    def warnings(self) -> list[str]:
        """What a unit of this level still needs, for whoever just saved it."""
        fields = [classification.label(name) for name in classification.missing(self.instance)]
        if not fields:
            return []
        return [
            _("Se guardó. Para mostrarla a los lectores, a este nivel le falta: %(fields)s.")
            % {"fields": ", ".join(fields)}
        ]

    def _post_clean(self) -> None:
        # The model looks at institution, level and parent together: none of them may be missing then.
        if not {"institution", "level", "parent"} & set(self.errors):
            super()._post_clean()


class CreatorForm(WagtailAdminModelForm):
    """An authority record: two spellings of one name are one record. `warnings` holds what may be a mistake."""

    warnings: list[str]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        predecessors = {each["predecessor"].pk for each in self._rows("predecessors") if each.get("predecessor")}
        if vocabulary_lists.goes_round(self.instance.pk, predecessors):
            raise ValidationError(_("Entre sus antecesores está este mismo productor, o quien lo sucedió."))
        names = [given.get("name", ""), *(each.get("name", "") for each in self._rows("other_names"))]
        self.warnings = [warning for name in names if name and (warning := self._warning(name))]
        return given

    def _rows(self, relation: str) -> list[dict[str, Any]]:
        """What was entered in the rows of an inline, where all of it is valid."""
        rows = self.formsets.get(relation) if hasattr(self, "formsets") else None
        if rows is None or not rows.is_bound or not rows.is_valid():
            return []
        return [each.cleaned_data for each in rows.forms if not each.cleaned_data.get("DELETE")]

    def _warning(self, name: str) -> str:
        other = vocabulary_lists.bears_the_name(name, but=self.instance)
        if other is None:
            other = Creator.objects.filter(name_key=name_key(name)).exclude(pk=self.instance.pk).first()
        said = _("«%(name)s» también es un nombre de «%(other)s». Si son el mismo, únalos.")
        return said % {"name": name, "other": other.name} if other else ""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Creator.objects.filter(name_key=name_key(name)).exclude(pk=self.instance.pk).first()
        if same:
            raise ValidationError(_("Ya existe como «%(name)s»."), params={"name": same.name})
        return name


class NewCreatorForm(CreatorForm):
    """The little form inside the chooser."""

    class Meta:
        model = Creator
        fields = ["name", "kind"]
        widgets = {"kind": forms.Select()}
