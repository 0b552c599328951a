"""Take in what stations report of a spot."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.broadcast_log import Broadcast, read_log
from campaigns.log_import import Imported, LogKind, names_of_states, take_in
from campaigns.models import Airing, SpotPage
from cms.core.reference.models import State

LOGGED = "campaigns.import_airings"
AIRINGS = LogKind(Airing, "spot", ("frequency", "times", "audience", "source"), LOGGED)


def import_log(spot: SpotPage, content: bytes, *, actor: User, keep_good: bool = False) -> Imported:
    """Raises BadLog with every problem of the file; with `keep_good` its good lines are taken all the same.

    A line that is known is corrected where the log now says something else of it.
    """
    read = read_log(content, names_of_states(), today=timezone.localdate(), keep_good=keep_good)
    return take_in(AIRINGS, spot, read, _airing, actor=actor)


def _airing(row: Broadcast, states: Mapping[str, State]) -> Airing:
    return Airing(
        station=row.station,
        call_sign=row.call_sign,
        frequency=row.frequency,
        date=row.on,
        at=row.at,
        state=states[row.state],
        times=row.times,
        audience=row.audience_reported,
        source=row.source,
    )
