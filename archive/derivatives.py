"""What is made from originals: images of their pages, and where the words stand on them.

Found by the digest of what they were made from, so that equal files share them; made when first needed or ahead by a
job; lost ones are made again. Nothing of the file goes along but its pixels: no metadata, no scripts.
"""

import atexit
import io
import json
import os
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from PIL import Image

from archive.extraction.contract import ExtractionError, Limits, Line, UnsupportedMediaTypeError
from archive.extraction.image_bytes import WEBP_METHOD, WEBP_QUALITY
from archive.extraction.process import ChildGoneError, ChildStartError
from archive.extraction.sandbox import ExtractionPool
from archive.models import Original, PageText

COVER_WIDTH = 480
WIDTHS = {"mini": 200, "pagina": 1000, "grande": 2000}
"""Pixels of the images of a page: in a sheet of thumbnails, beside its text, and to look at closely."""
TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""
_SECONDS_OF_A_READER = 20
"""A reader waits for the image; a page that takes longer has none."""


_TRIED_AGAIN_AFTER = 3600
"""Seconds before a page that could not be drawn is tried once more: the machine may have been at fault."""

T = TypeVar("T")


class NoImage(Exception):
    """The page can't be drawn: its format has no pages to draw, or the file is at fault."""


@cache
def pool() -> ExtractionPool:
    """The child processes of this process that draw pages for readers; they end with it."""
    limits = Limits(
        cpu_seconds=_SECONDS_OF_A_READER,
        wall_seconds=_SECONDS_OF_A_READER,
        memory_bytes=settings.EXTRACTION_MEMORY_MB * 1024 * 1024,
    )
    opened = ExtractionPool(settings.EXTRACTION_PROCESSES, limits)
    atexit.register(opened.close)
    return opened


def folder(digest: str) -> Path:
    return Path(settings.DERIVATIVES_DIR) / digest[:2] / digest


def cover_path(digest: str) -> Path:
    return folder(digest) / "cover.webp"


def page_path(digest: str, number: int, size: str, turn: int = 0) -> Path:
    turned = f"-{turn}" if turn else ""
    return folder(digest) / f"p{number}-{WIDTHS[size]}{turned}.webp"


def page_image(original: Original, number: int, size: str = "pagina", turn: int = 0) -> Path:
    """The image of a page, made now where it isn't there. Raises NoImage."""
    target = page_path(original.digest, number, size, turn)
    if target.exists():
        return target
    if turn:
        upright = page_image(original, number, size)
        keep(target, _turned(upright, turn))
        return target
    media_type = original.media_type
    keep(target, _made(original, number, lambda: pool().draw(original.path, media_type, number, WIDTHS[size])))
    return target


def words_of(page: PageText) -> list[tuple[int, int, float, float, float, float]]:
    """Where the words of a page stand: start, end, left, top, right, bottom. Empty where nobody knows."""
    if page.words:
        return [tuple(each) for each in page.words]
    if not page.lines or not page.width:
        return []
    target = folder(page.original.digest) / f"p{page.number}-words.json"
    if not target.exists():
        try:
            keep(target, json.dumps(_words_now(page)).encode())
        except NoImage:
            return [tuple(each) for each in page.lines]
    return [tuple(each) for each in json.loads(target.read_bytes())]


def _words_now(page: PageText) -> list[list[float]]:
    original = page.original
    length = len(page.text)

    def asked() -> tuple[Line, ...]:
        return pool().words(original.path, original.media_type, page.number, length)

    return [
        [line.start, line.end, line.left, line.top, line.right, line.bottom]
        for line in _made(original, page.number, asked)
    ]


def _made(original: Original, number: int, make: Callable[[], T]) -> T:
    """What the pool makes. A page that was tried in vain is not tried again by every reader."""
    tried = folder(original.digest) / f"p{number}.failed"
    if tried.exists() and time.time() - tried.stat().st_mtime < _TRIED_AGAIN_AFTER:
        raise NoImage(f"{original.digest} p{number}")
    try:
        return make()
    except (ExtractionError, UnsupportedMediaTypeError) as error:
        keep(tried, b"")
        raise NoImage(str(error)) from error
    except (OSError, ChildGoneError, ChildStartError) as error:
        # Not the file's fault: the next reader tries again.
        raise NoImage(str(error)) from error


def _turned(upright: Path, turn: int) -> bytes:
    stream = io.BytesIO()
    with Image.open(upright) as image:
        turned = image.transpose(
            {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}[turn]
        )
        turned.save(stream, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return stream.getvalue()


def keep(target: Path, content: bytes) -> None:
    """Write it whole or not at all, also where several do so at the same time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    partial.write_bytes(content)
    partial.replace(target)
