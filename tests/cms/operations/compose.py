"""docker-compose.yml as an engine reads it: anchors merged, variables filled in."""

import re
from typing import Any

import yaml

from tests.places import ROOT

PATH = ROOT / "docker-compose.yml"
OURS = ("setup", "web", "worker", "relay")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "HEALTH_TOKEN", "EMAIL_URL")
GIVEN = {
    "SECRET_KEY": "kX3vQ9pL" * 8,
    "ALLOWED_HOSTS": "acervo.example.org",
    "SERVER_NAME": "acervo.example.org",
    "BASE_URL": "https://acervo.example.org",
    "EMAIL_URL": "smtp+tls://acervo:secret@mail.example.org:587",
    "EMAIL_FROM": "acervo@example.org",
    "POSTGRES_PASSWORD": "databasepassword",
    "ELASTIC_PASSWORD": "enginepassword",
    "HEALTH_TOKEN": "monitor" * 4,
}
"""What an operator has to give."""
VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?:(:[?-])([^}]*))?\})")


class Missing(KeyError):
    """A variable that must be given."""


def read() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return loaded


def filled(value: Any, given: dict[str, str]) -> Any:
    """Every text with its variables replaced. Raises Missing."""
    if isinstance(value, dict):
        return {key: filled(each, given) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, given) for each in value]
    return VARIABLE.sub(lambda match: _value(match, given), value) if isinstance(value, str) else value


def _value(match: re.Match[str], given: dict[str, str]) -> str:
    name, kind, rest = match.groups()
    if name is None:
        return "$"
    if given.get(name):
        return given[name]
    if kind == ":-":
        return str(rest)
    raise Missing(name)


def service(name: str, given: dict[str, str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = filled(read()["services"][name], GIVEN if given is None else given)
    return found
