"""Who gets a place: exactly as many as there are, the others wait in the order in which they came."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.events import disposal, mail
from campaigns.events.door import Door, door
from campaigns.models import EventPage, Registration
from cms.core.visibility import pages_shown

CONFIRMED, WAITING = Registration.Place.CONFIRMED, Registration.Place.WAITING


class RegistrationClosed(Exception):
    """Nobody can register now."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says of herself or himself."""

    name: str
    mail: str
    institution: str = ""
    needs: str = ""


def places_left(event: EventPage) -> int | None:
    """None where there is no limit; never below nothing."""
    if event.capacity is None:
        return None
    return max(event.capacity - _confirmed(event).count(), 0)


@transaction.atomic
def register(event_pk: int, applicant: Applicant) -> Registration:
    """The person's registration, made if it is new; a mail tells what came of it. Raises RegistrationClosed."""
    event = _held(event_pk)
    if event is None or door(event) is not Door.OPEN:
        raise RegistrationClosed(event_pk)
    address = applicant.mail.strip().lower()
    known = Registration.objects.filter(event=event, mail=address).first()
    if known is not None:
        mail.tell(known, mail.Notice.REGISTERED, again=True)
        return known
    left = places_left(event)
    made: Registration = Registration.objects.create(
        event=event,
        name=applicant.name,
        mail=address,
        institution=applicant.institution,
        needs=applicant.needs,
        place=CONFIRMED if left is None or left > 0 else WAITING,
    )
    mail.tell(made, mail.Notice.REGISTERED)
    disposal.plan(event)
    return made


@transaction.atomic
def cancel(registration_pk: int) -> bool:
    """Delete it, and give the place to who waits first; False where it was gone already."""
    found = Registration.objects.filter(pk=registration_pk).first()
    event = _held(found.event_id) if found else None
    if event is None or not Registration.objects.filter(pk=registration_pk).delete()[0]:
        return False
    fill_places(event)
    return True


def fill_places(event: EventPage) -> None:
    """Give free places to those who wait, in their order. Call it in a transaction that holds the event's row."""
    waiting = Registration.objects.filter(event=event, place=WAITING).order_by("pk")
    if event.is_cancelled or event.starts_at <= timezone.now() or not waiting.exists():
        return
    left = places_left(event)
    for each in waiting if left is None else waiting[:left]:
        each.place = CONFIRMED
        each.save(update_fields=["place"])
        mail.tell(each, mail.Notice.PROMOTED)


def _held(pk: int) -> EventPage | None:
    """The event as everybody sees it; of several at once who want the last place, one comes after the other."""
    EventPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    return pages_shown(EventPage.objects.filter(pk=pk)).first()


def _confirmed(event: EventPage) -> QuerySet[Registration]:
    return Registration.objects.filter(event=event, place=CONFIRMED)
