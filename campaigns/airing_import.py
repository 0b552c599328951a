"""Take in what stations report of a spot, and take back a log that was handed in by mistake."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from campaigns.broadcast_log import Broadcast, read_log
from campaigns.log_import import HandedIn, Imported, LogKind, names_of_states, take_in
from campaigns.models import Airing, AiringImport, SpotPage
from cms.core.reference.models import State

LOGGED = "campaigns.import_airings"
UNDONE = "campaigns.undo_airings"
SAID = ("frequency", "times", "audience", "source")
"""What a corrected log may say differently of the same broadcast."""
LONGEST_NAME = 255


class NotUndoable(Exception):
    """A log that can't be taken back now. The message, in Spanish, says why and what to do."""


def import_log(
    spot: SpotPage, content: bytes, *, actor: User, filename: str = "", keep_good: bool = False
) -> Imported:
    """Raises BadLog with every problem of the file; with `keep_good` its good lines are taken all the same.

    A line that is known is corrected where the log now says something else of it.
    """
    read = read_log(content, names_of_states(), today=timezone.localdate(), keep_good=keep_good)
    return take_in(AIRINGS, spot, read, _airing, actor=actor, filename=filename)


@transaction.atomic
def undo(kept: AiringImport, *, actor: User) -> None:
    """Take the lines of a log away again, and let those that it corrected say what they said before.

    Raises NotUndoable where it was taken back already, or where a later log corrected lines of it: that one goes
    first.
    """
    Page.objects.select_for_update(of=("self",)).get(pk=kept.spot_id)
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


def _remember(handed_in: HandedIn) -> None:
    kept = AiringImport.objects.create(
        spot=handed_in.page,
        by=handed_in.actor,
        filename=handed_in.filename[:LONGEST_NAME],
        added=len(handed_in.new),
        known=handed_in.known,
        before=handed_in.before,
    )
    for row in handed_in.new:
        row.handed_in = kept


AIRINGS = LogKind(Airing, "spot", SAID, LOGGED, _remember)


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
