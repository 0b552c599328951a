"""Where a state sees what the national team corrected, field by field, and accepts it or says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from campaigns import adapted_fields, corrections
from campaigns.admin.national_campaigns import NAMESPACE, NamedView
from campaigns.corrections import AlreadyDecided, Decision, Offered, PageLocked, UndecidedConflict
from campaigns.models import Adaptation, Correction
from campaigns.recording_access import may_edit

LATER, ACCEPT, DECLINE = "later", "accept", "decline"
KEEP, REPLACE = "keep", "replace"
MOST_DECIDED = 50
REOPEN = "reopen"
"""The name of the button that lets a correction wait again."""


class DecisionForm(forms.Form):
    """What becomes of one correction. Left for later is what it is without an answer."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Qué hace con ella"),
        choices=[
            (ACCEPT, gettext_lazy("Aceptarla")),
            (DECLINE, gettext_lazy("No aceptarla")),
            (LATER, gettext_lazy("Decidir después")),
        ],
        widget=forms.RadioSelect,
        initial=LATER,
    )
    conflict = forms.ChoiceField(
        label=gettext_lazy("Los dos cambiaron lo mismo. Si la acepta, ¿cuál texto queda?"),
        choices=[
            (KEEP, gettext_lazy("El de mi estado, que ya lo toma en cuenta")),
            (REPLACE, gettext_lazy("El nacional, en lugar del mío")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Motivo, si no la acepta"),
        help_text=gettext_lazy("Lo lee el equipo nacional."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_conflict: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_conflict:
            del self.fields["conflict"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Escriba por qué no la acepta: el equipo nacional necesita saberlo."))
        if cleaned.get("decision") == ACCEPT and "conflict" in self.fields and not cleaned.get("conflict"):
            self.add_error("conflict", _("Diga cuál texto queda."))
        return cleaned

    @property
    def decided(self) -> Decision | None:
        """None where it is left for later."""
        said = self.cleaned_data
        if said["decision"] == LATER:
            return None
        replaces = said.get("conflict") == REPLACE if "conflict" in self.fields else None
        return Decision(said["decision"] == ACCEPT, said["reason"].strip(), replaces)


@dataclass(frozen=True, slots=True)
class Asked:
    """One correction as it is asked about: what changed nationally, what the state has of its own."""

    offered: Offered
    form: DecisionForm
    national: Any
    own: Any
    """A comparison as Wagtail's panels give it; None where the state left the field as it was."""


@dataclass(frozen=True, slots=True)
class Group:
    """The corrections of one page: the campaign, or a piece of it."""

    page: Page
    adaptation: Adaptation
    asked: list[Asked]
    decided: list[tuple[str, Correction, bool]]
    """Each with what its field is called, and whether it may be decided again."""


class Corrections(NamedView):
    """All that changed nationally in a campaign and its pieces since a state took them."""

    template_name = "campaigns_admin/corrections.html"
    page_title = gettext_lazy("Correcciones nacionales")
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.adaptation = get_object_or_404(Adaptation.objects.select_related("page", "source"), page=kwargs["pk"])
        if not may_edit(request.user, self.adaptation.page.specific):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.adaptation.page.specific_deferred.get_admin_display_title())

    @cached_property
    def adaptations(self) -> list[Adaptation]:
        """The campaign and its pieces, in the order of their editors."""
        below = Page.objects.descendant_of(self.adaptation.page, inclusive=True)
        rows = Adaptation.objects.filter(page__in=below).select_related("page", "source", "taken_revision")
        return list(rows.order_by("page__path"))

    @cached_property
    def groups(self) -> list[Group]:
        return [self._group(each) for each in self.adaptations]

    def _group(self, adaptation: Adaptation) -> Group:
        page = adaptation.page.specific
        offered = corrections.offered(adaptation)
        compared = comparisons(page, self.request) if offered else {}
        decided = adaptation.corrections.exclude(status=corrections.Status.OFFERED).select_related("decided_by")
        again = set(corrections.reopenable(adaptation).values_list("pk", flat=True))
        rows = [
            (adapted_fields.label(type(page), each.field), each, each.pk in again) for each in decided[:MOST_DECIDED]
        ]
        return Group(page, adaptation, [self._asked(each, page, compared) for each in offered], rows)

    def _asked(self, offered: Offered, page: Page, compared: Mapping[str, Any]) -> Asked:
        correction = offered.correction
        form = DecisionForm(
            self.request.POST if self.request.method == "POST" else None,
            prefix=f"c{correction.pk}",
            is_conflict=offered.is_conflict,
        )
        compare = compared.get(correction.field)
        before, since = offered.base.as_object(), correction.revision.as_object()
        own = page.get_latest_revision_as_object() if offered.is_adapted else None
        return Asked(
            offered=offered,
            form=form,
            national=compare(before, since) if compare else None,
            own=compare(before, own) if compare and own is not None else None,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if REOPEN in request.POST:
            return self._reopen(request.POST[REOPEN])
        asked = [(group.adaptation, each) for group in self.groups for each in group.asked]
        named = {key.partition("-")[0] for key in request.POST if key.startswith("c") and "-" in key}
        if named - {each.form.prefix for _adaptation, each in asked}:
            messages.error(request, _("Alguien decidió antes, o llegó otra corrección. Revise lo que queda."))
            return self.render_to_response(self.get_context_data())
        # Each is asked, whatever the first one says: everything that is amiss is told at once.
        valid = [each.form.is_valid() for _adaptation, each in asked]
        if not all(valid):
            messages.error(request, _("Falta algo: está marcado abajo. No se guardó nada todavía."))
            return self.render_to_response(self.get_context_data())
        try:
            number = self._decide(asked)
        except (AlreadyDecided, UndecidedConflict):
            messages.error(request, _("Alguien decidió al mismo tiempo. Revise lo que queda."))
        except PageLocked:
            messages.error(request, _("La página está bloqueada o en revisión. Acepte cuando se desbloquee."))
            return self.render_to_response(self.get_context_data())
        else:
            messages.success(request, _said(number))
        return redirect(reverse(f"{NAMESPACE}:corrections", args=[self.adaptation.page_id]))

    def _reopen(self, key: str) -> HttpResponse:
        found = {str(row.pk): group.adaptation for group in self.groups for _label, row, _again in group.decided}
        adaptation = found.get(key, self.adaptation)
        try:
            corrections.reopen(adaptation, int(key) if key in found else 0, actor=self.request.user)  # type: ignore[arg-type]
        except AlreadyDecided:
            messages.error(self.request, _("Alguien decidió antes, o llegó otra corrección. Revise lo que queda."))
        else:
            messages.success(self.request, _("La corrección espera otra vez su decisión."))
        return redirect(reverse(f"{NAMESPACE}:corrections", args=[self.adaptation.page_id]))

    def _decide(self, asked: Iterable[tuple[Adaptation, Asked]]) -> int:
        decisions: dict[Adaptation, dict[int, Decision]] = {}
        for adaptation, each in asked:
            if decision := each.form.decided:
                decisions.setdefault(adaptation, {})[each.offered.correction.pk] = decision
        corrections.decide_all(decisions, actor=self.request.user)  # type: ignore[arg-type]
        return sum(len(each) for each in decisions.values())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "groups": self.groups,
            "is_asked": any(group.asked for group in self.groups),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.adaptation.page_id]),
        }


def _said(number: int) -> str:
    if not number:
        return _("Nada se decidió: todo queda para después.")
    said = ngettext("Se guardó %d decisión.", "Se guardaron %d decisiones.", number) % number
    return said + " " + _("Lo aceptado está en el borrador: revíselo y publíquelo.")


def comparisons(page: Any, request: HttpRequest) -> dict[str, Any]:
    """How Wagtail compares each field of the page, by the name of the field."""
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=request, form=None)
    return {_field(each): each for each in panel.get_comparison()}


def _field(comparison: Any) -> str:
    field = comparison.args[0]
    return str(field.get_accessor_name() if field.auto_created else field.name)
