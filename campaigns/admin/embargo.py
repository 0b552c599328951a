"""Moving or lifting the embargo of a release that is published."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput

from campaigns import embargoes
from campaigns.admin.wall_clock import WallClockField
from campaigns.models import PressReleasePage
from cms.core import zones
from cms.core.models.embargo import said, under_embargo_until

LIFT = "lift"
"""The button that opens the release at once."""


class EmbargoForm(forms.Form):
    """Another minute, that has not come."""

    until = WallClockField(label=gettext_lazy("Bajo embargo hasta"), widget=AdminDateTimeInput)
    zone = forms.ChoiceField(label=gettext_lazy("Con el reloj de"), choices=list(zones.ZONES.items()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                cleaned["instant"] = zones.at(cleaned["until"], cleaned["zone"])
            except zones.NoSuchTime as error:
                message = _("Ese día los relojes se adelantan y esa hora no existe en esa zona. Escriba otra.")
                raise ValidationError({"until": message}) from error
            if cleaned["instant"] <= timezone.now():
                raise ValidationError(
                    {"until": _("Ese minuto ya pasó. Escriba uno que falte, o levante el embargo.")}
                )
        return cleaned


class ChangeEmbargo(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """For whoever may publish the release; where nothing is under embargo there is nothing to change."""

    template_name = "campaigns_admin/change_embargo.html"
    page_title = gettext_lazy("Embargo")
    header_icon = "time"
    form_class = EmbargoForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(PressReleasePage, pk=kwargs["pk"])
        until = under_embargo_until(self.page)
        if until is None or not self.page.permissions_for_user(request.user).can_publish():
            raise Http404
        self.until = until

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_initial(self) -> dict[str, Any]:
        there = self.until.astimezone(ZoneInfo(self.page.embargo_zone))
        return {"until": there.replace(tzinfo=None), "zone": self.page.embargo_zone}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if LIFT not in request.POST:
            return super().post(request, *args, **kwargs)
        embargoes.change(self.page, None, self.page.embargo_zone, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Se levantó el embargo: ya lo lee cualquiera."))
        return self._back()

    def form_valid(self, form: EmbargoForm) -> HttpResponse:
        until, zone = form.cleaned_data["instant"], form.cleaned_data["zone"]
        embargoes.change(self.page, until, zone, actor=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Bajo embargo hasta el %(when)s.") % {"when": said(until, zone)})
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "said": said(self.until, self.page.embargo_zone),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }
