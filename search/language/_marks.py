"""Where a query stands in any text: the same marks in a list of results and on the reader's page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.language._query import ParsedQuery
from search.language._tokens import folded_line, tokens
from search.language._words import ARTICLE, FOLDED, STEMS

SNIPPET_LENGTH = 240
_LEAD = 40
_SCANNED = 60_000
_ELLIPSIS = "…"
_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"\S+")

Span = tuple[int, int]
Rows = Sequence[tuple[str, ...]]


def marks(text: str, query: ParsedQuery) -> tuple[Span, ...]:
    """The (start, end) offsets in `text` of everything that the query asks for, in order, never overlapping."""
    return tuple(span for span, _ in _matches(text, query.rows))


def snippet(text: str, query: ParsedQuery, max_chars: int = SNIPPET_LENGTH) -> tuple[str, tuple[Span, ...]]:
    """The fragment of a page that shows most of the query, on one line, cut between words, with its marks.

    A page without any of it gives its beginning.
    """
    found = _matches(text[:_SCANNED], query.rows)
    start = _best_start(found, max_chars)
    if start:
        space = _SPACE.search(text, start, start + _LEAD)
        start = space.end() if space else start
    lead = _ELLIPSIS if start else ""
    piece = text[start : start + max_chars].replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if "  " in piece:
        fragment = lead + _squeezed(text, start, max_chars)
        return fragment, marks(fragment, query)
    fragment = lead + _ended(piece, max_chars, more=start + max_chars < len(text))
    shift = len(lead) - start
    last = len(fragment) - (fragment.endswith(_ELLIPSIS))
    return fragment, tuple(
        (begin + shift, end + shift) for (begin, end), _ in found if begin >= start and end + shift <= last
    )


def _matches(text: str, rows: Rows) -> list[tuple[Span, str]]:
    """Spans in order, with the stem that each begins with."""
    line = folded_line(text)
    if line is not None:
        return _in_line(line, rows)
    every = list(tokens(text))
    line = " ".join(FOLDED[word.text] for word in every)
    return [
        ((every[line.count(" ", 0, start)].start, every[line.count(" ", 0, end)].end), stem)
        for (start, end), stem in _in_line(line, rows)
    ]


def _in_line(line: str, rows: Rows) -> list[tuple[Span, str]]:
    """Looks only where a word begins like one that is sought, which is what makes it quick."""
    found: list[tuple[Span, str]] = []
    padded = f" {line} "
    for row in rows:
        stem = row[0]
        opening = f" {_opening(stem)}"
        place = padded.find(opening)
        while place >= 0:
            after = padded.find(" ", place + 1)
            if STEMS[padded[place + 1 : after]] == stem:
                end = after - 1 if len(row) == 1 else _row_end(line, place, row)
                if end:
                    found.append(((place, end), stem))
            place = padded.find(opening, after)
    return _without_overlaps(found)


def _opening(stem: str) -> str:
    """The letters with which every word of this stem begins: veces has the stem vez, art. that of artículo."""
    if stem == ARTICLE:
        return "art"
    return stem.removesuffix("z") or stem


def _row_end(line: str, place: int, row: Sequence[str]) -> int:
    """Where the row ends that begins at this place, or 0 where the words there are others."""
    end = 0
    words = _RUN.finditer(line, place)
    for stem in row:
        word = next(words, None)
        if word is None or STEMS[word.group()] != stem:
            return 0
        end = word.end()
    return end


def _without_overlaps(found: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """In the order of the text; where two begin at one place, the longer one stays."""
    found.sort(key=_by_place)
    kept: list[tuple[Span, str]] = []
    reached = 0
    for each in found:
        if each[0][0] >= reached:
            kept.append(each)
            reached = each[0][1]
    return kept


def _by_place(found: tuple[Span, str]) -> tuple[int, int]:
    return found[0][0], -found[0][1]


def _best_start(found: Sequence[tuple[Span, str]], width: int) -> int:
    """Where the window begins that holds most different words of the query, then most words."""
    best, best_start = (0, 0), 0
    inside: dict[str, int] = {}
    last = 0
    for (start, _), stem in found:
        while last < len(found) and found[last][0][1] <= start + width - _LEAD:
            inside[found[last][1]] = inside.get(found[last][1], 0) + 1
            last += 1
        worth = (len(inside), sum(inside.values()))
        if worth > best:
            best, best_start = worth, start
        if inside.get(stem, 0) > 1:
            inside[stem] -= 1
        else:
            inside.pop(stem, None)
    return max(0, best_start - _LEAD)


def _squeezed(text: str, start: int, width: int) -> str:
    """From `start` on one line, each run of white space as one space."""
    reach = start + 2 * width
    return _ended(" ".join(text[start:reach].split()), width, more=reach < len(text))


def _ended(piece: str, width: int, *, more: bool) -> str:
    """At most `width` characters, less two for ellipses, ending with a whole word."""
    room = width - 2
    if len(piece) > room:
        piece, more = piece[: room + 1].rsplit(" ", 1)[0][:room], True
    return f"{piece.rstrip()}{_ELLIPSIS}" if more else piece
