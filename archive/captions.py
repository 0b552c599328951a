"""What is said in a recording and when: WebVTT (or SubRip) as people hand it in, checked, and cut into moments. Pure.

A moment is what a page is to a document: it has a number, an address and a text that search finds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Caption

SECONDS_OF_A_MOMENT = 60
SECONDS_OF_A_PARAGRAPH = 20
MOST_CUES = 20_000
MOST_PROBLEMS = 10
_TOLERANCE = 1.0
"""Seconds by which the last words may outlast the file: encoders round its length."""
_EXAMPLE = "00:00:01.000 --> 00:00:04.000"
_TIMING = re.compile(r"-->")
_COMMA_IN_TIME = re.compile(r"(\d\d:\d\d),(\d{3})")
_TAG = re.compile(r"<[^>]*>")
_AMPERSAND = re.compile(r"&amp;([#\w]*;?)")
_SENTENCE_END = (".", "?", "!", "…", "»", "”")


class BadCaptions(Exception):
    """The captions can't be used; `problems`, in Spanish, say where and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words from one second to another."""

    start: float
    end: float
    text: str
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a recording: its text, and of each paragraph where it stands in the text and when it is said."""

    start: float
    text: str
    paragraphs: tuple[tuple[int, int, float], ...]


def read_captions(text: str, duration: float | None) -> list[Cue]:
    """The cues of a WebVTT or SubRip text, in order. Raises BadCaptions with every problem that was found."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \n\t")
    if not text:
        raise BadCaptions(["La transcripción está vacía."])
    if not _TIMING.search(text):
        raise BadCaptions([f"No hay ningún tiempo. Cada frase lleva arriba cuándo se dice, así: {_EXAMPLE}"])
    cues = [_cue(each) for each in _parsed(text)]
    problems = list(_problems(cues, duration))
    if problems:
        raise BadCaptions(problems[:MOST_PROBLEMS])
    return cues


def _parsed(text: str) -> list[Caption]:
    if not text.startswith("WEBVTT"):
        # SubRip is the same with commas for points and a number above each cue.
        text = "WEBVTT\n\n" + text
    text = "\n".join(_COMMA_IN_TIME.sub(r"\1.\2", line) if "-->" in line else line for line in text.split("\n"))
    written = len(_TIMING.findall(text))
    if written > MOST_CUES:
        raise BadCaptions([f"Tiene más de {MOST_CUES:,} frases: divida la grabación en partes."])
    try:
        captions: list[Caption] = webvtt.from_string(text, strict=True).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BadCaptions([_where(text, str(error))]) from error
    if len(captions) != written:
        raise BadCaptions([_where(text, "")])
    return captions


def _where(text: str, said: str) -> str:
    """The first line with times that can't be read."""
    for number, line in enumerate(text.split("\n"), 1):
        if _TIMING.search(line) and not _READABLE.match(line.strip()):
            return f"Renglón {number}: «{line.strip()[:60]}» no es un tiempo. Escríbalo así: {_EXAMPLE}"
    return f"No se entiende como subtítulos WebVTT. Deje un renglón vacío entre frase y frase. {said}".strip()


_READABLE = re.compile(r"(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}\s+-->\s+(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(\s|$)")


def _cue(caption: Caption) -> Cue:
    start, end = (each.in_milliseconds() / 1000 for each in (caption.start_time, caption.end_time))
    text = " ".join(unescape(_TAG.sub("", caption.text)).split())
    return Cue(start, end, text, " ".join((caption.voice or "").split()))


def _problems(cues: Sequence[Cue], duration: float | None) -> list[str]:
    found = []
    for number, cue in enumerate(cues, 1):
        if cue.end <= cue.start:
            found.append(f"Frase {number} ({clock(cue.start)}): termina antes de empezar.")
        if not cue.text:
            found.append(f"Frase {number} ({clock(cue.start)}): no tiene texto. Escríbalo o quite la frase.")
        if duration and cue.end > duration + _TOLERANCE:
            found.append(
                f"Frase {number} ({clock(cue.start)}): termina en {clock(cue.end)}, "
                f"y la grabación dura {clock(duration)}."
            )
    for number, (before, after) in enumerate(pairwise(cues), 2):
        if after.start < before.start:
            found.append(f"Frase {number} ({clock(after.start)}): empieza antes que la anterior. Póngalas en orden.")
    return found


def clock(seconds: float) -> str:
    """A second as players show it: "1:02:03", "0:07"."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def write_webvtt(cues: Sequence[Cue]) -> str:
    """The cues as WebVTT, with nothing in it but times, voices and words."""
    blocks = [f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{_spoken(cue)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return (
        f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}:"
        f"{milliseconds // 1000 % 60:02d}.{milliseconds % 1000:03d}"
    )


def _spoken(cue: Cue) -> str:
    said, voice = (
        each.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for each in (cue.text, cue.voice)
    )
    return f"<v {voice}>{said}" if voice else said


def as_typed(webvtt: str) -> str:
    """The captions as people type them: an ampersand is one, wherever it means nothing but itself."""
    return _AMPERSAND.sub(_plain_ampersand, webvtt)


def _plain_ampersand(found: re.Match[str]) -> str:
    plain = f"&{found[1]}"
    return plain if unescape(plain) == plain else found[0]


def moments(cues: Sequence[Cue]) -> list[Moment]:
    """The cues in moments of about a minute, each in paragraphs that end with a sentence or a change of voice."""
    found: list[Moment] = []
    for group in _grouped(_paragraphs(cues)):
        texts, spans, position = [], [], 0
        for start, text in group:
            spans.append((position, position + len(text), start))
            texts.append(text)
            position += len(text) + 1
        found.append(Moment(group[0][0], "\n".join(texts), tuple(spans)))
    return found


def _paragraphs(cues: Sequence[Cue]) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    open_since, voice = 0.0, None
    for cue in cues:
        continues = (
            bool(found)
            and cue.voice == voice
            and not found[-1][1].endswith(_SENTENCE_END)
            and cue.start - open_since < SECONDS_OF_A_PARAGRAPH
        )
        if continues:
            found[-1] = (found[-1][0], f"{found[-1][1]} {cue.text}")
            continue
        says = f"{cue.voice}: {cue.text}" if cue.voice and cue.voice != voice else cue.text
        found.append((cue.start, says))
        open_since, voice = cue.start, cue.voice
    return found


def _grouped(paragraphs: Sequence[tuple[float, str]]) -> list[list[tuple[float, str]]]:
    found: list[list[tuple[float, str]]] = []
    for start, text in paragraphs:
        if found and start - found[-1][0][0] < SECONDS_OF_A_MOMENT:
            found[-1].append((start, text))
        else:
            found.append([(start, text)])
    return found
