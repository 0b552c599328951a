"""The forms of campaigns and of what hangs from them: whoever works for one institution signs with it, and a state
keeps what is locked."""

from typing import Any

from campaigns import locks, state_pages
from campaigns.adapted_fields import LOCAL
from campaigns.admin.forms import GatedPageForm
from cms.core import tenancy
from cms.core.reference.models import Institution, State
from cms.core.tenancy import KEEPS_THE_SITE


class SignedForm(GatedPageForm):
    """Only who keeps the whole site signs with any institution; below the page of a state one of that state signs,
    whoever writes: who coordinates a region helps its states and signs for none of them with another's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or "institution" not in self.fields:
            return
        own = frozenset(tenancy.institution_ids(self.for_user))
        above = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        offered = own
        if section := state_pages.section_of(above):
            there = frozenset(Institution.objects.existing().filter(state=section).values_list("pk", flat=True))
            own &= there
            offered = own or there
        elif self.for_user.has_perm(KEEPS_THE_SITE):
            offered = frozenset(Institution.objects.values_list("pk", flat=True))
        chosen = offered | ({self.instance.institution_id} - {None})
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=chosen)
        if len(own) == 1 and not self.instance.pk:
            self.initial["institution"] = next(iter(own))


class CampaignForm(SignedForm):
    """Below the page of a state, a campaign runs in that state."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = state_pages.state_of(self.parent_page)
        # What a panel has no field of in the form is not shown; what is locked is shown in a panel of its own.
        not_asked = ("states", "locked_fields") if self.state else LOCAL
        for name in (*not_asked, *locks.locked(self.instance)):
            self.fields.pop(name, None)

    def _post_clean(self) -> None:
        if self.state is not None:
            self.instance.states = [self.state]
        super()._post_clean()


class ActivityForm(SignedForm):
    """Below the page of a state an activity is of that state, or for the whole country."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        section = getattr(above.specific, "state", None) if above else None
        if section is None or "state" not in self.fields:
            return
        self.fields["state"].queryset = State.objects.filter(pk=section.pk)
        if not self.instance.pk:
            self.initial["state"] = section.pk
