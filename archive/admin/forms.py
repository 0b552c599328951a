"""Forms of the archive's records: what a person may choose depends on where that person works."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from archive.admin.choosers import limit
from archive.admin.tenancy import rows_of
from archive.models import ArchivalUnit, Creator
from archive.models.creator import name_key
from cms.core import tenancy
from cms.core.reference.models import Institution


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


class CreatorForm(WagtailAdminModelForm):
    """An authority record: two spellings of one name are one record."""

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
