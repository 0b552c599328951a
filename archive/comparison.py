"""Two texts side by side: which paragraphs stayed, which changed, and which words in them. Pure, and bounded in time.

Paragraphs that occur once in both texts are anchors; `difflib` looks only at the short stretches between them. So the
work grows with the length of the texts and not with its square, whoever wrote them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_AT_ONCE = 10_000
"""Comparisons that one stretch without anchors may cost: a hundred against a hundred."""
DEEPEST = 8
LARGEST_BLOCK = 10
"""Paragraphs on either side of one change; a longer stretch is shown as several."""
ALIKE = 0.4
"""Two paragraphs with this part of their words in common are one that was changed."""


class Kind(Enum):
    """What became of a paragraph."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the physical page it stands on. White space is not compared."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that differs, after `same` paragraphs that do not."""

    before: Sequence[Paragraph]
    after: Sequence[Paragraph]
    same: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All the stretches that differ, and the number of equal paragraphs after the last."""

    blocks: Sequence[Block]
    same_at_end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph, and whether only this side has them."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph on each side, or on one of them only; page 0 stands for none."""

    kind: Kind
    before: Sequence[Piece]
    before_page: int
    after: Sequence[Piece]
    after_page: int


def compare(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Comparison:
    """What differs between two texts, in the order of reading."""
    blocks: list[Block] = []
    same = 0
    for stays, (i1, i2, j1, j2) in _stretches([each.text for each in before], [each.text for each in after]):
        if stays:
            same += i2 - i1
            continue
        for old, new in _parts(before[i1:i2], after[j1:j2]):
            blocks.append(Block(old, new, same))
            same = 0
    return Comparison(blocks, same)


def rows(block: Block, most_words: int) -> list[Row]:
    """The block's paragraphs side by side, with the words that differ; beyond `most_words`, whole paragraphs do."""
    paired = _paired(block.before, block.after)
    found = []
    for old, new in paired:
        if old and new:
            size = len(old.text.split()) + len(new.text.split())
            gone, come = word_changes(old.text, new.text) if size <= most_words else (_whole(old), _whole(new))
            most_words -= size
            found.append(Row(Kind.CHANGED, gone, old.page, come, new.page))
        elif old:
            found.append(Row(Kind.REMOVED, _whole(old), old.page, (), 0))
        elif new:
            found.append(Row(Kind.ADDED, (), 0, _whole(new), new.page))
    return found


def word_changes(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut where they begin and cease to differ."""
    old, new = before.split(), after.split()
    gone: list[Piece] = []
    come: list[Piece] = []
    for stays, (i1, i2, j1, j2) in _stretches(old, new):
        gone.extend(_pieces(old[i1:i2], changed=not stays))
        come.extend(_pieces(new[j1:j2], changed=not stays))
    return gone, come


def _pieces(words: Sequence[str], *, changed: bool) -> list[Piece]:
    return [Piece(" ".join(words), changed)] if words else []


def _whole(paragraph: Paragraph) -> list[Piece]:
    return [Piece(paragraph.text, changed=True)]


def _parts(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> Iterator[tuple[Sequence[Paragraph], Sequence[Paragraph]]]:
    for start in range(0, max(len(before), len(after)), LARGEST_BLOCK):
        yield before[start : start + LARGEST_BLOCK], after[start : start + LARGEST_BLOCK]


Span = tuple[int, int, int, int]


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[bool, Span]]:
    """(whether it stays, where it is on both sides), covering both texts, neighbours never of one sort."""
    matches = list(_matches(before, after, 0, len(before), 0, len(after), DEEPEST))
    i = j = 0
    for start, other, size in _joined([*matches, (len(before), len(after), 0)]):
        if i < start or j < other:
            yield False, (i, start, j, other)
        if size:
            yield True, (start, start + size, other, other + size)
        i, j = start + size, other + size


def _joined(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    i = j = size = 0
    for start, other, length in matches:
        if (start, other) == (i + size, j + size):
            size += length
            continue
        if size:
            yield i, j, size
        i, j, size = start, other, length
    yield i, j, size


def _matches(
    a: Sequence[str], b: Sequence[str], i1: int, i2: int, j1: int, j2: int, depth: int
) -> Iterator[tuple[int, int, int]]:
    """(place in a, place in b, length) of what stays, in order."""
    head, tail = _ends(a, b, i1, i2, j1, j2)
    yield i1, j1, head
    i1, j1, i2, j2 = i1 + head, j1 + head, i2 - tail, j2 - tail
    anchors = _anchors(a, b, i1, i2, j1, j2) if depth and i1 < i2 and j1 < j2 else []
    if anchors:
        for i, j in anchors:
            yield from _matches(a, b, i1, i, j1, j, depth - 1)
            yield i, j, 1
            i1, j1 = i + 1, j + 1
        yield from _matches(a, b, i1, i2, j1, j2, depth - 1)
    elif 0 < (i2 - i1) * (j2 - j1) <= MOST_AT_ONCE:
        matcher = SequenceMatcher(None, a[i1:i2], b[j1:j2], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield i1 + block.a, j1 + block.b, block.size
    yield i2, j2, tail


def _ends(a: Sequence[str], b: Sequence[str], i1: int, i2: int, j1: int, j2: int) -> tuple[int, int]:
    """How many are equal at the beginning, and how many of the others at the end."""
    most = min(i2 - i1, j2 - j1)
    head = next((n for n in range(most) if a[i1 + n] != b[j1 + n]), most)
    most -= head
    tail = next((n for n in range(most) if a[i2 - 1 - n] != b[j2 - 1 - n]), most)
    return head, tail


def _anchors(a: Sequence[str], b: Sequence[str], i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int]]:
    """What occurs once on each side, as far as it keeps its order: the longest such chain."""
    once_a, once_b = _once(a, i1, i2), _once(b, j1, j2)
    pairs = [(i, once_b[text]) for text, i in once_a.items() if text in once_b]
    ends: list[int] = []
    chains: list[int] = []
    previous: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        previous.append(chains[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        chains[place : place + 1] = [number]
    found = []
    number = chains[-1] if chains else -1
    while number >= 0:
        found.append(pairs[number])
        number = previous[number]
    return found[::-1]


def _once(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(texts[start:end])
    return {texts[i]: i for i in range(start, end) if counts[texts[i]] == 1}


def _paired(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> list[tuple[Paragraph | None, Paragraph | None]]:
    """Which paragraph became which: the pairs, in order, that have most words in common."""
    old = [Counter(each.text.lower().split()) for each in before]
    new = [Counter(each.text.lower().split()) for each in after]
    if len(before) == len(after) == 1:
        return [(before[0], after[0])] if _alike(old[0], new[0]) else [(before[0], None), (None, after[0])]
    best = [[0.0] * (len(after) + 1) for _each in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            together = best[i + 1][j + 1] + _alike(old[i], new[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return list(_walk(before, after, best))


def _walk(
    before: Sequence[Paragraph], after: Sequence[Paragraph], best: Sequence[Sequence[float]]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    i = j = 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, after[j]
            j += 1
        else:
            yield before[i], after[j]
            i, j = i + 1, j + 1
    yield from ((each, None) for each in before[i:])
    yield from ((None, each) for each in after[j:])


def _alike(old: Counter[str], new: Counter[str]) -> float:
    """The part of their words that two paragraphs have in common; 0 where it is too small to mean anything."""
    all_words = old.total() + new.total()
    part = 2 * (old & new).total() / all_words if all_words else 0.0
    return part if part >= ALIKE else 0.0
