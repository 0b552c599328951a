"""People to try the review with: one login for each part in it, marked as a demonstration."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from cms.core import demonstration
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
    path = login_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    password = path.read_text()
    for person in PEOPLE:
        _make(person, password)
    return password


def describer(institution: Institution) -> User:
    """Who described and submitted what waits for review in the institution. Nobody can log in as a person that this
    makes, until `demo_people` gives it a password."""
    person = next(each for each in PEOPLE if institution in _institutions(each) and each.role == Role.ARCHIVIST)
    return _ensure(person)


def login_file() -> Path:
    """Where this instance keeps the password of its demo people."""
    return Path(settings.DATA_DIR) / "demo_login"


def _make(person: DemoPerson, password: str) -> None:
    user = _ensure(person)
    if not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])


def _ensure(person: DemoPerson) -> User:
    user, is_new = User.objects.get_or_create(username=person.username, defaults={"first_name": person.name})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        for institution in _institutions(person):
            Membership.objects.create(user=user, institution=institution, role=person.role)
        demonstration.mark(user)
    return user


def _institutions(person: DemoPerson) -> QuerySet[Institution]:
    if person.username == "demo-comision":
        return Institution.objects.filter(approves_archives=True)
    return Institution.objects.filter(code=ARCHIVE)
