"""Log lines of a server: one JSON object each, and nothing personal in any."""

import io
import json
import logging
import sys
from typing import Any

import pytest
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from cms.core import logs
from cms.core.request_log import RequestLogMiddleware


@pytest.fixture
def lines() -> Any:
    """What a server would write, as values."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter(logs.JSON))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def test_a_request_is_one_line_with_the_name_of_its_route(
    lines: Any, rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logs.REQUESTS)
    request = rf.get("/buscar/", {"q": "canario"}, HTTP_USER_AGENT="canario", REMOTE_ADDR="203.0.113.9")

    def view(asked: HttpRequest) -> HttpResponse:
        asked.resolver_match = resolve(asked.path_info)
        logging.getLogger("search").warning("in between")
        return HttpResponse()

    RequestLogMiddleware(view)(request)
    between, last = lines()
    assert {key: last[key] for key in ("event", "method", "route", "status")} == {
        "event": "request",
        "method": "GET",
        "route": "search:results",
        "status": 200,
    }
    assert last["milliseconds"] >= 0
    assert between["request_id"] == last["request_id"]
    assert "canario" not in json.dumps(lines())
    assert "203.0.113.9" not in json.dumps(lines())


@pytest.mark.parametrize(("given", "taken"), [("0123456789abcdef" * 2, True), ("canario", False), ("", False)])
def test_a_number_of_a_request_is_taken_over_only_if_it_is_one(
    lines: Any, rf: RequestFactory, caplog: pytest.LogCaptureFixture, given: str, taken: bool
) -> None:
    caplog.set_level("INFO", logs.REQUESTS)
    RequestLogMiddleware(lambda _: HttpResponse())(rf.get("/", HTTP_X_REQUEST_ID=given))
    assert (lines()[0]["request_id"] == given) is taken


def failing(canary: str, kind: type[Exception]) -> None:
    local = canary  # noqa: F841
    raise kind(f"canario {canary}")


@pytest.mark.parametrize("kind", [ValueError, DataError, Http404, KeyError])
def test_an_exception_keeps_its_stack_and_not_its_message(lines: Any, kind: type[Exception]) -> None:
    try:
        try:
            failing("secreto", kind)
        except kind as error:
            error.add_note("canario")
            raise RuntimeError("canario") from error
    except RuntimeError:
        logging.getLogger("archive").exception("it failed")
    (line,) = lines()
    assert {stack["exc_type"] for stack in line["exception"]} == {"RuntimeError", kind.__name__}
    assert "failing" in {frame["name"] for stack in line["exception"] for frame in stack["frames"]}
    assert "canario" not in json.dumps(line)
    assert "secreto" not in json.dumps(line)


@pytest.mark.parametrize("kind", [ConnectionRefusedError, OSError, OperationalError])
def test_what_speaks_of_the_machine_keeps_its_message(lines: Any, kind: type[Exception]) -> None:
    try:
        failing("connection refused", kind)
    except kind:
        logging.getLogger("archive").exception("it failed")
    assert "connection refused" in json.dumps(lines())


@pytest.mark.parametrize(
    ("name", "message", "arguments"),
    [
        ("django.request", "%s: %s", ("Not Found", "/canario/")),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: %r.", ("canario",)),
        ("gunicorn.error", "Invalid request from ip=%s: bad", ("canario",)),
        ("gunicorn.error", "Error handling request %s %s", ("GET", "/buscar/?q=canario")),
    ],
)
def test_messages_that_quote_a_request_are_cut(
    lines: Any, name: str, message: str, arguments: tuple[str, ...]
) -> None:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, None)
    text = logs.formatter(logs.JSON).format(record)
    assert "canario" not in text
    assert json.loads(text)["event"].startswith(name)


def test_gunicorn_tells_of_its_own_processes() -> None:
    message = "Worker (pid:12) was sent SIGKILL! Perhaps out of memory?"
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, message, (), None)
    assert json.loads(logs.formatter(logs.JSON).format(record))["event"] == message


def test_a_terminal_gets_text_without_local_variables() -> None:
    try:
        failing("secreto" * 2, ValueError)
    except ValueError:
        record = logging.LogRecord("archive", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    text = logs.formatter(logs.TEXT).format(record)
    assert "it failed" in text
    assert "ValueError" in text
    assert "local = " not in text.replace("local = canary", "")
