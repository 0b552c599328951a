"""Hand out a file with safe headers, whole or in part (RFC 9110, section 14).

With ACCEL_REDIRECT_PREFIX the web server in front sends the bytes: a slow reader then holds no thread of the site.
Without it the site sends them itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

BLOCK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNSAFE_IN_NAMES = re.compile(
    r"[\x00-\x1f\x7f-\x9f/\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|%(?:[01][0-9a-f]|2f|5c|7f)", re.IGNORECASE
)
"""Ends of lines, separators of folders, turns of the reading direction; also as browsers decode them."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever their suffix."""


def serve(
    request: HttpRequest, path: Path | bytes, *, media_type: str, filename: str, etag: str, attachment: bool
) -> HttpResponseBase:
    """The bytes at `path`, or those that are given, unless the reader has them.

    A single Range of a GET is honoured for a file, unless If-Range names other content.
    """
    response: HttpResponseBase
    if _is_held(request, etag):
        response = HttpResponse(status=304)
    elif isinstance(path, bytes):
        response = HttpResponse(path, content_type=media_type)
    elif settings.ACCEL_REDIRECT_PREFIX:
        response = _handed_over(path, media_type)
    else:
        response = _streamed(request, path, media_type, etag)
    return _with_safe_headers(response, filename, etag, attachment)


def _handed_over(path: Path, media_type: str) -> HttpResponse:
    """Tell the web server which file to send; Range, If-Range and the length are its business."""
    inside = path.relative_to(settings.DATA_DIR).as_posix()
    response = HttpResponse(content_type=media_type)
    response["X-Accel-Redirect"] = quote(f"{settings.ACCEL_REDIRECT_PREFIX.rstrip('/')}/{inside}")
    return response


def _streamed(request: HttpRequest, path: Path, media_type: str, etag: str) -> HttpResponseBase:
    size = path.stat().st_size
    wanted = _wanted_range(request, size, etag) if request.method == "GET" else None
    response: HttpResponseBase
    if wanted is None:
        response = FileResponse(path.open("rb"), content_type=media_type)
        response["Content-Length"] = str(size)
    elif wanted[0] >= size or wanted[0] > wanted[1]:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        first, last = wanted
        response = StreamingHttpResponse(_read(path, first, last), status=206, content_type=media_type)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def _is_held(request: HttpRequest, etag: str) -> bool:
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return named == ["*"] or f'"{etag}"' in {each.removeprefix("W/") for each in named}


def _wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or match.groups() == ("", "") or request.headers.get("If-Range", f'"{etag}"') != f'"{etag}"':
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _with_safe_headers(response: HttpResponseBase, filename: str, etag: str, attachment: bool) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(attachment, harmless_name(filename)) or "attachment"
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever the file holds, a browser that opens it in place runs nothing and asks for nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def harmless_name(filename: str) -> str:
    """What a reader's machine may call the file: neither hidden, nor in another folder, nor a device."""
    name = _UNSAFE_IN_NAMES.sub("_", filename).strip()
    bare = name.strip(". ")
    if not bare or (name.startswith(".") and "." not in bare):
        # Of the name nothing is left but its suffix.
        return f"documento.{bare}".strip(".")
    return f"_{bare}" if _DEVICE.match(bare) else bare
