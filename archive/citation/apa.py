"""APA, 7th edition, as its Spanish translation has it (Manual Moderno, 2021): documents of archives, laws (11.5).

What is pinned to a version does not change, so that no date of access is given (9.16). The page stands in the text,
not in the reference (8.13).
"""

import re

from archive.citation.dates import year_first, years
from archive.citation.facts import PARTICLES, Author, Cited, capitalised
from archive.citation.runs import Run, Runs, sentences

LONGEST_IN_TEXT = 60
SHORTENED = 40


def reference(cited: Cited) -> Runs:
    """For the list of references: author, date, title, where it is kept, address.

    A law, and what has no author, is listed by its title.
    """
    author, date, title = _named(cited.author), f"({_date(cited)})", _titled(cited)
    by_title = cited.is_law or not author
    leading: list[Runs | str] = [title, date, author] if by_title else [author, date, title]
    said = sentences([*leading, *_kept(cited)])
    return (*said, Run(f" {cited.address}"))


def in_text(cited: Cited) -> Runs:
    """For the text: author or title, year, and the page."""
    by_title = Run(_short(cited.name), not cited.is_law)
    first = Run(cited.author.short) if cited.author and not cited.is_law else by_title
    tail = [years(cited.date), *([cited.passage.locator] if cited.passage else [])]
    return Run("("), first, Run(f", {', '.join(tail)})")


def _date(cited: Cited) -> str:
    return year_first(cited.date) + (f"; última reforma: {year_first(cited.reform)}" if cited.reform else "")


def _titled(cited: Cited) -> Runs:
    """The names of laws are not in italics."""
    version = f" (Versión {cited.named_version})" if cited.named_version else ""
    form = cited.form or ("" if cited.is_law else cited.kind)
    return Run(cited.name, not cited.is_law), Run(version + (f" [{capitalised(form)}]" if form else ""))


def _kept(cited: Cited) -> list[str]:
    """Who is author and holds the document is named once."""
    is_told = cited.author is not None and cited.author.inverted == cited.holder
    holder = "" if is_told else cited.holder
    code = f"({cited.reference_code})" if cited.reference_code and holder else cited.reference_code
    return [f"{holder} {code}".strip(), cited.site]


def _named(author: Author | None) -> str:
    if author is None:
        return ""
    return f"{author.surnames}, {_initials(author.given)}" if author.surnames else author.inverted


def _initials(given: str) -> str:
    """ "María del Carmen" is "M. del C.", "Ana-Lucía" is "A.-L."."""
    words = [each if each in PARTICLES else _initial(each) for each in given.split()]
    return " ".join(words)


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in re.split("-", word) if part)


def _short(title: str) -> str:
    """The first words of a long title."""
    if len(title) <= LONGEST_IN_TEXT:
        return title
    words = title[: SHORTENED + 1].rsplit(" ", 1)[0].split()
    while len(words) > 1 and (words[-1].casefold() in PARTICLES or len(words[-1]) < 4):
        words.pop()
    return " ".join(words).rstrip(",;:")
