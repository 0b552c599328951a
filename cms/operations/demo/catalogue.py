"""The demo texts as they lie in `texts/`: a head in TOML between two lines `+++`, then the text (see `markup`)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
FENCE = "+++\n"


class Fate(StrEnum):
    """What becomes of a demo document when it is loaded."""

    PUBLISHED = "published"
    DRAFT = "draft"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class DemoText:
    """One demo document: who keeps it, how it is described, what it says."""

    name: str
    """Its file's name without an ending. Never changed: an instance knows by it what it once received."""
    title: str
    institution: str
    creator: str
    document_type: str
    date: str
    place: str
    scope_and_content: str
    subjects: tuple[str, ...]
    fate: Fate
    body: str

    @property
    def filename(self) -> str:
        return f"demostracion-{self.name}.pdf"


def read_catalogue(folder: Path = TEXTS) -> list[DemoText]:
    """Every demo text, in the order of their names."""
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def _read(path: Path) -> DemoText:
    _before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    said = tomllib.loads(head)
    return DemoText(
        name=path.stem,
        title=said["title"],
        institution=said["institution"],
        creator=said["creator"],
        document_type=said["type"],
        date=said["date"],
        place=said.get("place", ""),
        scope_and_content=" ".join(said["scope"].split()),
        subjects=tuple(said["subjects"]),
        fate=Fate(said.get("fate", Fate.PUBLISHED)),
        body=body.strip(),
    )
