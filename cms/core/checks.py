"""Startup checks: each mistake in the configuration has an identifier, and a hint that says what to do."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


@register(Tags.files)
def data_dir_is_writable(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """DATA_DIR holds everything that an instance writes."""
    folder = Path(settings.DATA_DIR)
    nearest = next(path for path in [folder, *folder.parents] if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    hint = "Create the folder and give it to the user that runs the site, or set DATA_DIR to another one."
    return [Error(f"DATA_DIR {folder} can't be written.", hint=hint, id="acervo.E001")]


@register(Tags.security)
def originals_are_private(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Archive files are served by a view that asks the policy; no public root may contain them."""
    hint = "Keep ORIGINALS_DIR and DERIVATIVES_DIR outside MEDIA_ROOT and STATIC_ROOT."
    return [
        Error(f"{private} lies inside the public folder {public}.", hint=hint, id="acervo.E002")
        for private in (Path(settings.ORIGINALS_DIR), Path(settings.DERIVATIVES_DIR))
        for public in (Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT))
        if private == public or public in private.parents
    ]


@register(Tags.security)
def secret_key_is_set(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django itself fails where the key is first used, and without saying what to do."""
    try:
        if settings.SECRET_KEY:
            return []
    except ImproperlyConfigured:
        pass
    return [Error("SECRET_KEY is empty.", hint="Set SECRET_KEY to 50 or more random characters.", id="acervo.E003")]


@register(Tags.database)
def sqlite_waits_for_its_lock(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without IMMEDIATE, two writers meet "database is locked" at once; with ATOMIC_REQUESTS, readers do."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    problems: list[CheckMessage] = []
    if database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        hint = "Add ?transaction_mode=IMMEDIATE&timeout=20 to DATABASE_URL, or leave DATABASE_URL unset."
        problems.append(Error("SQLite without transaction_mode=IMMEDIATE.", hint=hint, id="acervo.E004"))
    if database.get("ATOMIC_REQUESTS"):
        hint = "Remove ATOMIC_REQUESTS: with IMMEDIATE every request would take the write lock."
        problems.append(Error("SQLite with ATOMIC_REQUESTS.", hint=hint, id="acervo.E005"))
    return problems


@register()
def search_url_names_an_engine(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An unknown engine would be noticed by the first citizen who searches."""
    if urlsplit(settings.SEARCH_URL).scheme == "embedded":
        return []
    hint = "Use SEARCH_URL=embedded: (the index lies in DATA_DIR)."
    return [Error(f"SEARCH_URL {settings.SEARCH_URL!r} names no known engine.", hint=hint, id="acervo.E006")]


@register()
def base_url_is_absolute(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Citations, feeds and e-mails carry whole addresses."""
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return []
    hint = "Set BASE_URL to the public address, such as https://acervo.example.org, without a path."
    return [Error(f"BASE_URL {settings.BASE_URL!r} is no address.", hint=hint, id="acervo.E007")]


@register(Tags.security, deploy=True)
def base_url_is_secure(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A public site has one secure address."""
    if urlsplit(settings.BASE_URL).scheme == "https":
        return []
    hint = "Set BASE_URL to the https:// address that people use."
    return [checks.Warning("BASE_URL is not secure.", hint=hint, id="acervo.W001")]
