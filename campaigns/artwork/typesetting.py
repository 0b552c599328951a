"""Words as Spanish sets them: what stays together, where a line may end, how large they can be in their box. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

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
_NUMBER = re.compile(r"[$]?\d[\d.,]*")
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
    if len(bare) <= 1 and not bare.isdigit():
        return not word.endswith((",", ";", ":", ".", "?", "!", "»", ")")) or not bare
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

    @cache
    def best(start: int) -> tuple[float, tuple[str, ...]]:
        if start == len(words):
            return 0.0, ()
        found: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for end in range(start + 1, len(words) + 1):
            wide = widths.of(start, end)
            if wide > width:
                break
            rest, lines = best(end)
            cost = rest + _cost(words[start:end], wide / width, is_first=start == 0, is_last=end == len(words))
            if cost < found[0]:
                found = cost, (" ".join(words[start:end]), *lines)
        return found

    lines = best(0)[1]
    if not lines:
        raise DoesNotFit(text)
    return lines


class _Widths:
    """How wide runs of words are, each measured once."""

    def __init__(self, words: Sequence[str], measure: Measure) -> None:
        self._words, self._measure = words, measure
        self._known: dict[tuple[int, int], float] = {}

    def of(self, start: int, end: int) -> float:
        key = start, end
        if key not in self._known:
            self._known[key] = self._measure(" ".join(self._words[start:end]))
        return self._known[key]


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
