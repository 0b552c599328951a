"""What a kit is made of, and who supplies it. A channel registers its source once, when the apps are ready.

    register_source("campaigns.spotpage", spot_parts)                         # of a page that editors choose
    register_source("cards", card_parts, label=_("Tarjetas para compartir"))  # of the campaign itself

It is asked each time that a kit is looked at, for pages that readers get now; it must be quick and need no file.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.text import slugify

Label = str | Promise
SECTION = "kit"
"""What the page about a kit is called below that of its campaign."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Bytes that lie elsewhere, or are made first: the job that builds the kit takes them into the site's store.

    `mark` (at most 255 characters) names them: what would give other bytes has another mark. `write` may raise
    OSError (FileNotFoundError for a file that is not there).
    """

    mark: str
    write: Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a kit.

    `path` is its place in the ZIP: lower-case letters without accents, digits, ".", "-", "_" and "/". `content` is
    the bytes, the path of a file in private storage by digest, or what is to be taken in first; until then `sha256`
    (in hexadecimal) is empty and `size` (bytes) is 0. `address` is where readers find what it belongs to (a path).
    """

    path: str
    title: str
    media_type: str
    content: bytes | Path | Foreign
    address: str
    credit: str = ""
    licence: str = ""
    size: int = 0
    sha256: str = ""
    mark: str = ""
    """What names its bytes before they are read; nobody needs to give it."""

    def __post_init__(self) -> None:
        if not self.mark:
            named = self.content.mark if isinstance(self.content, Foreign) else self.sha256
            object.__setattr__(self, "mark", named)

    @classmethod
    def of_text(cls, path: str, title: str, media_type: str, text: str, address: str, **said: str) -> "Part":
        """One whose bytes are made of rows of the database, in UTF-8."""
        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        return cls(path, title, media_type, content, address, size=len(content), sha256=digest, **said)

    @property
    def name(self) -> str:
        """Of the file, without folders."""
        return self.path.rpartition("/")[2]

    @property
    def format(self) -> str:
        """As readers know it: "MP3"."""
        return self.name.rpartition(".")[2].upper()


Supply = Callable[[Any], Iterable[Part]]
"""From a page (the campaign, or the chosen channel) to its parts; credit and licence are empty where it has none."""


@dataclass(frozen=True, slots=True)
class Source:
    kind: str
    supply: Supply
    label: Label = ""
    """What editors tick, for what belongs to the campaign itself; empty for pages, which they choose."""


class DuplicateSource(Exception):
    """Two sources for one kind of part."""


_sources: dict[str, Source] = {}


def plain_name(text: str, otherwise: str) -> str:
    """A name for a file or a folder of a kit, made of a title."""
    return slugify(text)[:80].strip("-") or otherwise


def plain_suffix(filename: str) -> str:
    """What the name of a file ends with, with its dot; empty where a ZIP would better not carry it."""
    suffix = filename.rpartition(".")[2].lower() if "." in filename else ""
    return f".{suffix}" if suffix.isascii() and suffix.isalnum() else ""


def register_source(kind: str, supply: Supply, *, label: Label = "") -> None:
    """`kind` is the label of a model of pages in lower case ("campaigns.spotpage"); with a `label`, any stable word.

    Raises DuplicateSource.
    """
    if kind in _sources:
        raise DuplicateSource(kind)
    _sources[kind] = Source(kind, supply, label)


def sources() -> Mapping[str, Source]:
    """All of them, by kind."""
    return _sources


def page_kinds() -> list[str]:
    """The models of pages that supply parts."""
    return [each.kind for each in _sources.values() if not each.label]


def material_choices() -> list[tuple[str, Label]]:
    """What else editors can put into a kit; for the form."""
    return [(each.kind, each.label) for each in _sources.values() if each.label]
