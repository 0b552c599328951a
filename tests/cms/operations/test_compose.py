"""docker-compose.yml holds to the rules of a public server; what it starts is tried in test_natively.py."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cms.operations.settings_table import variables
from tests.cms.operations import compose
from tests.places import ROOT
from tests.servers import nginx as web_server

SERVICES = sorted(compose.read()["services"])
NOT_OF_THE_SETTINGS = {"TMPDIR"}
"""Python's own."""


def refusal(path: Path) -> str:
    """What the published schema of compose files has against this one."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_file_is_one_that_engines_read(tmp_path: Path) -> None:
    assert refusal(compose.PATH) == ""
    whole = tmp_path / "merged.yml"
    whole.write_text(yaml.safe_dump(compose.filled(compose.read(), compose.GIVEN)), encoding="utf-8")
    assert refusal(whole) == ""


def test_a_word_that_no_engine_knows_is_seen(tmp_path: Path) -> None:
    """The control of the test above."""
    text = compose.PATH.read_text(encoding="utf-8")
    path = tmp_path / "docker-compose.yml"
    mistakes = {"mem_limit:": "memory_limit:", "interval: 30s": "every: 30s", "\nvolumes:": "\nvolume:"}
    for right, wrong in mistakes.items():
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        assert refusal(path), wrong


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_fenced_in(name: str) -> None:
    service = compose.service(name)
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+(m|g)", service["mem_limit"])
    assert not service["user"].startswith(("0", "root"))
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    assert service.get("read_only") is True or name == "elasticsearch"
    assert "privileged" not in service
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_watched_and_started_again_but_the_one_that_ends(name: str) -> None:
    service = compose.service(name)
    if name == "setup":
        assert (service["restart"], service["healthcheck"]) == ("no", {"disable": True})
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_by_a_tag(name: str) -> None:
    image = compose.service(name)["image"]
    if name in compose.OURS:
        assert compose.service(name)["build"] == "."
    else:
        assert re.search(r":\d+(\.\d+)*(-\w+)?$", image), image


@pytest.mark.parametrize("name", sorted(compose.GIVEN))
def test_what_has_to_be_given_has_no_default(name: str) -> None:
    given = {key: value for key, value in compose.GIVEN.items() if key != name}
    with pytest.raises(compose.Missing, match=name):
        compose.filled(compose.read(), given)
    compose.filled(compose.read(), compose.GIVEN)


def test_no_secret_stands_in_the_file_and_every_message_says_what_to_give() -> None:
    text = compose.PATH.read_text()
    for name in compose.SECRETS:
        for match in re.finditer(rf"\$\{{{name}([^}}]*)\}}", text):
            assert match.group(1).startswith(":?"), name
            assert len(match.group(1)) > 10
    assert not re.search(r"(?i)(password|secret|token)\w*: [\"']?[a-z0-9]", text)


def test_the_stores_are_reached_by_nobody_outside() -> None:
    compose_file = compose.filled(compose.read(), compose.GIVEN)
    assert compose_file["networks"]["inside"]["internal"] is True
    published = {name for name in SERVICES if "ports" in compose.service(name)}
    assert published == {"nginx"}
    assert compose.service("nginx")["ports"] == ["127.0.0.1:8080:8080"]
    for name in ("database", "elasticsearch", "worker", "relay", "setup"):
        assert compose.service(name)["networks"] == ["inside"], name
    assert compose.service("nginx")["networks"] == ["outside"]


def test_processes_wait_for_a_prepared_instance() -> None:
    for name in ("web", "worker", "relay"):
        waits: Any = compose.service(name)["depends_on"]
        assert waits["setup"] == {"condition": "service_completed_successfully"}
        assert waits["database"] == waits["elasticsearch"] == {"condition": "service_healthy"}


def test_every_volume_that_is_used_is_declared_and_the_other_way_round() -> None:
    volumes = [str(volume) for name in SERVICES for volume in compose.service(name).get("volumes", [])]
    named = {volume.split(":")[0] for volume in volumes if not volume.startswith(".")}
    assert named == set(compose.read()["volumes"])
    for volume in volumes:
        if volume.startswith("."):
            assert (ROOT / volume.split(":")[0]).exists(), volume
            assert volume.endswith(":ro")


@pytest.mark.parametrize("name", compose.OURS)
def test_every_variable_that_is_set_is_one_that_the_settings_read(name: str) -> None:
    read = {each.name for each in variables(ROOT)} | NOT_OF_THE_SETTINGS
    assert set(compose.service(name)["environment"]) <= read


def test_elasticsearch_is_closed_makes_no_index_by_itself_and_calls_nobody() -> None:
    service = compose.service("elasticsearch")
    environment = service["environment"]
    assert environment["xpack.security.enabled"] == "true"
    assert environment["action.auto_create_index"] == "false"
    assert environment["ingest.geoip.downloader.enabled"] == "false"
    heap = re.fullmatch(r"-Xms(\d)g -Xmx(\d)g", environment["ES_JAVA_OPTS"])
    assert heap
    assert heap.group(1) == heap.group(2)
    assert int(heap.group(1)) * 2 == int(service["mem_limit"].removesuffix("g"))
    assert "ELASTIC_PASSWORD" in service["healthcheck"]["test"][1]
    assert compose.GIVEN["ELASTIC_PASSWORD"] not in str(service["healthcheck"])


def test_nginx_gets_what_its_templates_ask_for_and_nothing_else() -> None:
    service = compose.service("nginx")
    sources = [volume.split(":") for volume in service["volumes"] if volume.startswith("./")]
    assert {target for _source, target, _mode in sources} == {
        f"/etc/nginx/templates/{(ROOT / source).name}" for source, _target, _mode in sources
    }
    asked = {name for source, *_ in sources for name in re.findall(r"\$\{([A-Z_]+)\}", (ROOT / source).read_text())}
    assert asked == set(service["environment"])
    assert web_server.TEMPLATE in {ROOT / source for source, *_ in sources}
    assert compose.service("web")["environment"]["ACCEL_REDIRECT_PREFIX"] == web_server.ACCEL_REDIRECT_PREFIX
    assert f"{service['environment']['DATA_DIR']}:ro" in str(service["volumes"])
