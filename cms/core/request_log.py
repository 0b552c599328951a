"""One line for each request: what was asked for by the name of its route, how it ended, how long it took."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from structlog.contextvars import bound_contextvars

logger = logging.getLogger(__name__)

NUMBER = re.compile(r"[0-9a-f]{16,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLogMiddleware:
    """Joins all lines of a request by its number; the web server may hand over the one that it logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if NUMBER.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with bound_contextvars(request_id=number):
            response = self._get_response(request)
            line = {
                "method": request.method if request.method in METHODS else "other",
                "route": route_of(request),
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000),
            }
            logger.info("request", extra=line)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address's pattern, never the address. Pages kept from before are answered without a view."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "none"
    return match.view_name or match.route
