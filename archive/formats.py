"""What a file is, by its content: the name it comes with is a claim to be checked."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath

import puremagic

HEAD_BYTES = 4096
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotADocument(Exception):
    """The bytes are no document that an archive keeps. The text, in Spanish, says what they are and what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that the archive keeps; `code` is what people see in lists ("pdf", "docx")."""

    code: str
    media_type: str


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
FORMATS = {
    each.code: each
    for each in (
        Format("pdf", "application/pdf"),
        Format("docx", f"{_OOXML}.wordprocessingml.document"),
        Format("xlsx", f"{_OOXML}.spreadsheetml.sheet"),
        Format("pptx", f"{_OOXML}.presentationml.presentation"),
        Format("odt", f"{_ODF}.text"),
        Format("ods", f"{_ODF}.spreadsheet"),
        Format("odp", f"{_ODF}.presentation"),
        Format("doc", "application/msword"),
        Format("xls", "application/vnd.ms-excel"),
        Format("ppt", "application/vnd.ms-powerpoint"),
        Format("rtf", "application/rtf"),
        Format("txt", "text/plain"),
        Format("csv", "text/csv"),
        Format("html", "text/html"),
        Format("eml", "message/rfc822"),
        Format("jpg", "image/jpeg"),
        Format("png", "image/png"),
        Format("tif", "image/tiff"),
        Format("gif", "image/gif"),
        Format("webp", "image/webp"),
        Format("mp3", "audio/mpeg"),
        Format("wav", "audio/x-wav"),
        Format("ogg", "audio/ogg"),
        Format("flac", "audio/flac"),
        Format("m4a", "audio/mp4"),
        Format("mp4", "video/mp4"),
        Format("webm", "video/webm"),
    )
}
_ZIP_MEMBERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_TEXT_SUFFIXES = {".txt": "txt", ".csv": "csv", ".html": "html", ".htm": "html", ".eml": "eml"}
_BINARY = {
    each.media_type: each for each in FORMATS.values() if each.media_type.startswith(("image/", "audio/", "video/"))
}
_BINARY |= {"audio/wav": FORMATS["wav"], "audio/mp3": FORMATS["mp3"], "audio/x-m4a": FORMATS["m4a"]}


def sniff(path: Path, filename: str) -> Format:
    """The format of the bytes at `path`, which came under `filename`. Raises NotADocument."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise NotADocument("El archivo está vacío. Revise la copia y vuelva a subirlo.")
    if b"%PDF-" in head[:1024]:
        return FORMATS["pdf"]
    code = _container(path, head) or ("rtf" if head.startswith(b"{\\rtf") else "")
    if code:
        return FORMATS[code]
    return _by_signature(head) or _text(head, filename)


def _container(path: Path, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _zip_content(path)
    if head.startswith(OLE_SIGNATURE):
        content = path.read_bytes()
        for stream, code in _OLE_STREAMS.items():
            if stream.encode("utf-16-le") in content:
                return code
    return ""


def _zip_content(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                declared = archive.open("mimetype").read(100).decode("ascii", "replace")
                return next((each.code for each in FORMATS.values() if each.media_type == declared), "")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise NotADocument(
            "Es un archivo comprimido dañado. Vuelva a exportar el documento desde su programa y súbalo de nuevo."
        ) from error
    if "[Content_Types].xml" in names:
        for member, code in _ZIP_MEMBERS.items():
            if any(name.startswith(member) for name in names):
                return code
    raise NotADocument("Es un archivo comprimido (ZIP), no un documento. Extráigalo y suba cada documento.")


def _by_signature(head: bytes) -> Format | None:
    try:
        guesses = puremagic.magic_string(head)
    except puremagic.PureError:
        return None
    return next((_BINARY[each.mime_type] for each in guesses if each.mime_type in _BINARY), None)


def _text(head: bytes, filename: str) -> Format:
    start = _decoded(head).lstrip().lower()
    suffix = PurePath(filename).suffix.lower()
    claimed = _TEXT_SUFFIXES.get(suffix, "")
    if start.startswith(("<!doctype html", "<html")) or re.match(r"<\?xml[^>]*>\s*<html", start):
        if claimed == "html":
            return FORMATS["html"]
        raise NotADocument(
            f"Se llama «{suffix}», pero es una página web (HTML): suele ser el aviso de error de un sitio. "
            "Descargue otra vez el documento original."
        )
    if start.startswith(("{", "[")) and claimed not in {"txt", "csv"}:
        raise NotADocument(
            f"Se llama «{suffix}», pero contiene datos JSON: suele ser la respuesta de un sistema. "
            "Descargue otra vez el documento original."
        )
    if claimed:
        return FORMATS[claimed]
    raise NotADocument(
        f"Su contenido no es de ningún formato que el archivo conserve (se llama «{suffix or filename}»). "
        "Conviértalo a PDF y súbalo de nuevo."
    )


def _decoded(head: bytes) -> str:
    if b"\x00" in head:
        raise NotADocument(
            "Su contenido no es de ningún formato que el archivo conserve. Conviértalo a PDF y súbalo de nuevo."
        )
    try:
        return head.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")
