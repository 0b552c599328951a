"""The units of one server: the programs that compose starts, fenced in, and readable for systemd."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import prerequisites
from tests.cms.operations import compose
from tests.conftest import need
from tests.places import ROOT

FOLDER = ROOT / "cms" / "operations" / "systemd"
UNITS = {"setup": "prepare", "web": "web", "worker": "worker", "relay": "relay"}
HOME = "/opt/acervo"


def unit(name: str) -> dict[str, list[str]]:
    """Every setting with its values; systemd allows a name more than once."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"acervo-{UNITS[name]}.service").read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_what_compose_starts(name: str) -> None:
    """So that what is tried in test_natively.py holds for the units too."""
    program, *arguments = shlex.split(unit(name)["ExecStart"][0])
    wanted = compose.service(name)["command"]
    assert [Path(program).name, *arguments] == wanted
    assert program.startswith(f"{HOME}/.venv/bin/")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_fenced_in_as_its_container_is(name: str) -> None:
    found = unit(name)
    assert found["User"] == ["acervo"]
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "SystemCallFilter": "@system-service",
    }.items():
        assert found[key] == [value], key
    assert found["MemoryMax"] == [compose.service(name)["mem_limit"].upper()]
    if name != "setup":
        assert found["Restart"] == ["always"]
        assert found["Requires"] == ["acervo-prepare.service"]


@pytest.fixture
def systemd_analyze() -> str:
    need(prerequisites.SYSTEMD)
    return shutil.which("systemd-analyze") or ""


def test_systemd_reads_the_units(systemd_analyze: str, tmp_path: Path) -> None:
    for path in FOLDER.glob("*.service"):
        # The programs are those of another machine.
        text = re.sub(rf"{HOME}/\.venv/bin/\w+", "/bin/true", path.read_text())
        (tmp_path / path.name).write_text(text)
    units = [str(path) for path in sorted(tmp_path.glob("*.service"))]
    assert len(units) == len(UNITS)
    command = [systemd_analyze, "verify", "--man=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "acervo" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


def test_a_mistake_in_a_unit_is_seen(systemd_analyze: str, tmp_path: Path) -> None:
    path = tmp_path / "acervo-web.service"
    path.write_text("[Service]\nExecStart=/bin/true\nMemoryMax=much\n")
    command = [systemd_analyze, "verify", "--man=no", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Invalid memory limit" in done.stderr
