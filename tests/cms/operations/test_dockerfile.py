"""The Dockerfile by hadolint's rules, and by those of ours that no linter knows."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser

from tests.cms.operations import compose
from tests.places import ROOT


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    parser = DockerfileParser(str(ROOT), env_replace=False)
    return [step for step in parser.structure if step["instruction"] != "COMMENT"]


def values(steps: list[dict[str, Any]], instruction: str) -> list[str]:
    return [step["value"] for step in steps if step["instruction"] == instruction]


def last_stage(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    start = max(number for number, step in enumerate(steps) if step["instruction"] == "FROM")
    return steps[start:]


def lint(path: Path) -> list[str]:
    """The names of the rules that the file breaks."""
    program = Path(sys.executable).with_name("hadolint")
    command = [str(program), "--format", "json", "--no-color", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return [each["code"] for each in json.loads(done.stdout)]


def test_hadolint_finds_nothing() -> None:
    assert lint(ROOT / "Dockerfile") == []


def test_hadolint_finds_a_mistake(tmp_path: Path) -> None:
    """The control of the test above."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    spoilt = re.sub(r"^FROM python:\S+$", "FROM python:latest", text, flags=re.MULTILINE)
    spoilt = spoilt.replace("WORKDIR /srv/acervo\nUSER", "WORKDIR srv\nRUN cd /srv | true\nUSER")
    (tmp_path / "Dockerfile").write_text(spoilt, encoding="utf-8")
    assert {"DL3007", "DL3000", "DL4006"} <= set(lint(tmp_path / "Dockerfile"))


def test_the_bases_are_pinned_by_a_tag(steps: list[dict[str, Any]]) -> None:
    bases = values(steps, "FROM")
    assert len(bases) == 2
    for base in bases:
        assert re.match(r"python:3\.11[\w.-]*-bookworm\b", base)


def test_the_image_runs_as_nobody_special(steps: list[dict[str, Any]]) -> None:
    (user,) = values(last_stage(steps), "USER")
    assert user == compose.service("web")["user"]
    number = user.split(":")[0]
    assert int(number) >= 10_000
    made = " ".join(values(last_stage(steps), "RUN"))
    assert f"--uid {number}" in made
    assert "sudo" not in made


def test_nothing_is_fetched_but_packages_with_hashes_and_debian_s(steps: list[dict[str, Any]]) -> None:
    assert values(steps, "ADD") == []
    commands = values(steps, "RUN")
    for command in commands:
        assert not re.search(r"\b(curl|wget|git)\b", command)
        if "pip install" in command:
            assert "--require-hashes" in command
        if "apt-get install" in command:
            assert "--no-install-recommends" in command
            assert command.startswith("apt-get update")
            assert "rm -rf /var/lib/apt/lists/*" in command
            assert not re.search(r"apt-get install (?!-y)", command)
    assert sum("pip install" in command for command in commands) == 1


def test_only_what_is_there_is_copied_and_nothing_that_the_ignore_file_keeps_out(steps: list[dict[str, Any]]) -> None:
    kept = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = [value.split() for value in values(steps, "COPY") if not value.startswith("--from")]
    for source, target in copied:
        assert (ROOT / source).exists()
        assert source == target
    assert {source for source, _target in copied} == kept
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    for value in values(steps, "COPY"):
        if value.startswith("--from"):
            assert value.split()[1:] == [value.split()[1]] * 2


def test_every_package_of_ours_is_in_the_image(steps: list[dict[str, Any]]) -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    copied = {value.split()[0] for value in values(steps, "COPY")}
    assert packages | {"templates", "manage.py"} <= copied


def test_the_image_holds_no_secret(steps: list[dict[str, Any]]) -> None:
    for value in [*values(steps, "ENV"), *values(steps, "ARG")]:
        assert not any(name in value for name in compose.SECRETS)
    assert "SECRET_KEY" not in " ".join(values(last_stage(steps), "RUN"))


def test_the_image_serves_and_is_watched_as_compose_says(steps: list[dict[str, Any]]) -> None:
    web = compose.service("web")
    (command,) = values(steps, "CMD")
    assert json.loads(command) == web["command"]
    (watched,) = values(steps, "HEALTHCHECK")
    assert json.loads(watched[watched.index("[") :]) == web["healthcheck"]["test"][1:]


def test_folders_of_the_image_are_those_that_compose_mounts(steps: list[dict[str, Any]]) -> None:
    mounted = {volume.split(":")[1] for volume in compose.service("web")["volumes"]}
    made = " ".join(values(last_stage(steps), "RUN"))
    (environment,) = values(last_stage(steps), "ENV")
    assert all(f" {folder}" in made for folder in mounted)
    static = re.search(r"STATIC_ROOT=(\S+)", environment)
    data = re.search(r"DATA_DIR=(\S+)", environment)
    assert static
    assert data
    assert data.group(1) in mounted
    assert not any(static.group(1).startswith(folder) for folder in mounted)
