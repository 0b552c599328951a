"""The page of the administration where a state takes national campaigns, and sees how it stands to each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from campaigns import national, state_pages, taking
from campaigns.admin.titled import TitledView
from campaigns.models import CampaignPage
from campaigns.taking import NotTakeable, Taken
from cms.core.reference.models import State

NAMESPACE = "campaigns_replication"


class NamedView(TitledView, TemplateView):
    """A page of the administration that says above what it is, and of what."""


class NationalCampaigns(NamedView):
    """For one of the states that the person writes for: who writes for several chooses which."""

    template_name = "campaigns_admin/national_campaigns.html"
    page_title = gettext_lazy("Campañas nacionales")
    header_icon = "site"

    @cached_property
    def states(self) -> list[State]:
        return list(state_pages.states_written_by(self.request.user))

    @cached_property
    def state(self) -> State:
        """The one that was asked for, or the first. 404 where the person writes for none, or not for that one."""
        asked = self.request.GET.get("state", "")
        found = next((each for each in self.states if asked in ("", each.code)), None)
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.state.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "states": self.states,
            "state": self.state,
            "campaigns": national.of_state(self.state),
            "state_page": state_pages.page_of(self.state),
        }


class TakeCampaign(View):
    """One press of a button: the state has its own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        state = get_object_or_404(state_pages.states_written_by(request.user), code=code)
        campaign = get_object_or_404(CampaignPage, pk=pk)
        try:
            taken = taking.take(campaign, state, request.user)  # type: ignore[arg-type]
        except NotTakeable as why:
            messages.error(request, str(why))
            return redirect(f"{reverse(f'{NAMESPACE}:national')}?state={state.code}")
        messages.success(request, _said(taken, state))
        return redirect(reverse("wagtailadmin_pages:edit", args=[taken.adaptation.page_id]))


def _said(taken: Taken, state: State) -> str:
    pieces = ngettext("%d pieza nueva", "%d piezas nuevas", taken.pieces) % taken.pieces
    if taken.is_new:
        said = _("%(state)s ya tiene su propia copia, con %(pieces)s, en borrador. Hágala suya y publíquela.")
    elif taken.pieces:
        said = _("%(state)s ya la tenía: se agregaron %(pieces)s, en borrador.")
    else:
        said = _("%(state)s ya la tenía. Es esta.")
    return said % {"state": state.name, "pieces": pieces}
