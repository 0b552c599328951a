"""What contradicts itself in an event, and what it still lacks to be published."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from campaigns.events import times
from campaigns.gate import Refusal
from cms.core import zones

if TYPE_CHECKING:
    from campaigns.models import EventPage

DATED = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


def contradictions(event: "EventPage") -> dict[str, str]:
    """What not even a draft may say, by field."""
    from campaigns.models.event import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415 - the model asks here

    for name in DATED:
        instant = getattr(event, name)
        if instant and not FIRST_YEAR <= instant.year <= LAST_YEAR:
            return {name: _("Revise el año: parece un error.")}
    if event.starts_at and event.ends_at and event.ends_at <= event.starts_at:
        return {"ends_at": _("Termina antes de empezar: corrija una de las dos horas.")}
    opens, closes = event.registration_opens_at, event.registration_closes_at
    if closes and event.starts_at and closes > event.starts_at:
        return {"registration_closes_at": _("El registro no puede cerrar después de que empieza el evento.")}
    if opens and event.starts_at and opens >= (closes or event.starts_at):
        return {"registration_opens_at": _("El registro debe abrir antes de que cierre y antes del evento.")}
    return {}


def refusals(event: "EventPage") -> list[Refusal]:
    """What its writer has to mend before it is published."""
    return [Refusal(field, message) for field, message in _missing(event)]


def _missing(event: "EventPage") -> Iterator[tuple[str, str]]:
    yield from _where(event)
    yield from _registering(event)
    yield from _changed(event)
    yield from _programme(event)


def _where(event: "EventPage") -> Iterator[tuple[str, str]]:
    if not event.place and not event.link:
        yield "place", _("Escriba el lugar o el enlace para participar en línea: uno de los dos, o los dos.")
    if event.place and event.state is None:
        yield "state", _("Elija la entidad federativa del lugar.")
    if event.link and not event.link_is_public and not event.takes_registrations:
        yield "link_is_public", _("Sin registro nadie recibe el enlace: muéstrelo a cualquiera o pida registro.")


def _registering(event: "EventPage") -> Iterator[tuple[str, str]]:
    if not event.takes_registrations:
        return
    if not event.contact_mail:
        yield "contact_mail", _("Escriba un correo de contacto: quien da sus datos debe poder preguntar por ellos.")
    if event.expire_at and event.ends_at and event.expire_at < event.ends_at:
        yield "expire_at", _("La página se retira antes de que termine el evento. Quite esa fecha o póngala después.")


def _changed(event: "EventPage") -> Iterator[tuple[str, str]]:
    from campaigns.models.event import EventStatus  # noqa: PLC0415

    if event.status != EventStatus.SCHEDULED:
        if not event.status_reason.strip():
            yield "status_reason", _("Diga por qué: se muestra, y lo recibe quien se registró.")
        return
    told = _told(event)
    announced = datetime.fromisoformat(told["starts"]) if told else None
    if announced and event.starts_at and announced != event.starts_at and not event.has_passed:
        before = times.moment(announced, event.clock)
        message = _(
            "Ya se había anunciado para el %(day)s a las %(hour)s. "
            "Elija abajo «Cambió de fecha o de lugar» y diga por qué."
        )
        yield "status", message % {"day": before.day, "hour": before.hour}


def _told(event: "EventPage") -> dict[str, Any] | None:
    from campaigns.models import Announcement  # noqa: PLC0415

    row = Announcement.objects.filter(page=event.pk, is_out=True).first() if event.pk else None
    return row.told if row else None


def _programme(event: "EventPage") -> Iterator[tuple[str, str]]:
    if not (event.starts_at and event.ends_at):
        return
    first = times.local(event.starts_at, event.clock).date()
    for part in event.programme:
        session = part.value
        begins = session["begins"]
        if begins is None:
            continue
        shown = datetime.combine(session["day"] or first, begins)
        try:
            instant = zones.at(shown, event.clock)
        except zones.NoSuchTime:
            instant = None
        if instant is None or not event.starts_at <= instant < event.ends_at:
            message = _("La sesión «%(title)s» (%(when)s) no cae dentro del evento.")
            yield "programme", message % {"title": session["title"], "when": f"{shown:%d/%m/%Y %H:%M}"}
        elif session["ends"] and session["ends"] <= begins:
            yield "programme", _("La sesión «%(title)s» termina antes de empezar.") % {"title": session["title"]}
