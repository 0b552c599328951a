"""Asking the server: every call is bounded in time, every failure gets one of our names."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, NotFoundError, TransportError

from search.ports import SearchUnavailable

READ_SECONDS = 1.0
"""How long a person waits for the server before the site answers without it."""
WRITE_SECONDS = 60.0
REST_SECONDS = 3.0
"""A server that does not answer is not asked for so long: else every reader waits."""
UNANSWERED = 3
"""So many calls one after another without an answer in time mean the server; fewer may mean their queries."""
_LOOKS_LIKE = (
    "an address of Elasticsearch looks like elasticsearch://host:9200/prefix, with signs in a password as %40 %3A %2F"
)
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}")
_SCHEMES = {"elasticsearch": "http", "elasticsearch+http": "http", "elasticsearch+https": "https"}


class BadAddress(ValueError):
    """An address of Elasticsearch that can't be one."""


class Server:
    """One Elasticsearch, and the prefix of our indices in it. Safe to share between threads and to carry over a fork.

    Addresses: `elasticsearch://host:9200/prefix`, `elasticsearch+https://user:password@host:9200/prefix`, with
    `?ca_certs=/path` where the certificate is signed by an authority of one's own.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.prefix = parts.path.strip("/")
        if parts.scheme not in _SCHEMES or not parts.hostname or not _PREFIX.fullmatch(self.prefix):
            raise BadAddress(_LOOKS_LIKE)
        try:
            port = parts.port or 9200
        except ValueError:
            # Its message quotes a password with an unescaped sign.
            raise BadAddress(_LOOKS_LIKE) from None
        self._address = f"{_SCHEMES[parts.scheme]}://{parts.hostname}:{port}"
        self._user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._ca_certs = parse_qs(parts.query).get("ca_certs", [None])[0]
        self._made: tuple[int, Elasticsearch] | None = None
        self._resting_until = 0.0
        self._unanswered = 0

    @property
    def client(self) -> Elasticsearch:
        """The client of this process: connections must not be shared with a parent."""
        if self._made is None or self._made[0] != os.getpid():
            more: dict[str, Any] = {"ca_certs": self._ca_certs} if self._ca_certs else {}
            made = Elasticsearch(
                self._address,
                basic_auth=self._user,
                request_timeout=WRITE_SECONDS,
                max_retries=0,
                retry_on_timeout=False,
                **more,
            )
            self._made = (os.getpid(), made)
        return self._made[1]

    @contextmanager
    def calling(self) -> Iterator[Elasticsearch]:
        """The client for changes, with every failure of the server told as SearchUnavailable."""
        try:
            yield self.client
        except NotFoundError as error:
            raise SearchUnavailable(f"there is no index {self.prefix}; run rebuild_search") from error
        except ApiError as error:
            # Its kind alone: what the server says besides may quote what it was asked.
            raise SearchUnavailable(
                f"Elasticsearch at {self._address}: {error.status_code} {error.message}"
            ) from error
        except TransportError as error:
            raise SearchUnavailable(f"Elasticsearch at {self._address}: {error}") from error

    def search(self, body: Mapping[str, Any], *, until: float) -> Mapping[str, Any]:
        """The answer of the live index, whole, before the instant `until` of `time.monotonic`.

        Raises SearchUnavailable; at once while the server rests because it answered nothing in time.
        """
        if time.monotonic() < self._resting_until:
            raise SearchUnavailable(f"Elasticsearch at {self._address} did not answer a moment ago")
        with self.calling():
            try:
                found = self._searched(body, until)
            except NotFoundError:
                # The index was swapped away and deleted between resolving its alias and reading it.
                found = self._searched(body, until)
            except ConnectionTimeout:
                self._unanswered += 1
                if self._unanswered >= UNANSWERED:
                    self._resting_until = time.monotonic() + REST_SECONDS
                raise
        self._unanswered = 0
        return found

    def _searched(self, body: Mapping[str, Any], until: float) -> Mapping[str, Any]:
        seconds = max(until - time.monotonic(), 0.05)
        found = self.client.options(request_timeout=seconds).search(
            index=self.prefix,
            body={**body, "timeout": f"{int(seconds * 1000)}ms"},
            allow_partial_search_results=False,
            request_cache=False,
        )
        if found.body["timed_out"]:
            raise SearchUnavailable(f"Elasticsearch at {self._address} found only a part in time")
        answer: Mapping[str, Any] = found.body
        return answer
