"""What docker-compose.yml starts, started without a container engine: the very commands, health checks and variables.

Only what a container brings is put in place of it: paths, addresses, and the database and engine of the suite.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from tests import prerequisites
from tests.cms.operations import compose
from tests.conftest import need
from tests.instances import Instance, _free_port, kill, until
from tests.places import ROOT

pytestmark = pytest.mark.processes

HOST = compose.GIVEN["ALLOWED_HOSTS"]
CLIENT = {
    "Host": HOST,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.77",
    "User-Agent": "navegadorcanario",
    "Referer": "https://procedenciacanaria.example/",
}
CANARIES = (
    "palabracanaria",
    "personacanaria",
    "clavecanaria",
    "203.0.113.77",
    "navegadorcanario",
    "procedenciacanaria",
)
TEMPLATES = ROOT / "cms" / "operations" / "nginx"


class Composition:
    """The services of the file on one machine, each with its output in a file."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.folder = instance.data_dir
        self.port = _free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def environment(self, name: str) -> dict[str, str]:
        container = {key: str(value) for key, value in compose.service(name)["environment"].items()}
        here = {
            "DATA_DIR": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "TMPDIR": str(self.folder),
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "DATABASE_URL": self.instance.environment.get("DATABASE_URL", ""),
            "SEARCH_URL": self.instance.environment.get("SEARCH_URL", "embedded:"),
            "HEARTBEAT_SECONDS": "5",
            "LOG_LEVEL": "DEBUG",
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "PATH": os.environ["PATH"],
        }
        if "PROMETHEUS_MULTIPROC_DIR" in container:
            here["PROMETHEUS_MULTIPROC_DIR"] = str(self.folder / "metrics")
        return container | here

    def command(self, parts: list[str]) -> list[str]:
        program = {"python": [sys.executable], "gunicorn": [sys.executable, "-m", "gunicorn"]}[parts[0]]
        return [*program, *(part.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}") for part in parts[1:])]

    def run(self, name: str, *parts: str, **changed: str) -> subprocess.CompletedProcess[str]:
        command = self.command(list(parts) or compose.service(name)["command"])
        environment = self.environment(name) | changed
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def start(self, name: str, **changed: str) -> None:
        with (self.folder / f"{name}.out").open("ab") as output:
            self.running[name] = subprocess.Popen(
                self.command(compose.service(name)["command"]),
                env=self.environment(name) | changed,
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def is_healthy(self, name: str) -> bool:
        kind, *probe = compose.service(name)["healthcheck"]["test"]
        assert kind == "CMD"
        return self.run(name, *probe).returncode == 0

    def wait_for(self, name: str) -> None:
        try:
            until(partial(self.is_healthy, name))
        except AssertionError:
            raise AssertionError(f"{name} is not healthy: {self.written()[-3000:]}") from None

    def get(self, path: str, **headers: str) -> requests.Response:
        address = f"http://127.0.0.1:{self.port}{path}"
        return requests.get(address, headers=CLIENT | headers, timeout=30, allow_redirects=False)

    def written(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.out"))

    def close(self) -> None:
        for process in self.running.values():
            kill(process)


@pytest.fixture
def composition(instance: Instance) -> Iterator[Composition]:
    made = Composition(instance)
    yield made
    made.close()


def test_each_service_does_its_work_is_watched_and_leaves_no_trace_of_people(composition: Composition) -> None:
    done = composition.run("setup")
    assert done.returncode == 0, done.stderr
    composition.run("setup", "python", "manage.py", "collectstatic", "--no-input")
    for name in ("web", "worker", "relay"):
        composition.start(name)
    for name in ("web", "worker", "relay"):
        composition.wait_for(name)
    _work_is_done(composition)
    _nothing_of_people_is_written(composition)
    _trouble_is_noticed(composition)


def _work_is_done(composition: Composition) -> None:
    """A document comes in by command; worker and relay, beside it, make it readable and found."""
    loaded = composition.run("worker", "python", "manage.py", "load_demo")
    assert loaded.returncode == 0, loaded.stderr[-2000:]
    until(lambda: "/d/" in composition.get("/buscar/?q=convenio").text, what="a document of the demo is found")
    until(lambda: not _amiss(composition), what="all that was loaded is in the index, and nothing else is amiss")
    metrics = composition.get("/metrics", Authorization=f"Bearer {compose.GIVEN['HEALTH_TOKEN']}").text
    assert re.search(r'acervo_jobs\{state="done"\} [1-9]', metrics)
    assert re.search(r'responses_total_by_status_view_method_total\{.*view="search:results"\} [1-9]', metrics)
    assert composition.get("/metrics").status_code != 200


def _amiss(composition: Composition) -> dict[str, Any]:
    """What the health page complains of. How full the disk is depends on the machine."""
    health = composition.get("/salud/?format=json", Authorization=f"Bearer {compose.GIVEN['HEALTH_TOKEN']}").json()
    assert health["checks"]
    return {name: each for name, each in health["checks"].items() if name != "disk" and each["status"] != "ok"}


def _nothing_of_people_is_written(composition: Composition) -> None:
    """Searching, signing in and breaking things, at the most talkative level."""
    composition.get("/buscar/?q=palabracanaria")
    composition.get("/palabracanaria/personacanaria/")
    composition.get("/buscar/?q=palabracanaria&pagina=99999999999999999999")
    session = requests.Session()
    address = f"http://127.0.0.1:{composition.port}/admin/login/"
    page = session.get(f"{address}?next=/palabracanaria", headers=CLIENT, timeout=30).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"username": "personacanaria", "password": "clavecanaria", "csrfmiddlewaretoken": token.group(1)}
    session.post(address, data=form, headers=CLIENT, timeout=30)
    requests.post(address, data=form, headers=CLIENT, timeout=30)
    composition.get("/", Host="palabracanaria.example")
    written = composition.written()
    assert "search:results" in written
    assert "wagtailadmin_login" in written
    for canary in CANARIES:
        assert canary not in written, [line for line in written.splitlines() if canary in line][:3]


def _trouble_is_noticed(composition: Composition) -> None:
    composition.running["worker"].send_signal(signal.SIGSTOP)
    until(lambda: not composition.is_healthy("worker"), what="a worker that hangs is noticed", seconds=30)
    for name in ("relay", "web"):
        composition.running[name].send_signal(signal.SIGTERM)
        grace = int(compose.service(name)["stop_grace_period"].removesuffix("s"))
        assert composition.running[name].wait(timeout=grace) == 0, name
        assert not composition.is_healthy(name)


def test_the_web_server_tells_systemd_when_it_is_ready(composition: Composition) -> None:
    """The unit has Type=notify: systemd would end a server that never says so."""
    name = f"@acervo-{uuid.uuid4().hex}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name.replace("@", "\0", 1))
        systemd.settimeout(60)
        composition.start("web", NOTIFY_SOCKET=name)
        assert b"READY=1" in systemd.recv(4096)
    assert composition.get("/salud/vivo").status_code == 200


def test_an_unfit_configuration_is_refused_before_anything_starts_and_every_fault_is_named(
    composition: Composition,
) -> None:
    unfit = {
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "",
        "HEALTH_TOKEN": "short",
        "BASE_URL": "http://acervo.example.org",
        "BEHIND_PROXY": "false",
        "EMAIL_URL": "",
    }
    done = composition.run("setup", **unfit)
    assert done.returncode != 0
    for name in unfit:
        assert re.search(rf"HINT: .*{name}", done.stderr), (name, done.stderr)
    for identifier in ("E003", "E008", "E009", "W001", "W002", "W003"):
        assert f"acervo.{identifier}" in done.stderr


def test_nginx_starts_with_the_templates_and_hands_requests_on(composition: Composition, nginx: str) -> None:
    composition.start("web")
    composition.wait_for("web")
    port = _free_port()
    main = _nginx_configuration(composition, port)
    command = [nginx, "-e", "stderr", "-c", str(main), "-g", "daemon off;"]
    with (composition.folder / "nginx.out").open("ab") as output:
        composition.running["nginx"] = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    until(lambda: _status(port, "/salud/vivo") == 200, what="nginx hands on", seconds=20)
    assert _status(port, "/salud/listo") == 200
    assert _nginx_is_healthy(port)
    kill(composition.running["web"])
    assert _status(port, "/salud/vivo") >= 500
    assert not _nginx_is_healthy(port)


def _nginx_is_healthy(port: int) -> bool:
    """What the health check of the file says."""
    need(prerequisites.WGET)
    service = compose.service("nginx")
    kind, probe = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    command = ["sh", "-c", probe.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("wget", "wget --tries=1")]
    environment = {"PATH": os.environ["PATH"], "SERVER_NAME": service["environment"]["SERVER_NAME"]}
    return subprocess.run(command, env=environment, check=False).returncode == 0


def _nginx_configuration(composition: Composition, port: int) -> Path:
    """What the entry point of the official image does: variables into conf.d, which is included in http."""
    environment = {
        **compose.service("nginx")["environment"],
        "WEB_ADDRESS": f"127.0.0.1:{composition.port}",
        "DATA_DIR": str(composition.folder),
    }
    log = f" {composition.folder}/nginx.log"
    here = {
        "listen 8080": f"listen 127.0.0.1:{port}",
        " /dev/stdout": log,
        " /dev/stderr": log,
        " /tmp": f" {composition.folder}",
        " /srv/uploads": f" {composition.folder}",
    }
    container = re.compile("|".join(map(re.escape, here)))
    folder = composition.folder / "conf.d"
    folder.mkdir()
    for volume in compose.service("nginx")["volumes"]:
        source = ROOT / volume.split(":")[0]
        if volume.startswith("./"):
            text = container.sub(lambda match: here[match[0]], source.read_text())
            text = re.sub(r"\$\{([A-Z_]+)\}", lambda match: environment[match[1]], text)
            (folder / source.name.removesuffix(".template")).write_text(text)
    main = composition.folder / "nginx.conf"
    # Started by root, it would give the work to a user who may not look into the test's folder.
    user = "user root;\n" if os.getuid() == 0 else ""
    main.write_text(f"{user}pid {composition.folder}/nginx.pid;\nevents {{}}\nhttp {{ include {folder}/*.conf; }}\n")
    return main


def _status(port: int, path: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
