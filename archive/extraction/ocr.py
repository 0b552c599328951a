"""The text of a page from its image, by tesseract: a process for each page, with limits of its own.

The image is one that we have drawn (`AbstractExtraction.scan`), not a part of somebody's file.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import shutil
import signal
import struct
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from archive.extraction.contract import Limits, Line, Quality
from archive.extraction.quality import judge, noise
from archive.extraction.text import Rectangle, clean_page, place_words

PROGRAM = "tesseract"
LANGUAGE = "spa"
DOTS_PER_INCH = 200
"""docs/adr/0016: more finds no more words on real scans, and takes longer."""

_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "OMP_THREAD_LIMIT": "1"}
_SECONDS_TO_ANSWER = 20
_POINTS_PER_INCH = 72
_AS_IT_LIES, _ANY_WAY_UP = "3", "1"
"""Ways of segmenting a page (--psm). The second finds out first how the sheet was turned, and costs a third more."""
_LEAST_CONFIDENCE_AS_IT_LIES = 0.5
"""Upright text of real scans has 0.6 or more; of sheets that lie on their side or head, 0.33 was measured."""
_LEAST_CONFIDENCE = 0.6
_MOST_NOISE = 0.15
_SURE_MARK = 50.0
_PAPER = 32
"""Of 255: a page whose shades differ by less shows nothing."""
_PNG_SIZE = slice(16, 24)
_WORD_LEVEL = "5"
_KEPT_OUTPUT = 500
_FROM_OUTSIDE = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL})


class TesseractMissing(Exception):
    """tesseract or its Spanish is not installed; no page is at fault."""


class TesseractStopped(Exception):
    """Somebody ended the process, or the machine ran out of memory; no page is at fault."""


class UnrecognisablePage(Exception):
    """tesseract fails at this page."""


class TooSlow(UnrecognisablePage):
    """It takes longer than it may."""


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was read on a page, with the same promises as `ExtractedPage`."""

    text: str
    lines: tuple[Line, ...]
    words: tuple[Line, ...]
    confidence: float
    """Between 0 and 1: the mean over its words, by their length."""

    @property
    def quality(self) -> Quality:
        quality = judge(self.text)
        doubtful = self.confidence < _LEAST_CONFIDENCE or noise(self.text) > _MOST_NOISE
        return Quality.POOR if quality == Quality.GOOD and doubtful else quality


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[int, int, int]
    """Numbers of its block, paragraph and line."""
    text: str
    confidence: float
    rectangle: Rectangle


_with_spanish: set[str] = set()


def is_there() -> bool:
    """Whether tesseract and its Spanish are installed. Asked again until they are."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    if program not in _with_spanish and LANGUAGE in _languages(program):
        _with_spanish.add(program)
    return program in _with_spanish


def _languages(program: str) -> list[str]:
    try:
        done = subprocess.run(
            [program, "--list-langs"],
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split()


def is_blank(image: bytes) -> bool:
    """Whether the PNG shows an empty sheet. Raises UnrecognisablePage."""
    try:
        with Image.open(io.BytesIO(image), formats=["PNG"]) as opened:
            counts = opened.convert("L").histogram()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnrecognisablePage(f"no image: {error}") from error
    shades = [shade for shade, count in enumerate(counts) if count]
    return shades[-1] - shades[0] < _PAPER


def recognise(image: bytes, page_width: float, limits: Limits) -> RecognisedPage:
    """The text of a page of that width, in points, from its PNG image.

    Raises UnrecognisablePage, and where no page is to blame TesseractMissing and TesseractStopped.
    """
    pixels, _height = struct.unpack(">II", image[_PNG_SIZE])
    points = page_width / pixels if page_width > 0 else _POINTS_PER_INCH / DOTS_PER_INCH
    page = _page(_words(image, _AS_IT_LIES, points, limits))
    if page.words and page.confidence < _LEAST_CONFIDENCE_AS_IT_LIES:
        turned = _page(_words(image, _ANY_WAY_UP, points, limits))
        return max(page, turned, key=lambda each: each.confidence)
    return page


def _page(words: Sequence[_Word]) -> RecognisedPage:
    lines = [list(line) for _numbers, line in groupby(words, key=lambda word: word.line)]
    text, placed = clean_page((" ".join(word.text for word in line), _around(line)) for line in lines)
    weights = [len(word.text) for word in words]
    total = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True))
    return RecognisedPage(
        text=text,
        lines=placed,
        words=place_words(text, ((word.text, word.rectangle) for word in words)),
        confidence=round(total / (100 * sum(weights)), 3) if words else 0.0,
    )


def _around(words: Iterable[_Word]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*(word.rectangle for word in words), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _words(image: bytes, segmentation: str, points: float, limits: Limits) -> list[_Word]:
    """What tesseract reads, in the order of reading; `points` is the size of a pixel."""
    resolution = str(max(1, round(_POINTS_PER_INCH / points)))
    options = ["-l", LANGUAGE, "--psm", segmentation, "--dpi", resolution, "tsv"]
    table = _run(["stdin", "stdout", *options], image, limits).decode(errors="replace")
    rows = csv.reader(table.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [word for row in rows if row[0] == _WORD_LEVEL for word in _word(row, points)]


def _word(row: Sequence[str], points: float) -> Iterator[_Word]:
    """None where the row is a mark that tesseract takes for a word and is not sure of: dirt, lines, folds."""
    block, paragraph, line = map(int, row[2:5])
    left, top, width, height = (round(points * int(each), 1) for each in row[6:10])
    confidence, text = float(row[10]), row[11].strip()
    is_mark = not any(map(str.isalnum, text))
    if text and not (is_mark and confidence < _SURE_MARK):
        rectangle = left, top, round(left + width, 1), round(top + height, 1)
        yield _Word((block, paragraph, line), text, confidence, rectangle)


def _run(arguments: Sequence[str], image: bytes, limits: Limits) -> bytes:
    program = shutil.which(PROGRAM)
    if program is None:
        raise TesseractMissing(PROGRAM)
    try:
        process = subprocess.Popen(
            [program, *arguments],
            env=_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise TesseractMissing(str(error)) from error
    with process:
        # It reads nothing of the image before: its limits hold from the first byte.
        with suppress(ProcessLookupError):
            _limit(process.pid, limits)
        try:
            output, said = process.communicate(image, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TooSlow("wall time") from error
        except BaseException:
            process.kill()
            raise
    _check(process.returncode, said)
    return output


def _limit(process: int, limits: Limits) -> None:
    resource.prlimit(process, resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.prlimit(process, resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.prlimit(process, kind, (0, 0))


def _check(code: int, said: bytes) -> None:
    if code == -signal.SIGXCPU:
        raise TooSlow("processor time")
    if -code in _FROM_OUTSIDE:
        raise TesseractStopped(f"signal {-code}")
    if code:
        raise UnrecognisablePage(f"exit {code}: {said.decode(errors='replace')[-_KEPT_OUTPUT:]}")
