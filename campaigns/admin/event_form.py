"""The form of an event: its hours are typed as the clocks at the place show them."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from campaigns.admin.campaign_form import SignedForm
from campaigns.events import times
from cms.core import zones
from cms.core.reference.models import State
from cms.core.tenancy import KEEPS_THE_SITE


class WallClockField(forms.DateTimeField):
    """Date and time without a zone: which one it is, the whole form says."""

    widget = AdminDateTimeInput

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            read: datetime | None = super().to_python(value)
        return read.replace(tzinfo=None) if read else None


CLOCKS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


class EventForm(SignedForm):
    """Whoever works for one state announces what is in that state."""

    starts_at = WallClockField(label=_("Empieza"), help_text=_("En los relojes del lugar."))
    ends_at = WallClockField(label=_("Termina"))
    registration_opens_at = WallClockField(
        label=_("El registro abre"), required=False, help_text=_("Vacío: desde que se publica.")
    )
    registration_closes_at = WallClockField(
        label=_("El registro cierra"), required=False, help_text=_("Vacío: cuando empieza el evento.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CLOCKS:
            if instant := getattr(self.instance, name):
                self.initial[name] = times.local(instant, self.instance.clock).replace(tzinfo=None)
        self._offer_states()

    def _offer_states(self) -> None:
        """Only who keeps the whole site announces an event in any state."""
        if "state" not in self.fields or self.for_user is None:
            return
        above = self.parent_page.specific if self.parent_page else None
        own = above.speaks_for() if above is not None and hasattr(above, "speaks_for") else None
        if own is not None and not self.instance.pk:
            self.initial["state"] = own.pk
        if not self.for_user.has_perm(KEEPS_THE_SITE):
            offered = {own.pk if own else None, self.instance.state_id}
            self.fields["state"].queryset = State.objects.filter(pk__in=offered - {None})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("capacity") == 0:
            self.add_error("capacity", _("Escriba por lo menos un lugar, o deje vacío el cupo si caben todos."))
        state = cleaned.get("state")
        cleaned["zone"] = zone = cleaned.get("zone") or zones.of_state(state.code if state else None)
        for name in CLOCKS:
            shown = cleaned.get(name)
            if shown is None:
                continue
            try:
                cleaned[name] = zones.at(shown, zone)
            except zones.NoSuchTime:
                message = _("Ese día los relojes se adelantan y esa hora no existe. Ponga otra.")
                self.add_error(name, message)
        return cleaned
