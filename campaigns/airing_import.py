"""Take in what stations report of a spot: the same log handed in again adds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.broadcast_log import Broadcast, Problem, read_log
from campaigns.models import Airing, SpotPage
from cms.core.reference.models import State

LOGGED = "campaigns.import_airings"
SAID = ["frequency", "times", "audience", "source"]
"""What a corrected log may say differently of the same broadcast."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a log: new lines, corrected and known ones, and what was left out with its reasons."""

    added: int
    changed: int
    known: int
    problems: Sequence[Problem]
    unknown_columns: Sequence[str]


def import_log(spot: SpotPage, content: bytes, *, actor: User, keep_good: bool = False) -> Imported:
    """Raises BadLog with every problem of the file; with `keep_good` its good lines are taken all the same.

    A line that is known is corrected where the log now says something else of it.
    """
    read = read_log(content, _states(), today=timezone.localdate(), keep_good=keep_good)
    codes = {state.code: state for state in State.objects.all()}
    rows = {row.key(str(spot.pk)): _airing(spot, row, codes) for row in read.rows}
    with transaction.atomic():
        # Of two same logs at once, the second one sees what the first one brought.
        SpotPage.objects.select_for_update(of=("self",)).get(pk=spot.pk)
        there = {each.key: each for each in Airing.objects.filter(spot=spot, key__in=rows)}
        new = [row for key, row in rows.items() if key not in there]
        changed = [
            _corrected(there[key], row) for key, row in rows.items() if key in there and _differs(there[key], row)
        ]
        Airing.objects.bulk_create(new)
        Airing.objects.bulk_update(changed, SAID)
        known = len(there) - len(changed)
        if new or changed:
            told = {"added": len(new), "changed": len(changed), "known": known}
            log(spot, LOGGED, user=actor, data=told)
    return Imported(len(new), len(changed), known, read.problems, read.unknown_columns)


def _airing(spot: SpotPage, row: Broadcast, states: Mapping[str, State]) -> Airing:
    return Airing(
        spot=spot,
        key=row.key(str(spot.pk)),
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


def _differs(known: Airing, said: Airing) -> bool:
    return any(getattr(known, name) != getattr(said, name) for name in SAID)


def _corrected(known: Airing, said: Airing) -> Airing:
    for name in SAID:
        setattr(known, name, getattr(said, name))
    return known


def _states() -> dict[str, str]:
    """The code of each state by all it is called."""
    found: dict[str, str] = {}
    for state in State.objects.all():
        found |= dict.fromkeys([state.code, state.name, *state.aliases], state.code)
    return found
