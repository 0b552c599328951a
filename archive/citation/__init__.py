"""Citations, pure: from facts of a document and of a place in it to what a reader puts into a work.

Nothing here knows the database or the site. The styles are written out in full rather than computed from CSL, whose
Spanish is wrong for much that an archive holds; each has golden texts in tests/archive/citations.
"""

from collections.abc import Callable
from dataclasses import dataclass

from archive.citation import bibtex, csl, ris
from archive.citation.facts import Author, AuthorKind, Cited, Medium, Passage
from archive.citation.runs import Run, Runs, plain

__all__ = ["FILES", "Author", "AuthorKind", "Cited", "File", "Medium", "Passage", "Run", "Runs", "plain"]


@dataclass(frozen=True, slots=True)
class File:
    """A format for programs that manage bibliographies."""

    code: str
    name: str
    suffix: str
    media_type: str
    write: Callable[[Cited], str]


FILES = {
    each.code: each
    for each in (
        File("bibtex", "BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex.entry),
        File("ris", "RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris.entry),
        File("csl", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl.entry),
    )
}
