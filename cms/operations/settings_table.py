"""The environment variables as a table, made from the settings that read them and from `.env.example`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("cms") / "settings"
EXAMPLE = ".env.example"
READING = ("base", "dev", "production", "gunicorn")
"""The modules of settings that an instance runs on."""
BEGIN = "<!-- settings: made by `manage.py settings_table --write` -->"
END = "<!-- end of settings -->"
_LINE = re.compile(r"^#? ?([A-Z][A-Z_]+)=\s*(.*)$")
_MORE = re.compile(r"^#\s{3,}(\S.*)$")


class Undescribed(ValueError):
    """A variable is read and not described, or described and never read."""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    kind: str
    modules: tuple[str, ...]
    meaning: str


def variables(root: Path) -> list[Variable]:
    """Every variable in the order of `.env.example`. Raises Undescribed."""
    meanings = dict(described(root))
    found: dict[str, dict[str, str]] = {}
    for module in READING:
        for name, kind in read_in(root / FOLDER / f"{module}.py"):
            found.setdefault(name, {})[module] = kind
    if set(found) != set(meanings):
        names = ", ".join(sorted(set(found) ^ set(meanings)))
        raise Undescribed(f"{EXAMPLE} and {FOLDER} differ in: {names}")
    return [
        Variable(name, next(iter(found[name].values())), tuple(found[name]), meaning)
        for name, meaning in meanings.items()
    ]


def described(root: Path) -> Iterator[tuple[str, str]]:
    """Names with their meanings; a meaning may go on in lines of deeper indentation."""
    name, meaning = "", ""
    for line in (root / EXAMPLE).read_text(encoding="utf-8").splitlines():
        if match := _LINE.match(line):
            if name:
                yield name, meaning
            name, meaning = match.groups()
        elif name and (more := _MORE.match(line)):
            meaning = f"{meaning} {more.group(1)}"
    if name:
        yield name, meaning


def read_in(path: Path) -> Iterator[tuple[str, str]]:
    """Name and kind of each `env.kind("NAME", …)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value), node.func.attr


def table(root: Path) -> str:
    """Markdown."""
    lines = ["| Variable | Kind | Default and meaning |", "|---|---|---|"]
    for each in variables(root):
        meaning = each.meaning.replace("|", "\\|")
        lines.append(f"| `{each.name}` | {each.kind} | {meaning} |")
    return "\n".join(lines)


def put_into(document: str, made: str) -> str:
    """The document with the table between its marks."""
    before, rest = document.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"
