"""Public pages are made once for everybody, and shown until anything on them changes (docs/adr/0013).

A view opts in by `Cache-Control: public` (`share`). What reaches the reader must be asked for again each time: a
withdrawn document is gone with the next request, also from browsers and from caches on the way.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from cms.core import freshness

ASK_AGAIN = "public, max-age=0, must-revalidate"
OWN = "private, no-store"
"""For whoever has a session: nothing of it is left on a shared computer, not even for the Back button."""
UNDECIDED = "private, no-cache"
"""For a view that said nothing, and for an answer that sets a cookie."""
VARY = ("Accept-Encoding", "Cookie")
LARGEST = 256 * 1024
"""Bytes of a page that is kept; with the number of pages (CACHES) it bounds the memory of each process."""
DROPPED = frozenset({"content-length", "cache-control", "vary", "etag"})
TEXT = re.compile(r"text/|application/(?:json|ld\+json|xml|rss\+xml|atom\+xml|javascript)|image/svg\+xml")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def share(response: HttpResponseBase, *, at_most: timedelta | None = None) -> None:
    """Say that the public may be given the same answer, until what it shows changes, and for so long `at_most`."""
    limit = {} if at_most is None else {"s_maxage": int(at_most.total_seconds())}
    patch_cache_control(response, public=True, **limit)


class TextGZipMiddleware(GZipMiddleware):
    """Compresses pages made by the site; files and what is sent in parts stay as they are, so that Range works."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.streaming or not TEXT.match(response.get("Content-Type", "")):
            return response
        if not _accepts_gzip(request):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page, in both forms in which it is sent."""

    until: datetime
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    compressed: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(self.body, headers=dict(self.headers))
        if len(self.compressed) < len(self.body) and _accepts_gzip(request):
            response.content = self.compressed
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        return _public(request, response, self.etag)


class PublicCacheMiddleware:
    """Gives readers without a session finished pages, and says of every answer who may keep it."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_shared(request):
            return _not_shared(self._get_response(request), OWN)
        begun = timezone.now()
        state = _state()
        request.public_state = state  # type: ignore[attr-defined]
        key = _key(request, state)
        page = caches["public"].get(key) if key else None
        if page is not None and begun < page.until:
            # The log names the route also where no view was asked.
            request.resolver_match = resolve(request.path_info)
            return page.answer(request)
        response = self._get_response(request)
        if not isinstance(response, HttpResponse) or not _is_public(request, response):
            return _not_shared(response, OWN if _is_known(request) else UNDECIDED)
        if key and (made := _page(request, response, begun, state)):
            _keep(key, made, begun)
            return made.answer(request)
        return _public(request, response, _etag(response.content) if response.status_code == 200 else "")


def _may_be_shared(request: HttpRequest) -> bool:
    """Whether nobody in particular asks to read. A preview asks for a page's address to get its draft."""
    known = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys() or "Authorization" in request.headers
    return request.method in {"GET", "HEAD"} and not known and not getattr(request, "is_dummy", False)


def _state() -> str:
    """The state of the site; empty without a database, where the view says what there is to say."""
    try:
        return freshness.stamp()
    except DatabaseError:
        return ""


def _key(request: HttpRequest, state: str) -> str | None:
    """The name of the page in the cache: where it is, and the state of the site. None for what is never kept.

    An address with a query string is not: readers' words stay out of the memory, and nobody fills it with variants.
    """
    if not state or request.META.get("QUERY_STRING"):
        return None
    named = "\n".join([state, request.scheme or "", request.get_host(), request.path])
    return hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=24).hexdigest()


def _is_known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the view opted in, and neither it nor a middleware made the answer one person's."""
    allowed = "public" in _directives(response) and not response.cookies
    return allowed and not _is_known(request) and not response.has_header("Set-Cookie")


def _page(request: HttpRequest, response: Any, begun: datetime, state: str) -> Page | None:
    """The answer as it can be kept, or None: only what was found, whole, small and the same for all."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    whole = request.method == "GET" and response.status_code == 200 and not response.has_header("Content-Encoding")
    if not whole or len(response.content) > LARGEST or not varies <= {"cookie", "accept-encoding"}:
        return None
    return Page(
        until=_end(response, begun, state),
        headers=tuple((name, value) for name, value in response.items() if name.lower() not in DROPPED),
        etag=_etag(response.content),
        body=response.content,
        compressed=gzip.compress(response.content, mtime=0)
        if TEXT.match(response["Content-Type"])
        else response.content,
    )


def _end(response: HttpResponseBase, begun: datetime, state: str) -> datetime:
    """When the page ends, as seen when it was asked for: what opened while it was made may or may not be on it."""
    shared = re.search(r"\bs-maxage=(\d+)", response.get("Cache-Control", ""))
    longest = min(freshness.LONGEST, timedelta(seconds=int(shared[1]))) if shared else freshness.LONGEST
    change = freshness.next_change(begun, state)
    return min(change, begun + longest) if change else begun + longest


def _keep(key: str, page: Page, begun: datetime) -> None:
    if timezone.now() < page.until:
        caches["public"].set(key, page, timeout=(page.until - begun).total_seconds())


def _etag(content: bytes) -> str:
    """A weak one: it names what the page says, compressed or not."""
    return f'W/"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'


def _accepts_gzip(request: HttpRequest) -> bool:
    return (
        re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))", request.headers.get("Accept-Encoding", ""))
        is not None
    )


def _directives(response: HttpResponseBase) -> Iterable[str]:
    return {each.strip().lower() for each in response.get("Cache-Control", "").split(",")}


def _public(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    response["Cache-Control"] = ASK_AGAIN
    patch_vary_headers(response, VARY)
    if not etag:
        return response
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _not_shared(response: HttpResponseBase, rule: str) -> HttpResponseBase:
    """Files and the administration say for themselves how they are kept, if only it is by nobody else."""
    if not response.has_header("Cache-Control") or "public" in _directives(response):
        response["Cache-Control"] = rule
    patch_vary_headers(response, ["Cookie"])
    return response
