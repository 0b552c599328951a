"""What is made from originals: images of their pages, and where the words stand on them.

Found by the digest of what they were made from, so that equal files share them; made when first needed or ahead by a
job; lost ones are made again. Nothing of the file goes along but its pixels: no metadata, no scripts.
"""

import atexit
import hashlib
import io
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from PIL import Image

from archive.extraction.contract import ExtractionError, Limits, Line, UnsupportedMediaTypeError
from archive.extraction.image_bytes import WEBP_METHOD, WEBP_QUALITY
from archive.extraction.process import ChildGoneError, ChildStartError
from archive.extraction.sandbox import ExtractionPool, PoolBusyError
from archive.models import Original, PageText

COVER_WIDTH = 480
WIDTHS = {"mini": 200, "pagina": 1000, "grande": 2000}
"""Pixels of the images of a page: in a sheet of thumbnails, beside its text, and to look at closely."""
TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""
_SECONDS_OF_A_READER = 20
"""A reader waits for the image; a page that takes longer has none."""
_SECONDS_IN_LINE = 2.0
"""A thread of the site that waits for a child answers nobody else: who finds all busy is asked to come back."""


_TRIED_AGAIN_AFTER = 3600
"""Seconds before a page that could not be drawn is tried once more: the machine may have been at fault."""

T = TypeVar("T")
Rectangle = tuple[float, ...]
logger = logging.getLogger(__name__)


class NoImage(Exception):
    """The page can't be drawn: its format has no pages to draw, or the file is at fault."""


class TryLater(Exception):
    """The page can't be drawn at this moment, and nothing is wrong with it."""


@cache
def pool() -> ExtractionPool:
    """The child processes of this process that draw pages for readers; they end with it."""
    limits = Limits(
        cpu_seconds=_SECONDS_OF_A_READER,
        wall_seconds=_SECONDS_OF_A_READER,
        memory_bytes=settings.EXTRACTION_MEMORY_MB * 1024 * 1024,
    )
    opened = ExtractionPool(settings.EXTRACTION_PROCESSES, limits, longest_wait=_SECONDS_IN_LINE)
    atexit.register(opened.close)
    return opened


def folder(digest: str) -> Path:
    return Path(settings.DERIVATIVES_DIR) / digest[:2] / digest


def forget(digest: str) -> None:
    """Remove all that was made from the bytes with this digest: nobody keeps them any more."""
    shutil.rmtree(folder(digest), ignore_errors=True)


def cover_path(digest: str) -> Path:
    return folder(digest) / "cover.webp"


def page_path(digest: str, number: int, size: str) -> Path:
    return folder(digest) / f"p{number}-{WIDTHS[size]}.webp"


def page_image(original: Original, number: int, size: str = "pagina", turn: int = 0) -> bytes | Path:
    """The image of a page, made now where it isn't there; a turned one is not kept. Raises NoImage and TryLater."""
    target = page_path(original.digest, number, size)
    if not target.exists():
        media_type = original.media_type
        keep(target, _made(target, lambda: pool().draw(original.path, media_type, number, WIDTHS[size])))
    return _turned(target, turn) if turn else target


def words_of(page: PageText) -> list[Rectangle]:
    """Where the words of a page stand: start, end, left, top, right, bottom. Of its lines, where nobody knows."""
    if page.words:
        return [tuple(each) for each in page.words]
    if not page.lines or not page.width:
        return []
    # The text is in the name: one that was read anew has its words elsewhere.
    text = hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest()[:16]
    target = folder(page.original.digest) / f"p{page.number}-words-{text}.json"
    try:
        if not target.exists():
            keep(target, json.dumps(_words_now(page, target)).encode())
        return [tuple(each) for each in json.loads(target.read_bytes())]
    except (NoImage, TryLater):
        return [tuple(each) for each in page.lines]
    except (OSError, ValueError):
        # A file that was cut off by a power failure is made again.
        target.unlink(missing_ok=True)
        return [tuple(each) for each in page.lines]


def _words_now(page: PageText, target: Path) -> list[Rectangle]:
    original = page.original
    length = len(page.text)

    def asked() -> tuple[Line, ...]:
        return pool().words(original.path, original.media_type, page.number, length)

    return [(line.start, line.end, line.left, line.top, line.right, line.bottom) for line in _made(target, asked)]


def _made(target: Path, make: Callable[[], T]) -> T:
    """What the pool makes. What was tried in vain is not tried again by every reader."""
    tried = target.with_suffix(".failed")
    if tried.exists() and time.time() - tried.stat().st_mtime < _TRIED_AGAIN_AFTER:
        raise NoImage(target.name)
    try:
        return make()
    except (ExtractionError, UnsupportedMediaTypeError) as error:
        keep(tried, b"")
        raise NoImage(str(error)) from error
    except (OSError, PoolBusyError, ChildGoneError, ChildStartError) as error:
        # Not the file's fault: the next reader tries again.
        raise TryLater(str(error)) from error


def _turned(upright: Path, turn: int) -> bytes:
    stream = io.BytesIO()
    with Image.open(upright) as image:
        turned = image.transpose(
            {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}[turn]
        )
        turned.save(stream, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return stream.getvalue()


def keep(target: Path, content: bytes) -> None:
    """Write it whole or not at all, also where several do so at once. Raises TryLater where there is no room."""
    partial = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        logger.exception("a derivative could not be kept")
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise TryLater(str(error)) from error
