"""Dates with a time of day, typed and shown as clocks of a named zone show them, whoever types and from where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.admin.forms import GatedPageForm
from cms.core import tenancy, zones
from cms.core.reference.models import Institution


class WallClockField(forms.DateTimeField):
    """Date and time without a zone: the form knows of which zone they are."""

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override("UTC"):
            found: datetime | None = super().to_python(value)
        return found.replace(tzinfo=None) if found else None


class WallClockForm(GatedPageForm):
    """Of `clocks`, each field of an instant is typed in the zone that another field of the form names."""

    clocks: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, zone in self.clocks.items():
            if name not in self.fields:
                continue
            given = self.fields[name]
            self.fields[name] = WallClockField(
                label=given.label, help_text=given.help_text, required=given.required, widget=given.widget
            )
            if not self.instance.pk:
                self.initial[zone] = self._own_zone()
            if instant := getattr(self.instance, name):
                there = ZoneInfo(self.initial.get(zone) or zones.CENTRAL)
                self.initial[name] = instant.astimezone(there).replace(tzinfo=None)

    def _own_zone(self) -> str:
        """That of the section's state, else of the writer's only institution."""
        above = getattr(self.parent_page, "specific", None)
        state = above.speaks_for() if above is not None and hasattr(above, "speaks_for") else None
        if state is None and self.for_user is not None:
            institutions = Institution.objects.filter(pk__in=tenancy.institution_ids(self.for_user))
            own = list(institutions.select_related("state"))
            state = own[0].state if len(own) == 1 else None
        return zones.of_state(state.code if state else None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, zone in self.clocks.items():
            if cleaned.get(name):
                cleaned[name] = self._instant(name, cleaned[name], cleaned.get(zone) or zones.CENTRAL)
        return cleaned

    def _instant(self, name: str, typed: datetime, zone: str) -> datetime | None:
        try:
            return zones.at(typed, zone)
        except zones.NoSuchTime:
            self.add_error(
                name, _("Ese día los relojes se adelantan y esa hora no existe en esa zona. Escriba otra.")
            )
            return None
