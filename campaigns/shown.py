"""Which spots readers get: those of a campaign that they get. Every way to a spot or its files asks here."""

from typing import Any

from django.db.models import Exists, ExpressionWrapper, OuterRef, TextField, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.core.visibility import pages_shown


def spots_shown(spots: Any) -> Any:
    """Of these spots (a queryset), those that anybody may hear now."""
    # A page's path in the tree is that of its parent and one step more.
    above = ExpressionWrapper(
        Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Page.steplen), output_field=TextField()
    )
    campaigns = pages_shown(Page.objects.annotate(wanted=above).filter(path=above))
    return pages_shown(spots).filter(Exists(campaigns))
