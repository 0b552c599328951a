"""Which pages readers get of those that hang from others (`HangingPage`): where they get the other one too.

Every way to such a page, or to its files, asks here.
"""

from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, TextField, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.core.visibility import pages_shown


def channels_shown(channels: Any) -> Any:
    """Of these pages (a queryset), those that anybody may read now, and whose page above is there as well; where
    that one hangs too, what is above it."""
    from campaigns.models.channel import HangingPage  # noqa: PLC0415 - pages ask here

    hanging = Page.objects.type(HangingPage).annotate(wanted=_path_above()).filter(path=F("wanted"))
    astray = hanging.filter(~Exists(_above()))
    return pages_shown(channels).filter(Exists(_above()), ~Exists(astray))


def _above() -> Any:
    """The page above, where anybody may read it."""
    return pages_shown(Page.objects.annotate(wanted=_path_above()).filter(path=F("wanted")))


def _path_above() -> Any:
    """A page's path in the tree is that of its parent and one step more."""
    return ExpressionWrapper(
        Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Page.steplen), output_field=TextField()
    )
