"""The shape of the code: who may import whom, what may stand where, what a fresh clone contains."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prerequisites import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("cms", "campaigns", "archive", "search")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(LINT_IMPORTS), "--no-cache"], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("search/registry.py", "import archive.models"),
        ("cms/core/dates.py", "import search.ports"),
        ("archive/access.py", "import cms.home.models"),
        ("archive/extraction/text.py", "import django.conf"),
        ("archive/citation/apa.py", "import django.utils"),
        ("campaigns/plain_language/score.py", "import django.utils"),
        ("campaigns/recordings/filters.py", "import django.utils"),
        ("campaigns/recordings/reading.py", "import av"),
        ("search/ports.py", "import django.db"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(copied_tree: Path, module: str, forbidden: str) -> None:
    path = copied_tree / module
    path.write_text(f"{path.read_text()}\n{forbidden}\n")
    assert lint_imports(copied_tree).returncode != 0


def sources() -> list[Path]:
    return [
        path
        for name in (*PACKAGES, "tests")
        for path in sorted((ROOT / name).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_no_module_is_named_after_nothing() -> None:
    nameless = {"utils", "helpers", "common", "misc", "services"}
    found = [path for path in sources() if path.parts[-2] != "tests" and (path.stem in nameless)]
    assert found == []


def test_no_module_grows_past_reading() -> None:
    assert [path for path in sources() if len(path.read_text().splitlines()) > 400] == []


def test_no_function_grows_past_reading() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert long == []


def test_the_environment_is_read_in_the_settings_only() -> None:
    reading = re.compile(r"os\.environ|os\.getenv|\benviron\.Env")
    allowed = {"cms/wsgi.py", "manage.py"}
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "tests" not in path.parts and "settings" not in path.parts and reading.search(path.read_text())
    ]
    assert set(found) <= allowed


def test_every_variable_of_the_settings_is_in_the_example() -> None:
    read = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
    named = {name for path in (ROOT / "cms" / "settings").glob("*.py") for name in read.findall(path.read_text())}
    example = (ROOT / ".env.example").read_text()
    assert {name for name in named if not re.search(rf"^#? ?{name}=", example, re.MULTILINE)} == set()


def test_requirements_are_pinned_with_hashes_and_name_no_registry() -> None:
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        pins = re.findall(r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?==\S+.*$", text, re.MULTILINE)
        assert len(pins) > 30
        assert "://" not in text
        for block in re.split(r"\n(?=[a-z0-9])", text):
            if "==" in block.split("\n")[0]:
                assert "--hash=sha256:" in block, block.split("\n")[0]


def test_every_command_of_the_contract_is_there() -> None:
    from django.core.management import get_commands

    assert {
        "import_documents",
        "export_documents",
        "search",
        "rebuild_search",
        "reconcile_search",
        "run_relay",
        "run_worker",
        "check_plain_language",
        "load_demo",
        "start",
    } <= set(get_commands())
    targets = (ROOT / "Makefile").read_text()
    for target in ("setup", "run", "test", "check", "bench", "drill"):
        assert re.search(rf"^{target}:", targets, re.MULTILINE), target
