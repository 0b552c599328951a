"""Which channels readers get: those of a campaign that they get. Every way to one, or to its files, asks here."""

from typing import Any

from django.db.models import Exists, ExpressionWrapper, OuterRef, TextField, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.core.visibility import pages_shown


def channels_shown(channels: Any) -> Any:
    """Of these pages (a queryset), those that anybody may read now, and whose page above is there as well."""
    # A page's path in the tree is that of its parent and one step more.
    path = ExpressionWrapper(
        Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Page.steplen), output_field=TextField()
    )
    above = pages_shown(Page.objects.annotate(wanted=path).filter(path=path))
    return pages_shown(channels).filter(Exists(above))
