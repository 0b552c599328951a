"""Scanners for tests: one that speaks clamd's protocol and misbehaves as told, and the real program on a signature of
our own."""

import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

VIRUS = b"una firma de prueba que ningun otro escaner conoce 4f1c"
SIGNATURE = "Prueba.Acervo"
CLEAN, SLOW, DYING, TALKATIVE = "clean", "slow", "dying", "talkative"
_PATIENCE = 20.0


class StandIn:
    """Answers INSTREAM and PING as clamd does; `mood` says how it misbehaves, `limit` is its StreamMaxLength."""

    def __init__(self, socket_path: Path | None = None) -> None:
        self.mood = CLEAN
        self.limit = 25 * 1024 * 1024
        self.received: list[bytes] = []
        self._socket_path = socket_path
        self._closing = threading.Event()
        if socket_path:
            self._listening = socket.socket(socket.AF_UNIX)
            self._listening.bind(str(socket_path))
            self._listening.listen()
            self.url = f"unix://{socket_path}"
        else:
            self._listening = socket.create_server(("127.0.0.1", 0))
            self.url = f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            line.settimeout(_PATIENCE)
            with line, suppress(OSError):
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            if not (byte := line.recv(1)):
                return
            command += byte
        if self.mood == SLOW:
            self._closing.wait(_PATIENCE)
        elif command == b"zPING\0":
            line.sendall(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self._scan(line)
        else:
            line.sendall(b"UNKNOWN COMMAND\0")

    def _scan(self, line: socket.socket) -> None:
        content = b""
        while length := struct.unpack("!I", _exactly(line, 4))[0]:
            if self.mood == DYING:
                return
            content += _exactly(line, length)
            if len(content) > self.limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received.append(content)
        if self.mood == TALKATIVE:
            while not self._closing.is_set():
                line.sendall(b"x" * 512)
        found = f"{SIGNATURE}\x1b[2J FOUND" if VIRUS in content else "OK"
        line.sendall(f"stream: {found}\0".encode())

    def close(self) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_PATIENCE)
        if self._socket_path:
            self._socket_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        if not (more := line.recv(size - len(found))):
            raise ConnectionError("hung up")
        found += more
    return found


def program() -> str | None:
    """The real clamd, which Debian keeps in /usr/sbin, or the one that CLAMD names."""
    return os.environ.get("CLAMD") or shutil.which("clamd", path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")


class Real:
    """The real clamd with one signature, which finds VIRUS."""

    def __init__(self, folder: Path, command: str) -> None:
        database = folder / "firmas"
        database.mkdir(parents=True)
        (database / "prueba.ndb").write_text(f"{SIGNATURE}:0:*:{VIRUS.hex()}\n")
        place = folder / "clamd.ctl"
        configuration = folder / "clamd.conf"
        configuration.write_text(
            f"LocalSocket {place}\nDatabaseDirectory {database}\nTemporaryDirectory {folder}\n"
            "Foreground yes\nStreamMaxLength 1M\n"
        )
        self.url = f"unix://{place}"
        with (folder / "clamd.log").open("wb") as output:
            self._process = subprocess.Popen(
                [command, "--config-file", str(configuration)], stdout=output, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + _PATIENCE
        while not place.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((folder / "clamd.log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
