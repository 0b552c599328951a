"""The administrator of a new instance: made once, with a generated password that stays readable to the operator."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

USERNAME = "admin"


@dataclass(frozen=True, slots=True)
class FirstLogin:
    """`password` is empty once somebody has changed it."""

    username: str
    password: str


def first_login() -> FirstLogin:
    """The first administrator's login, made if the instance has no superuser yet."""
    path = Path(settings.DATA_DIR) / "first_login"
    existing = User.objects.filter(is_superuser=True).order_by("pk").first()
    if existing is None:
        password = secrets.token_urlsafe(12)
        path.touch(mode=0o600)
        path.write_text(password)
        User.objects.create_superuser(USERNAME, password=password)
        return FirstLogin(USERNAME, password)
    password = path.read_text() if path.exists() else ""
    return FirstLogin(existing.get_username(), password if existing.check_password(password) else "")
