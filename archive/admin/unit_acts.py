"""What is decided about a unit of description: where it hangs, and whether readers see it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import Button

from archive import classification
from archive.admin.acts import ActView, ReasonForm
from archive.admin.choosers import RowChooser, limit
from archive.classification import Branch, NotPossible
from archive.models import ArchivalUnit
from archive.vocabularies import Level
from cms.core import tenancy
from cms.core.tenancy import APPROVE, CHANGE
from cms.core.visibility import State

NAMESPACE = "wagtailsnippets_archive_archivalunit"
TO_THE_TOP = _("Ponerla en lo más alto del cuadro, sin unidad superior")


def unit_url(name: str, unit: ArchivalUnit) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=[unit.pk])


def buttons_for(unit: ArchivalUnit, user: User) -> list[Button]:
    """What the user may do with the unit, in the order in which it is mostly done."""
    institution = unit.institution_id
    changes = tenancy.may(user, CHANGE, institution)
    able = {
        "edit": (changes, _("Editar"), "edit"),
        "inspect": (not changes, _("Ver la ficha"), "info-circle"),
        "add": (
            tenancy.may(user, tenancy.ADD, institution) and classification.may_hold_units(unit),
            _("Agregar dentro"),
            "plus",
        ),
        "move": (changes and may_be_moved(unit), _("Mover"), "arrow-right-full"),
        "show": (tenancy.may(user, APPROVE, institution) and unit.state == State.DRAFT, _("Mostrar"), "view"),
        "hide": (tenancy.may(user, APPROVE, institution) and unit.state != State.DRAFT, _("Ocultar"), "no-view"),
    }
    offered = {name: shown for name, shown in able.items() if shown[0]}
    urls = {name: unit_url(name, unit) for name in offered if name != "add"}
    urls["add"] = f"{reverse(f'{NAMESPACE}:add')}?parent={unit.pk}"
    return [
        *(
            Button(label, url=urls[name], icon_name=icon, priority=place)
            for place, (name, (_able, label, icon)) in enumerate(offered.items())
        ),
        Button(_("Ver la página"), url=unit.get_absolute_url(), icon_name="link-external", priority=len(able)),
    ]


def may_be_moved(unit: ArchivalUnit) -> bool:
    """A fonds hangs from nothing, and stays so."""
    return unit.level != Level.FONDS


def what_hangs_below(branch: Branch) -> str:
    units = ngettext("%(count)d unidad", "%(count)d unidades", branch.units) % {"count": branch.units}
    documents = ngettext("%(count)d documento", "%(count)d documentos", branch.documents)
    return str(_("%(units)s y %(documents)s")) % {
        "units": units,
        "documents": documents % {"count": branch.documents},
    }


class UnitActView(ActView):
    model = ArchivalUnit
    refusal = NotPossible

    def get_base_object_queryset(self) -> Any:
        return ArchivalUnit.objects.select_related("institution", "parent")

    @cached_property
    def branch(self) -> Branch:
        return classification.below(self.object)

    @property
    def way_back(self) -> str:
        return unit_url("branch", self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:tree"), "label": _("Cuadro de clasificación")},
            {"url": self.way_back, "label": self.object.title},
            {"url": "", "label": self.get_page_title()},
        ]


class MoveForm(ReasonForm):
    """Where to: a unit of the same institution and of a higher level, or the top."""

    parent = forms.ModelChoiceField(
        ArchivalUnit.objects.none(),
        label=_("Pasarla a"),
        required=False,
        help_text=_("Una unidad de la misma institución y de nivel superior."),
        error_messages={"invalid_choice": _("Elija una unidad de la que esta pueda colgar.")},
    )
    to_the_top = forms.BooleanField(label=TO_THE_TOP, required=False)
    moving = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("parent", "to_the_top", "reason", "moving")

    def __init__(self, *args: Any, unit: ArchivalUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"moving": unit.pk}
        self.fields["parent"].widget = RowChooser(ArchivalUnit, linked_fields={"moving": "#id_moving"})
        limit(self.fields["parent"], classification.may_hang_from(unit))
        if unit.parent_id is None:
            del self.fields["to_the_top"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("parent")) == bool(given.get("to_the_top")):
            raise ValidationError(_("Diga a dónde pasa: elija una unidad o lo más alto del cuadro."))
        return given


class MoveView(UnitActView):
    permission_required = CHANGE
    page_title = _("Mover")
    header_icon = "arrow-right-full"
    form_class = MoveForm
    button_label = _("Sí, mover")
    done_message = _("«%(title)s» está en su nuevo lugar.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.object}

    def hindrance(self) -> Any:
        return "" if may_be_moved(self.object) else _("Un fondo no cuelga de otra unidad: no hay a dónde moverlo.")

    def sentences(self) -> list[Any]:
        where = self.object.parent or _("ninguna unidad: está en lo más alto del cuadro")
        return [
            _("Ahora cuelga de %(where)s.") % {"where": where},
            _("Con ella se mueve lo que tiene debajo: %(below)s.") % {"below": what_hangs_below(self.branch)},
            _("Su código de referencia, los de lo que tiene debajo y todas las direcciones se quedan como están."),
        ]

    def act(self, form: Any, actor: User) -> None:
        given = form.cleaned_data
        classification.move(self.object, given["parent"], actor=actor, reason=given["reason"])


class ShowView(UnitActView):
    permission_required = APPROVE
    page_title = _("Mostrar a los lectores")
    header_icon = "view"
    button_label = _("Sí, mostrar")
    done_message = _("Los lectores ven «%(title)s».")

    def hindrance(self) -> Any:
        fields = [classification.label(name) for name in classification.missing(self.object)]
        if not fields:
            return ""
        return _("Complete antes su descripción: falta %(fields)s.") % {"fields": ", ".join(fields)}

    def sentences(self) -> list[Any]:
        return [
            _("Los lectores verán su descripción en %(url)s y podrán filtrar por ella.")
            % {"url": self.request.build_absolute_uri(self.object.get_absolute_url())},
            _("Los documentos que contiene siguen tan públicos o tan cerrados como están."),
            _("Las unidades de adentro se muestran una por una."),
        ]

    def act(self, form: Any, actor: User) -> None:
        classification.show(self.object, actor=actor)


class HideView(UnitActView):
    permission_required = APPROVE
    page_title = _("Ocultar a los lectores")
    header_icon = "no-view"
    form_class = ReasonForm
    button_label = _("Sí, ocultar")
    done_message = _("Los lectores ya no ven «%(title)s» ni las unidades de adentro.")

    def sentences(self) -> list[Any]:
        return [
            _("Se oculta con todas las unidades que tiene debajo (%(count)d).") % {"count": self.branch.units},
            _("Los documentos que contiene siguen tan públicos o tan cerrados como están."),
            _("Para volver a mostrarla hay que mostrar una por una las unidades de adentro."),
        ]

    def act(self, form: Any, actor: User) -> None:
        classification.hide(self.object, actor=actor, reason=form.cleaned_data["reason"])
