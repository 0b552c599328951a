"""Which pages readers get of those that hang from others (`HangingPage`): where they get the other one too.

The one rule of visibility asks here.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, TextField, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.core.visibility import pages_standing


def silent_channels(now: datetime) -> Q:
    """The pages that hang from something that readers do not get, also where what they hang from hangs itself;
    registered with `cms.core.visibility`."""
    astray = _pages_above().filter(_hangs(), ~Exists(_standing_above(now)))
    return _hangs() & (~Exists(_standing_above(now)) | Q(Exists(astray)))


def _standing_above(now: datetime) -> Any:
    """The page above, where it is public by itself."""
    return pages_standing(_pages_above(), now)


def _pages_above() -> Any:
    # A page's path in the tree is that of its parent and one step more.
    path = ExpressionWrapper(
        Substr(OuterRef("path"), Value(1), Length(OuterRef("path")) - Page.steplen), output_field=TextField()
    )
    return Page.objects.annotate(wanted=path).filter(path=path)


def _hangs() -> Q:
    return Q(content_type__app_label="campaigns", content_type__model__in=_kinds())


def _kinds() -> list[str]:
    from campaigns.models.channel import HangingPage  # noqa: PLC0415 - it asks here which of its rows are shown

    return [kind._meta.model_name for kind in _below(HangingPage) if not kind._meta.abstract]  # noqa: SLF001


def _below(kind: type[Any]) -> list[type[Any]]:
    return [each for direct in kind.__subclasses__() for each in (direct, *_below(direct))]
