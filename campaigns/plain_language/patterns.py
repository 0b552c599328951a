"""The shapes of what is not an ordinary word: amounts, dates, times, ordinals, telephones, ranges, acronyms with
dots.

One pattern finds them all, its alternatives in the order in which they are tried; `NUMBERS` tells how each is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from campaigns.plain_language import spoken
from campaigns.plain_language.addresses import EMAIL, HANDLE, URL

_SPACE = r"[ \u00a0\u2009\u202f]"
_NARROW = r"[\u00a0\u2009\u202f]"
_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
_INNER = r"[\u00ad\u200b-\u200d\u2060]"
_AMOUNT = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,9}}(?:\.\d+)?|\d{{1,3}}(?:{_NARROW}\d{{3}}){{1,9}}(?:[.,]\d+)?"
    r"|\d{1,3}(?: \d{3}){2,9}(?!\d)|\d+(?:[.,]\d+){0,9})"
)
"""Bounded, so that a long row of them is read once."""
_ORDINAL_ENDINGS = "(?:era?|ro|ra|do|da|to|ta|vo|va|mo|ma|no|na|o|a)"
_DOTTED = (
    r"p\.\s?ej|[aApP]\.\s?[mM]|[ad]\.\s?C|op\.\s?cit|loc\.\s?cit|i\.\s?e|e\.\s?g|v\.\s?gr|c\.\s?c\.\s?p|n\. del t"
    r"|C\.\s?P|S\.\s?A|C\.\s?V|P\.\s?D"
)
_DOUBLED = r"(?P<one>[A-ZÑ])(?P=one)\.\s?(?P<two>[A-ZÑ])(?P=two)(?:\.\s?A)?"
_END = r"(?![^\W_])"

_PREFIX = r"(?:\+\d{1,3}[ -]?)?(?:01[ -])?(?:\(\d{2,3}\)|\d{2,3})"
_SHAPES = {
    "telephone": rf"(?:{_PREFIX}[ -]\d{{3,4}}[ -]\d{{4}}|\d\d(?:[ -]\d\d){{4}}){_END}",
    "date": rf"(?:\d{{1,2}}(?P<separator>[/-])\d{{1,2}}(?P=separator)(?:\d{{4}}|\d\d)|\d{{4}}-\d\d-\d\d){_END}",
    "time": rf"\d{{1,2}}:\d\d(?::\d\d)?{_END}",
    "ordinal": rf"\d{{1,3}}\.?(?:[ºª]s?|°(?!\s?[CF]\b)|{_ORDINAL_ENDINGS}s?{_END})",
    "fraction": rf"\d{{1,2}}/\d{{1,2}}(?![\d/]){_END}",
    "series": rf"\d+(?:[-/]\d+){{2,9}}{_END}",
    "range": rf"{_AMOUNT}(?:[-–—]|{_SPACE}[–—]{_SPACE}){_AMOUNT}(?:{_SPACE}?%|{_END})",
    "percent": rf"{_AMOUNT}{_SPACE}?%",
    "number": rf"{_AMOUNT}{_END}",
    "number_sign": r"[nN]\.?[º°](?:s\b)?",
    "dotted": rf"(?:{_DOTTED}|{_DOUBLED}|[A-ZÑ](?:\.[A-ZÑ]){{1,9}})\.",
    "slashed": r"(?:[sS]/[nN]|[cC]/[uU]|[aA]/[cC])\b",
}
_JOINED = rf"[-\u2010\u2011'\u2019\u02bc\ua78c](?={_LETTER}|\d)|-[ \t]*\r?\n[ \t]*(?=[a-záéíóúñ])"
_PIECES = {
    "url": rf"(?i:{URL.pattern})",
    "email": EMAIL.pattern,
    "handle": HANDLE.pattern,
    "money": rf"(?:US\$|[$€£])\s?{_AMOUNT}{_END}",
    **{name: f"(?<![^\\W_])(?:{shape})" for name, shape in _SHAPES.items()},
    "word": rf"(?:{_LETTER}|\d)(?:[\u0300-\u036f]|{_LETTER}|\d|{_INNER}|{_JOINED})*",
}


TOKEN = re.compile("|".join(f"(?P<{name}>{piece})" for name, piece in _PIECES.items()))

NOT_WORDS = frozenset({"url", "email", "handle"})
_ROWS = re.compile(r"\d+")
_RANGE = re.compile(rf"({_AMOUNT})(?:[-–—]|{_SPACE}[–—]{_SPACE})({_AMOUNT})({_SPACE}?%)?")
_MONTHS = 12
_DAYS = 31


def _rows(text: str) -> str:
    return " ".join(spoken.whole(row) for row in _ROWS.findall(text))


def _date(text: str) -> str:
    parts = [int(row) for row in _ROWS.findall(text)]
    day, month, year = parts if len(_ROWS.findall(text)[0]) <= 2 else parts[::-1]
    return spoken.date(day, month, year) if 0 < month <= _MONTHS and 0 < day <= _DAYS else _rows(text)


def _ordinal(text: str) -> str:
    number = _ROWS.findall(text)[0]
    ending = text.removeprefix(number).strip(".")
    single = ending.removesuffix("s")
    return spoken.ordinal(
        int(number), feminine=single.endswith(("a", "ª")), plural=ending != single, short=single == "er"
    )


def _fraction(text: str) -> str:
    above, below = text.split("/")
    return spoken.fraction(int(above), int(below))


def _range(text: str) -> str:
    found = _RANGE.fullmatch(text)
    if found is None:
        return _rows(text)
    first, last, percent = found.groups()
    return f"{spoken.amount(first)} a {spoken.amount(last)}" + (" por ciento" if percent else "")


def _money(text: str) -> str:
    sign, _, amount = re.split(r"(?<=[$€£])(\s?)", text, maxsplit=1)
    return spoken.money(sign, amount)


SAID: dict[str, Callable[[str], str]] = {
    "telephone": lambda text: spoken.telephone(_ROWS.findall(text)),
    "money": _money,
    "date": _date,
    "time": lambda text: spoken.time_of_day(*text.split(":")),
    "ordinal": _ordinal,
    "fraction": _fraction,
    "series": _rows,
    "range": _range,
    "percent": lambda text: spoken.percent(text.rstrip("% \u00a0\u2009\u202f")),
    "number": spoken.amount,
    "number_sign": lambda text: "números" if text.endswith("s") else "número",
}
"""How each shape of number is said."""
