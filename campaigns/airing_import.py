"""Take in what stations report of a spot: the same log handed in again adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.broadcast_log import Problem, read_log
from campaigns.models import Airing, SpotPage
from cms.core.reference.models import State

LOGGED = "campaigns.import_airings"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a log: new lines, lines that were known, and what was left out with its reasons."""

    added: int
    known: int
    problems: Sequence[Problem]
    unknown_columns: Sequence[str]


@transaction.atomic
def import_log(spot: SpotPage, content: bytes, *, actor: User, keep_good: bool = False) -> Imported:
    """Raises BadLog with every problem of the file; with `keep_good` its good lines are taken all the same."""
    read = read_log(content, _states(), today=timezone.localdate(), keep_good=keep_good)
    codes = {state.code: state for state in State.objects.all()}
    rows = {row.key(str(spot.pk)): row for row in read.rows}
    there = set(Airing.objects.filter(spot=spot, key__in=rows).values_list("key", flat=True))
    new = [
        Airing(
            spot=spot,
            key=key,
            station=row.station,
            call_sign=row.call_sign,
            frequency=row.frequency,
            date=row.on,
            at=row.at,
            state=codes[row.state],
            times=row.times,
            audience=row.audience_reported,
            source=row.source,
        )
        for key, row in rows.items()
        if key not in there
    ]
    Airing.objects.bulk_create(new)
    if new:
        log(spot, LOGGED, user=actor, data={"added": len(new), "known": len(there)})
    return Imported(len(new), len(there), read.problems, read.unknown_columns)


def _states() -> dict[str, str]:
    """The code of each state by all it is called."""
    found: dict[str, str] = {}
    for state in State.objects.all():
        found |= dict.fromkeys([state.code, state.name, *state.aliases], state.code)
    return found
