"""The form of a spot: it offers, and names, only the recordings of the people who edit."""

from typing import Any

from django.db.models import Q

from campaigns.admin.forms import GatedPageForm
from campaigns.models.recording import Recording
from campaigns.recording_access import recordings_of


class SpotForm(GatedPageForm):
    """The recording is one of the person's own institutions, or the one that was chosen before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or "recording" not in self.fields:
            return
        usable = recordings_of(self.for_user).values("pk")
        rows = Recording.objects.filter(Q(pk__in=usable) | Q(pk=self.instance.recording_id))
        self.fields["recording"].queryset = rows
