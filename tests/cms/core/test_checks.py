"""Each mistake in the configuration stops the start, with an identifier and a hint."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from cms.core import checks
from search.checks import search_url_names_an_engine

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}


@pytest.mark.parametrize(
    ("check", "setting", "value", "identifier"),
    [
        (checks.data_dir_is_writable, "DATA_DIR", Path("/etc/hostname/acervo"), "acervo.E001"),
        (checks.originals_are_private, "ORIGINALS_DIR", "inside media", "acervo.E002"),
        (checks.secret_key_is_set, "SECRET_KEY", "", "acervo.E003"),
        (
            checks.database_is_supported,
            "DATABASES",
            {"default": {"ENGINE": "django.db.backends.mysql"}},
            "acervo.E010",
        ),
        (checks.sqlite_waits_for_its_lock, "DATABASES", {"default": {**SQLITE, "OPTIONS": {}}}, "acervo.E004"),
        (
            checks.sqlite_waits_for_its_lock,
            "DATABASES",
            {"default": {**SQLITE, "ATOMIC_REQUESTS": True}},
            "acervo.E005",
        ),
        (search_url_names_an_engine, "SEARCH_URL", "whoosh:", "acervo.E006"),
        (checks.base_url_is_absolute, "BASE_URL", "acervo.example.org", "acervo.E007"),
        (checks.base_url_is_secure, "BASE_URL", "http://acervo.example.org", "acervo.W001"),
    ],
)
def test_a_mistake_has_an_identifier_and_a_hint(
    monkeypatch: pytest.MonkeyPatch, check: Any, setting: str, value: Any, identifier: str
) -> None:
    assert check(None) == [] or setting == "BASE_URL"
    monkeypatch.setattr(settings, setting, Path(settings.MEDIA_ROOT) / "x" if value == "inside media" else value)
    (problem,) = check(None)
    assert problem.id == identifier
    assert problem.hint


def test_the_start_stops_at_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEARCH_URL", "whoosh:")
    with pytest.raises(SystemCheckError, match=r"acervo\.E006"):
        call_command("check")
