"""Bring an instance up to date and run all of it in one foreground process tree."""

import shlex
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager

from archive import images_ahead, intake, tasks
from cms.operations.demo.people import PEOPLE, demo_people
from cms.operations.first_login import FirstLogin, first_login
from search.engine import engine
from search.indexing import needs_rebuild

INTERRUPTED = {130, 143}
"""Exit codes of a manager that was asked to stop: that is how it is meant to end."""
START_SECONDS = 60


class Command(BaseCommand):
    help = "Prepares the database, demo content and index, then runs relay, worker and server until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="without the demo content")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_taken_port(settings.PORT)
        call_command("check", fail_level="ERROR", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        intake.sweep()
        tasks.schedule_unread()
        images_ahead.begin_missing()
        login = first_login()
        self.demo_password = ""
        if not options["no_demo"]:
            call_command("load_demo", wait=True, stdout=self.stdout)
            self.demo_password = demo_people()
        if needs_rebuild(engine()):
            call_command("rebuild_search", stdout=self.stdout)
        self._run(login)

    def _run(self, login: FirstLogin) -> None:
        manager = Manager()
        python = shlex.quote(sys.executable)
        manage = f"{python} {shlex.quote(str(settings.BASE_DIR / 'manage.py'))}"
        manager.add_process("relay", f"exec {manage} run_relay")
        manager.add_process("worker", f"exec {manage} run_worker")
        manager.add_process(
            "web",
            f"exec {python} -m gunicorn cms.wsgi:application --chdir {shlex.quote(str(settings.BASE_DIR))}"
            f" --bind 127.0.0.1:{settings.PORT} --preload --workers 2 --threads 4"
            " --graceful-timeout 4 --log-level warning",
        )
        threading.Thread(target=self._announce, args=(login,), daemon=True).start()
        manager.loop()
        if manager.returncode not in {0, *INTERRUPTED}:
            raise CommandError("A process ended unexpectedly; its last lines are above.")

    def _announce(self, login: FirstLogin) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(settings.PORT):
            if time.monotonic() > deadline:
                return
            time.sleep(0.1)
        lines = [
            "",
            self.style.SUCCESS(f"Acervo Abierto: {settings.BASE_URL}/"),
            f"Administration: {settings.BASE_URL}/admin/",
            f"  user: {login.username}",
            f"  password: {login.password or '(the one you set)'}",
            *self._demo_lines(),
            "Ctrl-C ends everything.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _demo_lines(self) -> list[str]:
        if not self.demo_password:
            return []
        people = [f"    {person.username}: {person.part}" for person in PEOPLE]
        return [
            "To try the review by two bodies, all with one password:",
            *people,
            f"    password: {self.demo_password}",
        ]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _refuse_taken_port(port: int) -> None:
    if _answers(port):
        raise CommandError(f"Port {port} is taken. Choose another one: PORT=8001 make run")
