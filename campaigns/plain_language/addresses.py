"""Addresses of the network in a text: they are not words, and their points end no sentence."""

from __future__ import annotations

import re

_ENDINGS = "mx|com|org|net|gob|edu|info|gov|es|io|eu|int|tv|app|us|uk"
_DOMAIN = rf"[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}}\.(?-i:{_ENDINGS})(?![\w-])"
URL = re.compile(
    rf"(?:(?:https?|ftp)://|www\.)[^\s<>\"«»“”|]{{1,2000}}|(?<![\w@./-]){_DOMAIN}(?:/[^\s<>\"«»“”|]{{0,2000}})?",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
HANDLE = re.compile(r"(?<!\w)@\w{1,50}")

_TRAILING = ".,;:!?…'*_\u2019"


def trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    """An address without the punctuation of the sentence that it stands in."""
    while end > start + 1:
        last = content[end - 1]
        unmatched = last in ")]}" and content.count(last, start, end) > content.count(
            "([{"[")]}".index(last)], start, end
        )
        if last not in _TRAILING and not unmatched:
            break
        end -= 1
    return start, end
