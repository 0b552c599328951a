"""Words as Spanish sets them: what stays together, where a line may end, how large they can be in their box. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

NBSP = "\u00a0"
Measure = Callable[[str], float]
"""The width of a run of text, in the units of the box."""

MONTHS = frozenset(
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre".split()  # noqa: SIM905
)
ABBREVIATIONS = frozenset(
    "art. arts. núm. núms. n.º n.o no. p. pp. pág. págs. fracc. párr. sr. sra. dr. dra. lic. ing. mtro. mtra. tel. "  # noqa: SIM905
    "av. col. c.p.".split()
)
"""What is nothing without the word after it."""
WEAK = frozenset(
    "de del la el los las un una unos unas en con por para que su sus al se no lo le les mi tu si ni es sin sobre "  # noqa: SIM905
    "como más muy entre desde hasta cada este esta esto ese esa".split()
)
"""Words that lean on the next one: a line that ends with one reads badly."""
OPENING = "«¿¡(“‘"
_NUMBER = re.compile(r"[$]?\d(?:[\d.,]*\d)?")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_QUOTED = re.compile(r'"([^"]*)"')

ENOUGH_OF_A_LAST_LINE = 0.3
"""Of the width of the longest line: a shorter last line looks lost."""
LINE, SLACK, WEAK_END, WIDOW, SHORT_END = 12.0, 100.0, 9.0, 70.0, 25.0
"""What each line costs, what is left empty in it, and what a bad end of it costs."""


class DoesNotFit(Exception):
    """The words have no place in their box, not even at the smallest size."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in its lines, at a size; `height` is that of all of it."""

    lines: tuple[str, ...]
    size: float
    leading: float
    ragged: float = 0.0
    """How uneven its edge is: 0 where all lines are equally wide."""

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading


def bind(text: str) -> str:
    """The text with a space that does not break wherever Spanish keeps two words together.

    What was typed on a keyboard gets its signs: three points one, straight quotes «».
    """
    typed = _QUOTED.sub(r"«\1»", _SPACES.sub(" ", text.strip()).replace("...", "…"))
    words = typed.split(" ")
    bound = words[0]
    for place in range(1, len(words)):
        together = _stays(words, place - 1)
        bound += (NBSP if together else " ") + words[place]
    return bound


def _stays(words: Sequence[str], place: int) -> bool:
    """Whether nothing may come between this word and the next one."""
    word, following = words[place], words[place + 1]
    bare = word.strip(OPENING + ",;:.»)”’").lower()
    if not bare:
        return word in OPENING
    if len(bare) == 1 and bare.isalpha():
        return not word.endswith((",", ";", ":", ".", "?", "!", "»", ")"))
    if word.lower().lstrip(OPENING) in ABBREVIATIONS or following in {"—", "–", "·", "%"}:
        return True
    if _NUMBER.fullmatch(word.strip(OPENING)):
        return _is_counted(words, place) or following.strip(",;:.»)?!").lower() not in WEAK | {"de", "y", "o", "a"}
    return bare == "de" and place > 0 and _is_counted(words, place - 1)


def _is_counted(words: Sequence[str], place: int) -> bool:
    """Whether this number and what follows is "15 de abril" or "3 de cada 10"."""
    following = [word.strip(",;:.").lower() for word in words[place + 1 : place + 3]]
    is_number = _NUMBER.fullmatch(words[place].strip(OPENING)) is not None
    return is_number and len(following) == 2 and following[0] == "de" and following[1] in MONTHS | {"cada"}


def lacks_opening_mark(text: str) -> bool:
    """Whether something is asked or called out whose beginning is not marked: Spanish opens with ¿ and ¡."""
    return text.count("?") > text.count("¿") or text.count("!") > text.count("¡")


def break_lines(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The lines that leave the edge most even, without a lonely word at the end. Raises DoesNotFit."""
    words = bind(text).split(" ")
    widths = _Widths(words, measure)

    ways: list[tuple[float, int]] = [(float("inf"), 0)] * len(words) + [(0.0, 0)]
    for start in reversed(range(len(words))):
        for end in range(start + 1, len(words) + 1):
            wide = widths.of(start, end)
            if wide > width:
                break
            is_last = end == len(words)
            cost = ways[end][0] + _cost(words[start:end], wide / width, is_first=start == 0, is_last=is_last)
            ways[start] = min(ways[start], (cost, end))
    if ways[0][0] == float("inf"):
        raise DoesNotFit(text)
    return tuple(_lines(words, [end for _cost, end in ways]))


def _lines(words: Sequence[str], ends: Sequence[int]) -> Iterator[str]:
    """The lines, of which each ends where the best way from its beginning does."""
    start = 0
    while start < len(words):
        yield " ".join(words[start : ends[start]])
        start = ends[start]


class _Widths:
    """How wide runs of words are: the words and the spaces between them, each measured once."""

    def __init__(self, words: Sequence[str], measure: Measure) -> None:
        self._space = measure(" ")
        self._up_to = list(accumulate((measure(word) for word in words), initial=0.0))

    def of(self, start: int, end: int) -> float:
        return self._up_to[end] - self._up_to[start] + (end - start - 1) * self._space


def _cost(words: Sequence[str], filled: float, *, is_first: bool, is_last: bool) -> float:
    """What a line costs; `filled` is the share of the width that it takes."""
    cost = LINE
    if not is_last:
        cost += SLACK * (1 - filled) ** 2
        cost += WEAK_END if words[-1].lower().strip(OPENING) in WEAK else 0
    elif not is_first:
        cost += SLACK / 4 * (1 - filled) ** 2
        cost += WIDOW if len(words) == 1 and NBSP not in words[0] else 0
        cost += SHORT_END if filled < ENOUGH_OF_A_LAST_LINE else 0
    return cost


def fit(
    text: str,
    *,
    width: float,
    height: float,
    sizes: Iterable[float],
    measure_at: Callable[[float], Measure],
    leading: float = 1.25,
) -> Setting:
    """The text at the first of the sizes (the largest first) at which all of it is in the box. Raises DoesNotFit."""
    for size in sizes:
        try:
            lines = break_lines(text, width, measure_at(size))
        except DoesNotFit:
            continue
        if len(lines) * size * leading <= height:
            return Setting(lines, size, size * leading, _ragged(lines, measure_at(size)))
    raise DoesNotFit(text)


def _ragged(lines: Sequence[str], measure: Measure) -> float:
    widths = [measure(line) for line in lines]
    return sum((1 - width / max(widths)) ** 2 for width in widths) / len(widths)


def steps_down(largest: float, smallest: float, count: int = 24) -> list[float]:
    """Sizes from the largest to the smallest, each smaller by the same share."""
    share = (smallest / largest) ** (1 / (count - 1))
    return [largest * share**number for number in range(count)]
