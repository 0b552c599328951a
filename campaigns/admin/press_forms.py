"""The forms of what is meant for the press."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.admin.campaign_form import SignedForm
from campaigns.admin.wall_clock import WallClockForm


class ReleaseForm(WallClockForm, SignedForm):
    """An embargo is a promise about the future, and one that can be kept."""

    clocks: ClassVar[Mapping[str, str]] = {"embargo_until": "embargo_zone"}

    def clean(self) -> dict[str, Any]:
        before = self.instance.embargo_until
        cleaned = super().clean()
        until = cleaned.get("embargo_until")
        if until is None:
            return cleaned
        if until != before and until <= timezone.now():
            message = _("Ese minuto ya pasó. Escriba uno que falte, o déjelo vacío para que se lea de una vez.")
            self.add_error("embargo_until", message)
        ends = cleaned.get("expire_at")
        if ends and ends <= until:
            message = _("La página caduca antes de que termine el embargo: nadie la leería. Cambie una fecha.")
            self.add_error("embargo_until", message)
        return cleaned


class AppearanceForm(WallClockForm):
    """The hour is that of the clocks where the programme is made."""

    clocks: ClassVar[Mapping[str, str]] = {"on_air_at": "zone"}
