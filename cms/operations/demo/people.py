"""People to try the review with: one login for each part in it, marked as a demonstration."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution

ARCHIVE = "cmx-archivo"
"""It holds the demo draft, which is there to be described and submitted."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A login and what it stands for."""

    username: str
    name: str
    role: Role
    part: str


PEOPLE = (
    DemoPerson("demo-archivista", "Archivista (demostración)", Role.ARCHIVIST, "describes and submits"),
    DemoPerson("demo-revision", "Revisión (demostración)", Role.REVIEWER, "approves for the institution"),
    DemoPerson("demo-comision", "Comisión de archivos (demostración)", Role.REVIEWER, "approves for the commission"),
)


def demo_people() -> str:
    """Make the accounts that are missing; the password that they share, made once for this instance.

    Only for an instance that one person tries on a machine of their own.
    """
    path = Path(settings.DATA_DIR) / "demo_login"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    password = path.read_text()
    for person in PEOPLE:
        _make(person, password)
    return password


def _make(person: DemoPerson, password: str) -> None:
    user, is_new = User.objects.get_or_create(username=person.username, defaults={"first_name": person.name})
    if is_new:
        user.set_password(password)
        user.save()
        for institution in _institutions(person):
            Membership.objects.create(user=user, institution=institution, role=person.role)


def _institutions(person: DemoPerson) -> QuerySet[Institution]:
    if person.username == "demo-comision":
        return Institution.objects.filter(approves_archives=True)
    return Institution.objects.filter(code=ARCHIVE)
