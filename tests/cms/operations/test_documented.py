"""docs/operations.md says what is: the table of variables, the figures, the units, the commands."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.operations import settings_table
from cms.operations.health.checks import CHECKS
from tests.cms.operations import compose
from tests.places import ROOT
from tests.prerequisites import SERVICES

DOCUMENT = ROOT / "docs" / "operations.md"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "cms" / "settings", tmp_path / "cms" / "settings")
    shutil.copy(ROOT / ".env.example", tmp_path)
    return tmp_path


def test_the_table_of_variables_is_the_one_that_the_settings_make() -> None:
    """`manage.py settings_table --write` makes it anew."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert settings_table.put_into(text, settings_table.table(ROOT)) == text


def test_a_variable_that_only_the_settings_know_is_named(copied: Path) -> None:
    with (copied / "cms" / "settings" / "production.py").open("a") as file:
        file.write('\nX = env.int("NEVER_DESCRIBED", default=1)\n')
    with pytest.raises(settings_table.Undescribed, match="NEVER_DESCRIBED"):
        settings_table.variables(copied)


def test_a_variable_that_nothing_reads_is_named(copied: Path) -> None:
    with (copied / ".env.example").open("a") as file:
        file.write("# NEVER_READ=  nothing\n")
    with pytest.raises(settings_table.Undescribed, match="NEVER_READ"):
        settings_table.variables(copied)


def test_every_check_service_and_secret_is_explained() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in [*(kind.name for kind in CHECKS), *compose.read()["services"], *compose.GIVEN]:
        assert f"`{name}`" in text, name


def test_every_command_that_the_page_tells_is_there() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    told = set(re.findall(r"manage\.py (\w+)", text))
    assert told <= set(get_commands())
    assert {"prepare", "health", "createsuperuser", "rebuild_search", "settings_table"} <= told


def test_every_file_that_the_page_tells_is_there() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:cms|docs|tests)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def test_what_a_test_cannot_do_without_is_installed_before_a_change_may_land() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    packages = [
        name
        for service in SERVICES
        for told in re.findall(r"[Ii]nstall the packages? ([\w-]+)(?: and ([\w-]+))?", service.how_to_get)
        for name in filter(None, told)
    ]
    assert len(packages) >= len(SERVICES) - 2, "all but the corpus and Elasticsearch"
    for name in packages:
        assert re.search(rf"packages\+=\([^)]*\b{name}\b", script), name
