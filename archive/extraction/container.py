"""Office files that are ZIP archives of XML: opened only where what they unfold to is within reason.

Nothing is written, so names of members don't matter, and an archive within the archive is never opened. Members are
inflated up to the size that their directory states: one that lies about it ends early and fails its checksum.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import olefile
from lxml import etree

from archive.extraction.contract import ExtractionError, Reason

MOST_MEMBERS = 20_000
MOST_XML_BYTES = 192 * 1024 * 1024
"""Of all its XML together, unfolded."""
MOST_BYTES_OF_A_PART = 128 * 1024 * 1024
STEEPEST = 200
"""Times what a member may grow: XML of office programs grows tenfold, a long sheet of equal rows fortyfold."""
NEVER_STEEP = 8 * 1024 * 1024
"""Bytes up to which a member may grow as it likes: an empty picture does."""
_IS_ENCRYPTED = 0x1
_READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_XML = (".xml", ".rels")
_PARSER: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def local_name(element: Any) -> str:
    """Without its namespace: office programs use several for one and the same thing."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str, default: str = "") -> str:
    """By its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


class Container:
    """An open office file."""

    def __init__(self, path: Path) -> None:
        """Raises ExtractionError and BadZipFile."""
        _refuse_encrypted_office(path)
        self._archive = zipfile.ZipFile(path)
        try:
            self._refuse_bomb()
        except ExtractionError:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def _refuse_bomb(self) -> None:
        members = self._archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise ExtractionError(Reason.TOO_MUCH_MEMORY, f"{len(members)} members")
        if sum(each.file_size for each in members if each.filename.endswith(_XML)) > MOST_XML_BYTES:
            raise ExtractionError(Reason.TOO_MUCH_MEMORY, "its XML unfolds to too much")
        for each in members:
            _refuse_member(each)

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def open(self, name: str) -> IO[bytes]:
        """Raises KeyError where it isn't there, and ExtractionError."""
        return self._archive.open(name)

    def root(self, name: str) -> Any:
        """The root element of an XML part. Raises KeyError, XMLSyntaxError and ExtractionError."""
        with self.open(name) as part:
            root = etree.parse(part, etree.XMLParser(**_PARSER)).getroot()
        _refuse_document_type(root)
        return root

    def events(self, name: str, *local_names: str) -> Iterator[tuple[str, Any]]:
        """Starts and ends of the elements with these names, of any namespace, while it is read. Raises as `root`."""
        tags = [f"{{*}}{each}" for each in local_names]
        with self.open(name) as part:
            is_first = True
            for event, element in etree.iterparse(part, events=("start", "end"), tag=tags, **_PARSER):
                if is_first:
                    _refuse_document_type(element)
                    is_first = False
                yield event, element

    def main_part(self, default: str) -> str:
        """The part of an Office Open XML file that holds its content."""
        return next((target for kind, target in self.related("") if kind == "officeDocument"), default)

    def related(self, name: str) -> Iterator[tuple[str, str]]:
        """The kind and the name of each part that this one relates to, in the order of the file."""
        return ((kind, target) for kind, target in self.relations(name).values())

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """By identifier: the kind and the name of each part that this one relates to; of the package where empty."""
        folder, _, file = name.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        if path not in self:
            return {}
        return {
            each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _resolved(folder, each.get("Target", "")))
            for each in self.root(path)
            if each.get("TargetMode") != "External"
        }


def _resolved(folder: str, target: str) -> str:
    """A part's name from one that is relative to a folder."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == ".." and parts:
            parts.pop()
        elif step not in {"..", "."}:
            parts.append(step)
    return "/".join(parts)


def release(element: Any) -> None:
    """Give back the memory of an element that was read, and of what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _refuse_encrypted_office(path: Path) -> None:
    """With a password, Office wraps a file into a container of its older format."""
    if not olefile.isOleFile(str(path)):
        return
    with olefile.OleFileIO(str(path)) as wrapping:
        is_encrypted = wrapping.exists("EncryptedPackage")
    raise ExtractionError(Reason.ENCRYPTED if is_encrypted else Reason.DAMAGED, "an OLE container")


def _refuse_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _IS_ENCRYPTED:
        raise ExtractionError(Reason.ENCRYPTED, member.filename)
    is_part = member.filename.endswith(_XML)
    if is_part and member.compress_type not in _READABLE:
        raise ExtractionError(Reason.DAMAGED, f"{member.filename}: a compression that no office program uses")
    is_steep = member.file_size > NEVER_STEEP and member.file_size > STEEPEST * max(1, member.compress_size)
    if is_steep or (is_part and member.file_size > MOST_BYTES_OF_A_PART):
        raise ExtractionError(Reason.TOO_MUCH_MEMORY, f"{member.filename}: {member.file_size} bytes")


def _refuse_document_type(element: Any) -> None:
    """No office program declares one: it is there to define entities."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise ExtractionError(Reason.DAMAGED, "a document type declaration")
