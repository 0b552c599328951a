"""How log lines look: JSON on a server, plain text on a developer's terminal.

Lines of a server hold nothing personal: no address of a reader, no name of a user, no words of a search, no path
(people type anything into it). They hold the name of the route instead, and a number that joins the lines of one
request. Exceptions keep their stack, without local variables, and without their message where that may quote what
came in.
"""

import builtins
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import structlog
from django.db import InterfaceError, InternalError, NotSupportedError, OperationalError
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

TEXT, JSON = "text", "json"
REQUESTS = "cms.core.request_log"
FIELDS = {"method", "route", "status", "milliseconds"}
"""What a call of a logger may add to its line by `extra`; Django adds the whole request."""
QUOTING = ("django.request", "django.security", "django.server", "django.template")
"""Loggers whose messages quote addresses, host names, or headers."""
QUOTING_SERVER = re.compile(r"\bip=|\brequest\b")
"""What gunicorn says of a request names the client or the address; the rest is about its own processes."""
_extract = ExceptionDictTransformer(show_locals=False)


def _os_errors(kind: type[BaseException]) -> Iterator[str]:
    yield kind.__name__
    for each in kind.__subclasses__():
        if each.__module__ == builtins.__name__:
            yield from _os_errors(each)


SPEAKING = frozenset(
    {
        *_os_errors(OSError),
        *(each.__name__ for each in (InterfaceError, InternalError, NotSupportedError, OperationalError)),
        "ImproperlyConfigured",
        "IndexBusy",
        "SearchUnavailable",
    }
)
"""Exceptions whose messages speak of the machine, never of a request."""


def configuration(level: str, style: str) -> dict[str, Any]:
    """The LOGGING of a style, `text` or `json`."""
    level = level.upper()
    # One line for each request would bury what a developer looks for.
    requests = "INFO" if style == JSON else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "style": style}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Everything goes to the root: Django's own handlers send reports with settings and form data by e-mail.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            REQUESTS: {"level": "DEBUG" if level == "DEBUG" else requests},
            # pikepdf and fpdf2 report every oddity of a file; what matters reaches the extraction row.
            "fontTools": {"level": "WARNING"},
            # What was done to a page stands in the database, with who and why.
            "wagtail": {"level": "WARNING"},
            # A line for each call, and for each small task of Wagtail's.
            "elastic_transport": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "pikepdf": {"level": "ERROR"},
            # Whoever asks for the state gets it; the answer need not be logged too.
            "health_check": {"level": "ERROR"},
        },
    }


def formatter(style: str) -> logging.Formatter:
    """Turns records of the standard library into lines of a style."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        structlog.processors.TimeStamper(fmt="iso", utc=style == JSON),
    ]
    if style == JSON:
        shared.append(without_quotes)
        last: list[Processor] = [
            structlog.processors.ExceptionRenderer(stack_of),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    else:
        plain = structlog.dev.plain_traceback
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def without_quotes(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep the fixed part of a message, where the rest may quote a request."""
    record: logging.LogRecord = event["_record"]
    of_server = record.name.startswith("gunicorn") and QUOTING_SERVER.search(str(event["event"]))
    if of_server or (record.name.startswith(QUOTING) and record.levelno >= logging.WARNING):
        status = getattr(record, "status_code", None)
        event["event"] = f"{record.name}{'' if status is None else f' {status}'}"
    return event


def stack_of(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """An exception and its causes: types and places, and the message of those in SPEAKING."""
    stacks = _extract(exc_info)
    for stack in _all(stacks):
        if stack["exc_type"] not in SPEAKING:
            stack["exc_value"] = ""
        stack["exc_notes"] = []
        stack["syntax_error"] = None
    return stacks


def _all(stacks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for stack in stacks:
        yield stack
        for group in stack.get("exceptions", []):
            yield from _all(group)
