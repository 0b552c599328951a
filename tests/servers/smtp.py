"""A server of mail that keeps what it gets, refuses what it is told to, and can be made to see a client die."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Server(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as smtplib speaks. `received` holds whole mails, answered or not."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        """What is replied to RCPT for an address."""
        self.before_reply: Callable[[], None] = lambda: None
        """Called when a mail is there and its sender does not know it yet."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 prueba")
        while line := self.rfile.readline():
            if not self._answer(line.decode().strip()):
                return

    def _answer(self, said: str) -> bool:
        verb = said[:4].upper()
        if verb == "DATA":
            self._take()
        elif verb == "RCPT":
            address = said.partition("<")[2].rstrip(">")
            self._say(self.server.refused.get(address, "250 bien"))
        else:
            self._say("221 adios" if verb == "QUIT" else "250 bien")
        return verb != "QUIT"

    def _take(self) -> None:
        self._say("354 diga")
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.before_reply()
        self._say("250 bien")

    def _say(self, line: str) -> None:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            """Who would have read it is gone."""


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
