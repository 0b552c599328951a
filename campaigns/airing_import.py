"""Take in what stations report of a spot: the same log handed in again adds nothing, and one that was handed in by
mistake can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.broadcast_log import Broadcast, Problem, read_log
from campaigns.models import Airing, AiringImport, SpotPage
from cms.core.reference.models import State

LOGGED = "campaigns.import_airings"
UNDONE = "campaigns.undo_airings"
SAID = ["frequency", "times", "audience", "source"]
"""What a corrected log may say differently of the same broadcast."""


class NotUndoable(Exception):
    """A log that can't be taken back now. The message, in Spanish, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a log: new lines, corrected and known ones, and what was left out with its reasons."""

    added: int
    changed: int
    known: int
    problems: Sequence[Problem]
    unknown_columns: Sequence[str]


def import_log(
    spot: SpotPage, content: bytes, *, actor: User, filename: str = "", keep_good: bool = False
) -> Imported:
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
        differing = [(there[key], row) for key, row in rows.items() if key in there and _differs(there[key], row)]
        before = {known.key: _said(known) for known, _row in differing}
        changed = [_corrected(known, row) for known, row in differing]
        known = len(there) - len(changed)
        if new or changed:
            kept = AiringImport.objects.create(
                spot=spot, by=actor, filename=filename[:255], added=len(new), known=known, before=before
            )
            for row in new:
                row.handed_in = kept
            Airing.objects.bulk_create(new)
            Airing.objects.bulk_update(changed, SAID)
            told = {"added": len(new), "changed": len(changed), "known": known}
            log(spot, LOGGED, user=actor, data=told)
    return Imported(len(new), len(changed), known, read.problems, read.unknown_columns)


@transaction.atomic
def undo(kept: AiringImport, *, actor: User) -> None:
    """Take the lines of a log away again, and let those that it corrected say what they said before.

    Raises NotUndoable where it was taken back already, or where a later log corrected lines of it: that one goes
    first.
    """
    SpotPage.objects.select_for_update(of=("self",)).get(pk=kept.spot_id)
    kept = AiringImport.objects.get(pk=kept.pk)
    if kept.undone_at:
        raise NotUndoable(_("Esa carga ya se deshizo."))
    added = Airing.objects.filter(handed_in=kept)
    _no_later_one(kept, {*kept.before, *added.values_list("key", flat=True)})
    corrected = list(Airing.objects.filter(spot=kept.spot_id, key__in=list(kept.before)))
    for row in corrected:
        for name, value in kept.before[row.key].items():
            setattr(row, name, value)
    Airing.objects.bulk_update(corrected, SAID)
    removed, _by_model = added.delete()
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])
    told = {"removed": removed, "restored": len(corrected), "filename": str(kept)}
    log(kept.spot, UNDONE, user=actor, data=told)


def _no_later_one(kept: AiringImport, keys: set[str]) -> None:
    later = AiringImport.objects.filter(spot=kept.spot_id, pk__gt=kept.pk, undone_at=None)
    for each in later:
        if not keys.isdisjoint(each.before):
            message = _("Una carga posterior («%(name)s») corrigió líneas de esta: deshaga primero aquella.")
            raise NotUndoable(message % {"name": each})


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


def _said(row: Airing) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SAID}


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
