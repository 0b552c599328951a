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

SHORTEST_TOKEN = 24


@register(Tags.files)
def data_dir_is_writable(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """DATA_DIR holds everything that an instance writes."""
    folder = Path(settings.DATA_DIR)
    nearest = next(path for path in [folder, *folder.parents] if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    hint = "Create the folder and give it to the user that runs the site, or set DATA_DIR to another one."
    return [Error(f"DATA_DIR {folder} can't be written.", hint=hint, id="acervo.E001")]


def _private_folders() -> Sequence[Any]:
    return (
        settings.ORIGINALS_DIR,
        settings.DERIVATIVES_DIR,
        settings.RECORDINGS_DIR,
        settings.CLIPPINGS_DIR,
        settings.KITS_DIR,
    )


@register(Tags.security)
def originals_are_private(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Archive files are served by a view that asks the policy; no public root may contain them."""
    hint = (
        "Keep ORIGINALS_DIR, DERIVATIVES_DIR, RECORDINGS_DIR, CLIPPINGS_DIR and KITS_DIR outside MEDIA_ROOT and "
        "STATIC_ROOT."
    )
    return [
        Error(f"{private} lies inside the public folder {public}.", hint=hint, id="acervo.E002")
        for private in map(Path, _private_folders())
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
def database_is_supported(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """What was never tried on another database would fail where it hurts: locks, order, concurrent writes."""
    engine = settings.DATABASES["default"].get("ENGINE", "")
    if engine.endswith((".sqlite3", ".postgresql")):
        return []
    hint = "Set DATABASE_URL=postgres://user:password@host:5432/name, or leave it unset for SQLite in DATA_DIR."
    return [Error(f"The site does not run on the database {engine!r}.", hint=hint, id="acervo.E010")]


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
def base_url_is_absolute(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Citations, feeds and e-mails carry whole addresses."""
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return []
    hint = "Set BASE_URL to the public address, such as https://acervo.example.org, without a path."
    return [Error(f"BASE_URL {settings.BASE_URL!r} is no address.", hint=hint, id="acervo.E007")]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a name the site answers to none; with a star it answers to those of others."""
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Set ALLOWED_HOSTS to the host names that people use, separated by commas."
    return [Error("ALLOWED_HOSTS names no host.", hint=hint, id="acervo.E008")]


@register(Tags.security, deploy=True)
def health_token_is_long(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The token opens figures and names of machines."""
    if not settings.HEALTH_TOKEN or len(settings.HEALTH_TOKEN) >= SHORTEST_TOKEN:
        return []
    hint = (
        f"Set HEALTH_TOKEN to {SHORTEST_TOKEN} or more random characters, or leave it out: nobody sees figures then."
    )
    return [Error("HEALTH_TOKEN is short.", hint=hint, id="acervo.E009")]


@register(Tags.security, deploy=True)
def somebody_knows_about_https(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A server behind a proxy that it does not believe sends people round in circles."""
    if settings.SECURE_PROXY_SSL_HEADER or not settings.SECURE_SSL_REDIRECT:
        return []
    hint = (
        "Set BEHIND_PROXY=true once your proxy overwrites X-Forwarded-Proto, as ours in cms/operations/nginx does."
        " Without a proxy that ends TLS, the site can't be served by https."
    )
    return [checks.Warning("Nobody tells which requests came by https.", hint=hint, id="acervo.W002")]


@register(Tags.security, deploy=True)
def mail_goes_somewhere(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Forgotten passwords and reviews are told by e-mail."""
    if getattr(settings, "EMAIL_URL", ""):
        return []
    hint = "Set EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587, and EMAIL_FROM."
    return [checks.Warning("EMAIL_URL is empty: no e-mail is sent.", hint=hint, id="acervo.W003")]


@register(Tags.security, deploy=True)
def base_url_is_secure(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A public site has one secure address."""
    if urlsplit(settings.BASE_URL).scheme == "https":
        return []
    hint = "Set BASE_URL to the https:// address that people use."
    return [checks.Warning("BASE_URL is not secure.", hint=hint, id="acervo.W001")]
