"""Chicago, 17th edition, notes and bibliography, as adapted to Spanish (Manual de estilo Chicago-Deusto, 2013).

Of its two systems this is the one of history and the humanities, which at Mexican universities cite archives most;
the social sciences, which take author and date, are served by APA. Titles of documents stand in quotes, names of laws
do not.
"""

from archive.citation.facts import Cited, capitalised, lower_first
from archive.citation.runs import Run, Runs, clauses, dated, plain, quoted, sentences


def note(cited: Cited) -> Runs:
    """For a footnote: the author's name in its usual order, and the page."""
    author = cited.author.direct if cited.author else ""
    title = _titled(cited)
    said = clauses(
        [
            *([title, author] if cited.is_law else [author, title]),
            lower_first(_form(cited)),
            dated(cited),
            cited.passage.locator if cited.passage else "",
            cited.reference_code,
            cited.holder,
            cited.site,
            cited.address,
        ]
    )
    return (*said, Run("."))


def bibliography(cited: Cited) -> Runs:
    """For the bibliography: the whole document, also where a note cites a page of it."""
    return sentences(
        [
            cited.author.inverted if cited.author else "",
            _titled(cited),
            _form(cited),
            capitalised(dated(cited)),
            plain(clauses([cited.reference_code, cited.holder])),
            cited.site,
            cited.url,
        ]
    )


def _titled(cited: Cited) -> str:
    return cited.name if cited.is_law else quoted(cited.name)


def _form(cited: Cited) -> str:
    version = f"versión {cited.named_version}" if cited.named_version else ""
    return capitalised(", ".join(each for each in (cited.what, version) if each))
