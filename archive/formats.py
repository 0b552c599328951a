"""What a file is, by its content: the name it comes with is a claim to be checked.

Only the first bytes are read, and the directory of files that are containers, up to a limit.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

HEAD_BYTES = 4096
MOST_DIRECTORY_BYTES = 4 * 1024 * 1024
"""No more is read of a container; the directory of a document with thousands of pictures takes a tenth of it."""
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNKNOWN_TYPE = "application/octet-stream"


class NotADocument(Exception):
    """The bytes are no document that an archive keeps. The text, in Spanish, says what they are and what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is; `code` is what people see in lists ("pdf", "docx")."""

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
        Format("epub", "application/epub+zip"),
        Format("doc", "application/msword"),
        Format("xls", "application/vnd.ms-excel"),
        Format("ppt", "application/vnd.ms-powerpoint"),
        Format("msg", "application/vnd.ms-outlook"),
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
        Format("bmp", "image/bmp"),
        Format("heic", "image/heic"),
        Format("mp3", "audio/mpeg"),
        Format("wav", "audio/x-wav"),
        Format("ogg", "audio/ogg"),
        Format("flac", "audio/flac"),
        Format("m4a", "audio/mp4"),
        Format("mp4", "video/mp4"),
        Format("webm", "video/webm"),
        Format("mkv", "video/x-matroska"),
        Format("avi", "video/x-msvideo"),
        Format("mov", "video/quicktime"),
    )
}
_ALIASES = {"jpeg": "jpg", "tiff": "tif", "htm": "html", "heif": "heic", "text": "txt"}
_AS_TEXT = frozenset({"txt", "csv", "html", "eml"})
_OFFICE_2007 = frozenset({"docx", "xlsx", "pptx"})
_ANY_BYTES = frozenset(code for code, each in FORMATS.items() if each.media_type.startswith(("audio/", "video/")))
"""Recordings begin in more ways than there are signatures for: binary content does not contradict the name."""

_PROGRAMS = (b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
)
_RIFF_FORMS = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_ISO_BRANDS = {b"M4A ": "m4a", b"M4B ": "m4a", b"qt  ": "mov"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"
)
_ISO_VIDEO = (b"isom", b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"dash", b"f4v")
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_ZIP_MEMBERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OLE_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
}
_OLE_END = 0xFFFFFFFA
"""From here on numbers of sectors mean something else: an end, or nothing."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def sniff(path: Path, filename: str) -> Format:
    """What the bytes at `path` are, which came under `filename`. Raises NotADocument.

    A format without a name here is kept under the name's suffix, unless the suffix claims one of `FORMATS`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise NotADocument("El archivo está vacío. Revise la copia y vuelva a subirlo.")
    if head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and b"\x00" in head):
        raise NotADocument("Es un programa, no un documento. Revise qué archivo eligió y suba el documento.")
    suffix = _suffix(filename)
    if head.startswith(b"%PDF-"):
        return FORMATS["pdf"]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_content(path, suffix)
    if head.startswith(OLE_SIGNATURE):
        return _ole_content(path, suffix)
    code = _by_signature(head) or ("pdf" if _is_pdf_after_junk(head) else "")
    if code:
        return FORMATS[code]
    text = _decoded(head)
    return _unknown(suffix) if text is None else _text(text, suffix)


def _suffix(filename: str) -> str:
    """The suffix of the name as a format's code, or empty where it is none."""
    suffix = PurePath(filename).suffix[1:].lower()
    if len(suffix) > 10 or not re.fullmatch(r"[0-9]*[a-z][a-z0-9]*", suffix):
        return ""
    return _ALIASES.get(suffix, suffix)


def _unknown(suffix: str) -> Format:
    """Bytes that say nothing of themselves. Raises NotADocument where the suffix says what they would have said."""
    if suffix in FORMATS and suffix not in _ANY_BYTES:
        raise NotADocument(
            f"Se llama «.{suffix}», pero su contenido no es de ese formato: puede estar dañado. "
            "Conviértalo a PDF desde su programa y súbalo de nuevo."
        )
    return Format(suffix or "bin", UNKNOWN_TYPE)


def _is_pdf_after_junk(head: bytes) -> bool:
    """Real files have bytes before the mark that nobody reads; a text that mentions the mark is a text."""
    junk, mark, _rest = head[:1024].partition(b"%PDF-")
    return bool(mark) and (
        re.search(rb"[A-Za-z0-9]", junk) is None or re.search(rb"[\x00-\x08\x0e-\x1f]", junk) is not None
    )


def _by_signature(head: bytes) -> str:
    for signature, code in _SIGNATURES:
        if head.startswith(signature):
            return code
    if head.startswith(b"RIFF"):
        return _RIFF_FORMS.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _ISO_BRANDS.get(head[8:12]) or ("mp4" if head[8:12].startswith(_ISO_VIDEO) else "")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    return "mp3" if _is_mp3(head) else ""


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return len(head) > 3 and head[3] < 16
    if len(head) < 3 or head[0] != 0xFF:
        return False
    is_layer_three = head[1] & 0xE6 == 0xE2
    return is_layer_three and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


class _Sparing(io.FileIO):
    """A file of which no more than MOST_DIRECTORY_BYTES are read in all: more raises ValueError."""

    left = MOST_DIRECTORY_BYTES

    def read(self, size: int | None = -1) -> bytes:
        most = self.left + 1
        found = super().read(most if size is None or size < 0 else min(size, most)) or b""
        self.left -= len(found)
        if self.left < 0:
            raise ValueError("the directory is too large")
        return found


def _zip_content(path: Path, suffix: str) -> Format:
    try:
        with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
            names = frozenset(archive.namelist())
            declared = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except _DAMAGED as error:
        raise NotADocument(
            "Es un archivo comprimido dañado. Vuelva a exportar el documento desde su programa y súbalo de nuevo."
        ) from error
    code = next((each.code for each in FORMATS.values() if each.media_type == declared.strip()), "")
    is_ooxml = "[Content_Types].xml" in names
    if is_ooxml and not code:
        found = (code for member, code in _ZIP_MEMBERS.items() if any(name.startswith(member) for name in names))
        code = next(found, "")
    if code:
        return FORMATS[code]
    if suffix in {"", "zip"} or (suffix in FORMATS and not declared and not is_ooxml):
        raise NotADocument("Es un archivo comprimido (ZIP), no un documento. Extráigalo y suba cada documento.")
    return _unknown(suffix)


def _ole_content(path: Path, suffix: str) -> Format:
    try:
        with _Sparing(path) as file:
            streams = frozenset(_ole_streams(file))
    except _DAMAGED as error:
        if suffix not in FORMATS:
            return _unknown(suffix)
        raise NotADocument(
            "Es un documento de Office dañado. Ábralo en su programa, guárdelo de nuevo y súbalo otra vez."
        ) from error
    code = next((code for stream, code in _OLE_STREAMS.items() if stream in streams), "")
    if code:
        return FORMATS[code]
    if "EncryptedPackage" in streams and suffix in _OFFICE_2007:
        return FORMATS[suffix]
    return _unknown(suffix)


def _ole_streams(file: _Sparing) -> Iterator[str]:
    """The streams at the top of a compound file: those further down belong to what is embedded in it."""
    directory = _ole_directory(file)
    waiting, seen = [struct.unpack_from("<I", directory, 76)[0]], set()
    while waiting:
        number = waiting.pop()
        entry = directory[number * 128 : number * 128 + 128]
        if number in seen or len(entry) < 128:
            continue
        seen.add(number)
        length, kind = struct.unpack_from("<HB", entry, 64)
        if kind == 2:
            yield entry[: min(length, 64)].decode("utf-16-le").rstrip("\x00")
        waiting += struct.unpack_from("<II", entry, 68)


def _ole_directory(file: _Sparing) -> bytes:
    header = file.read(512)
    shift, first, more_fat = (
        struct.unpack_from(code, header, at)[0] for code, at in (("<H", 30), ("<I", 48), ("<I", 68))
    )
    if shift not in {9, 12}:
        raise ValueError("sectors of an unknown size")
    size = 1 << shift
    numbers = struct.Struct(f"<{size // 4}I")

    def sector(number: int) -> bytes:
        file.seek((number + 1) * size)
        return file.read(size)

    fat = list(struct.unpack_from("<109I", header, 76))
    if not struct.unpack_from("<I", header, 72)[0]:
        more_fat = _OLE_END
    while more_fat < _OLE_END:
        *found, more_fat = numbers.unpack(sector(more_fat))
        fat += found
    directory = bytearray()
    while first < _OLE_END:
        directory += sector(first)
        first = numbers.unpack(sector(fat[first * 4 // size]))[first % (size // 4)]
    return bytes(directory)


def _text(text: str, suffix: str) -> Format:
    start = text.lstrip("\ufeff \t\r\n\f\v").lower()
    if start.startswith(("<!doctype html", "<html")) or re.match(r"<\?xml[^>]*>\s*(<!doctype )?<?html", start):
        if suffix in FORMATS and suffix != "html":
            raise NotADocument(
                f"Se llama «.{suffix}», pero es una página web (HTML): suele ser el aviso de error de un sitio. "
                "Descargue otra vez el documento original."
            )
        return Format(suffix, UNKNOWN_TYPE) if suffix and suffix != "html" else FORMATS["html"]
    if start.startswith(("{", "[")) and suffix in FORMATS and suffix not in {"txt", "csv"}:
        raise NotADocument(
            f"Se llama «.{suffix}», pero contiene datos JSON: suele ser la respuesta de un sistema. "
            "Descargue otra vez el documento original."
        )
    if suffix in _AS_TEXT or not suffix:
        return FORMATS[suffix or "txt"]
    if suffix in FORMATS:
        raise NotADocument(
            f"Se llama «.{suffix}», pero contiene solo texto. "
            "Póngale la terminación «.txt», o conviértalo a PDF, y súbalo de nuevo."
        )
    return Format(suffix, UNKNOWN_TYPE)


def _decoded(head: bytes) -> str | None:
    """The text that these bytes begin, or None where they are no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if b"\x00" in head:
        return _utf16_without_mark(head)
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in head)
    if controls * 50 > len(head):
        return None
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")


def _utf16_without_mark(head: bytes) -> str | None:
    """Latin letters have every second byte empty, and nothing else does."""
    for encoding, empty in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        others = len(head) - len(empty)
        if empty.count(0) * 10 >= len(empty) * 9 and head.count(0) - empty.count(0) <= others // 50:
            return head.decode(encoding, errors="replace")
    return None
