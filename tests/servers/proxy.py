"""A proxy in front of Elasticsearch that misbehaves on demand, as networks and overloaded servers do."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FORWARDED = ("Content-Type", "Accept")


class Mood(Enum):
    WELL = "well"
    HANGING = "hanging"
    PUSHING_BACK = "pushing back (429)"
    UNAVAILABLE = "unavailable (503)"
    PARTIAL = "partial bulk errors"


class Proxy:
    """Forwards to one server. `mood` says how; `refusing` closes the port for a while."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.mood = Mood.WELL
        self.refused_items = 0
        self.requests = 0
        self.keeps_what_is_asked = False
        self.asked: list[str] = []
        self._released = threading.Event()
        self._server = self._listening(0)
        self.port = int(self._server.server_address[1])

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @contextmanager
    def being(self, mood: Mood) -> Iterator[None]:
        self._released.clear()
        self.mood = mood
        try:
            yield
        finally:
            self.mood = Mood.WELL
            self._released.set()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        self.close()
        try:
            yield
        finally:
            self._server = self._listening(self.port)

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def hang(self) -> None:
        self._released.wait(120)

    def _listening(self, port: int) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"proxy": self})
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    # Connections end with each answer, so that a closed port refuses at once.
    protocol_version = "HTTP/1.0"

    def _handle(self) -> None:
        self.proxy.requests += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.proxy.keeps_what_is_asked:
            self.proxy.asked.append(f"{self.command} {self.path} {body.decode()}")
        mood = self.proxy.mood
        if mood is Mood.HANGING:
            self.proxy.hang()
        elif mood in {Mood.PUSHING_BACK, Mood.UNAVAILABLE}:
            self._answer(429 if mood is Mood.PUSHING_BACK else 503, b'{"error": "not now"}')
        else:
            status, answer = self._forward(body)
            if mood is Mood.PARTIAL and self.path.startswith("/_bulk"):
                answer = self._with_refusals(answer)
            self._answer(status, answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815 - the names that http.server calls

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        headers = {name: self.headers[name] for name in FORWARDED if name in self.headers}
        request = urllib.request.Request(
            f"{self.proxy.upstream}{self.path}", data=body or None, headers=headers, method=self.command
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def _with_refusals(self, answer: bytes) -> bytes:
        """The answer to a bulk request in which every second item was not taken, whatever became of it."""
        told: dict[str, Any] = json.loads(answer)
        for item in told["items"][::2]:
            item["index"] |= {"status": 503, "error": {"type": "unavailable_shards_exception"}}
            self.proxy.refused_items += 1
        told["errors"] = True
        return json.dumps(told).encode()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""
