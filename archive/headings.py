"""A table of contents from a document's own headings, where the file brings none. Pure.

Mexican laws, regulations and minutes head their parts with a few words of fixed rank ("TÍTULO SEGUNDO", "CAPÍTULO
IV", "TRANSITORIOS"); a line that begins like this and is short is taken for a heading, others are not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.extraction.contract import Outline

_RANKS = (
    ("LIBRO", "PARTE"),
    ("TÍTULO", "TITULO"),
    ("CAPÍTULO", "CAPITULO", "ANEXO", "APÉNDICE", "APENDICE", "TRANSITORIOS", "TRANSITORIO", "ÍNDICE", "INDICE"),
    ("SECCIÓN", "SECCION"),
)
_RANK_OF = {word: rank for rank, words in enumerate(_RANKS) for word in words}
_ALONE = frozenset({"TRANSITORIOS", "TRANSITORIO", "ÍNDICE", "INDICE"})
_ORDINALS = (
    r"[ÚU]NIC[OA]|PRIMER[OA]?|SEGUND[OA]|TERCER[OA]?|CUART[OA]|QUINT[OA]|SEXT[OA]|S[ÉE]PTIM[OA]|OCTAV[OA]|NOVEN[OA]"
    r"|(?:UN|DUO)?D[ÉE]CIM[OA](?:\s?(?:PRIMER|SEGUND|TERCER|CUART|QUINT|SEXT|S[ÉE]PTIM|OCTAV|NOVEN)[OA])?|VIG[ÉE]SIM[OA]"
)
_ORDINAL = rf"(?:[IVXLC]+|\d{{1,3}}|{_ORDINALS}|[A-Z])(?:\s+(?:BIS|TER))?"
_HEADING = re.compile(
    rf"({'|'.join(sorted(_RANK_OF, key=len, reverse=True))})(?:\s+{_ORDINAL})?\b[\s.:\-–—]*(.*)\Z", re.IGNORECASE
)
_NUMBERED = re.compile(rf"\w+\s+{_ORDINAL}(?![\w,;])", re.IGNORECASE)
_ARTICLE = re.compile(r"(Artículo|ARTÍCULO|Art\.)\s")
_LONGEST = 90
_LONGEST_NAME = 120
_FEWEST = 2
_MOST = 500
_TOO_MANY_ON_A_PAGE = 6
"""A page with so many is the printed table of contents itself."""


def outline_of(pages: Iterable[tuple[int, str]]) -> tuple[Outline, ...]:
    """The headings in (number, text) of pages, or nothing where there are too few to find one's way by."""
    found: list[Outline] = []
    for number, text in pages:
        on_page = _headings(number, text.split("\n"))
        if len(on_page) < _TOO_MANY_ON_A_PAGE:
            found += on_page
    if len(found) < _FEWEST or len(found) > _MOST:
        return ()
    highest = min(each.depth for each in found)
    return tuple(Outline(each.title, each.page, each.depth - highest) for each in found)


def _headings(number: int, lines: Sequence[str]) -> list[Outline]:
    found = []
    for at, line in enumerate(lines):
        word = _heading_word(line)
        if word:
            follows = lines[at + 1] if at + 1 < len(lines) else ""
            found.append(Outline(_titled(line, follows), number, _RANK_OF[word]))
    return found


def _heading_word(line: str) -> str:
    """The word of rank that the line is a heading by; empty where it is none."""
    match = _HEADING.match(line.strip())
    if match is None or len(line) > _LONGEST:
        return ""
    word, rest = match[1].upper(), match[2]
    if word in _ALONE:
        return word if not rest else ""
    is_written_as_heading = match[1][0].isupper() and _NUMBERED.match(line.strip())
    if not is_written_as_heading or rest.endswith((",", ";")) or rest[:1].islower():
        return ""
    return word


def _titled(line: str, follows: str) -> str:
    """The heading with the name that stands on the line below it, if that reads like one."""
    line, follows = " ".join(line.split()), " ".join(follows.split())
    bare = line.rstrip(" .:-–—")
    return f"{bare}. {follows}" if _NUMBERED.fullmatch(bare) and _is_name(follows) else line


def _is_name(line: str) -> bool:
    is_short = 0 < len(line) <= _LONGEST_NAME and line[0].isupper() and not line.endswith((".", ";", ","))
    return is_short and not _HEADING.match(line) and not _ARTICLE.match(line)
