"""The form of a body's page: it offers the institutions that have their place where the page hangs."""

from typing import Any

from django.db.models import Q

from campaigns.admin.forms import GatedPageForm
from cms.core.reference.models import Institution


class BodyForm(GatedPageForm):
    """Of a state's page those of the state, of the list the national ones; without those that have a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "institution" not in self.fields:
            return
        above = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        section = getattr(above.specific, "state", None) if above else None
        free = Q(state=section, page=None)
        self.fields["institution"].queryset = Institution.objects.filter(free | Q(pk=self.instance.institution_id))
