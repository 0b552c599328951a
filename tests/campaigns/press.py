"""Releases, appearances and what media published, made for tests."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from campaigns.models import AppearancePage, Clipping, PressReleasePage, PressRoomPage
from cms.core.reference.models import Institution
from tests.campaigns.made import day
from tests.campaigns.texts import CLEAR

_numbers = count(1)
CONTACT = ("contact", {"name": "Oficina de prensa", "role": "Comunicación", "phone": "55 1234 5678", "mail": ""})


def release(title: str = "", *, above: Page | None = None, **fields: Any) -> PressReleasePage:
    """A draft below the press room, or below another page."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": title or f"Comunicado {number}",
        "slug": f"comunicado-{number}",
        "summary": "Una frase clara.",
        "institution": Institution.objects.get(code="snt-archivos"),
        "place": "Ciudad de México",
        "contacts": [CONTACT],
        "body": [("paragraph", f"<p>{CLEAR}</p>")],
        "live": False,
    }
    made = PressReleasePage(**{**given, **fields})
    (above or PressRoomPage.objects.get()).add_child(instance=made)
    made.save_revision()
    return made


def published(title: str = "", **fields: Any) -> PressReleasePage:
    made = release(title, **fields)
    made.get_latest_revision().publish()
    made.refresh_from_db()
    return made


def embargoed(title: str = "", *, hours: float = 3, **fields: Any) -> PressReleasePage:
    """Published, and closed for so many hours."""
    return published(title, embargo_until=in_hours(hours), **fields)


def appearance(title: str = "", *, above: Page | None = None, hours: float = 24, **fields: Any) -> AppearancePage:
    """Published, on the air in so many hours."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": title or f"Entrevista {number}",
        "slug": f"entrevista-{number}",
        "summary": "Una frase clara.",
        "programme": "Voces de la mañana",
        "station": "Radio de prueba",
        "on_air_at": in_hours(hours),
        "topic": "Cómo preguntar",
        "speaker": "Quien atiende al público",
        "live": False,
    }
    made = AppearancePage(**{**given, **fields})
    (above or PressRoomPage.objects.get()).add_child(instance=made)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def clipping(page: Page, title: str = "", **fields: Any) -> Clipping:
    made = Clipping(page=page, **{"medium": "El Diario", "date": day(-1), "title": title or "Nota", **fields})
    made.key = made.own_key()
    made.save()
    return made


def in_hours(number: float) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=number)
