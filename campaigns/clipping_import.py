"""Take in a list of what was published about a release or a campaign."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Page

from campaigns.clipping_log import Published, read_log
from campaigns.log_import import Imported, LogKind, names_of_states, take_in
from campaigns.models import Clipping
from cms.core.reference.models import State

LOGGED = "campaigns.import_clippings"
CLIPPINGS = LogKind(Clipping, "page", ("kind", "author", "state", "url", "audience", "source"), LOGGED)


def import_clippings(page: Page, content: bytes, *, actor: User, keep_good: bool = False) -> Imported:
    """Raises BadLog with every problem of the file; with `keep_good` its good lines are taken all the same."""
    read = read_log(content, names_of_states(), today=timezone.localdate(), keep_good=keep_good)
    return take_in(CLIPPINGS, page, read, _clipping, actor=actor)


def _clipping(row: Published, states: Mapping[str, State]) -> Clipping:
    return Clipping(
        medium=row.medium,
        date=row.on,
        title=row.title,
        kind=row.kind,
        author=row.author,
        state=states.get(row.state),
        url=row.url,
        audience=row.audience_reported,
        source=row.source,
    )
