"""The demo texts as they lie in `texts/`: a head in TOML between two lines `+++`, then the text (see `markup`).

A text whose name a file in `files/` bears is the description of that file: its body says what the file holds. One
that `texts/earlier/` has as well was published in two versions.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
FILES = Path(__file__).parent / "files"
EARLIER = "earlier"
CAPTIONS = ".vtt"
FENCE = "+++\n"


class Fate(StrEnum):
    """What becomes of a demo document when it is loaded."""

    PUBLISHED = "published"
    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    RESERVED = "reserved"
    WITHDRAWN = "withdrawn"


class Form(StrEnum):
    """How the file of a demo document comes into being."""

    PDF = "pdf"
    SCAN = "scan"
    FINISHED = "finished"


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
    form: Form = Form.PDF
    suffix: str = ".pdf"
    extent: str = "Un documento digital en PDF"
    unit: str = ""
    """The key of its place in `scheme.toml`; empty: the series that every institution has."""
    reason: str = ""
    """Why it was withdrawn, or why its first version was replaced."""
    earlier: str = ""
    """What its first version said."""
    captions: str = ""
    """What is said in it and when, as WebVTT."""

    @property
    def filename(self) -> str:
        return f"demostracion-{self.name}{self.suffix}"

    @property
    def earlier_filename(self) -> str:
        return f"demostracion-{self.name}-version-1{self.suffix}"


def read_catalogue(folder: Path = TEXTS, files: Path = FILES) -> list[DemoText]:
    """Every demo text, in the order of their names."""
    return [_read(path, files) for path in sorted(folder.glob("*.md"))]


def finished_file(name: str, files: Path = FILES) -> Path | None:
    """The file that was made by other means than from a text."""
    return next((path for path in sorted(files.glob(f"{name}.*")) if path.suffix != CAPTIONS), None)


def _read(path: Path, files: Path) -> DemoText:
    _before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    said = tomllib.loads(head)
    finished = finished_file(path.stem, files)
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
        form=Form.FINISHED if finished else Form(said.get("form", Form.PDF)),
        suffix=finished.suffix if finished else ".pdf",
        extent=said.get("extent", "Un documento digital en PDF"),
        unit=said.get("unit", ""),
        reason=said.get("reason", ""),
        earlier=_text_of(path.parent / EARLIER / path.name),
        captions=_text_of(files / f"{path.stem}{CAPTIONS}"),
    )


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""
