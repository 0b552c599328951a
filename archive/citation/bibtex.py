"""BibTeX, as `@misc`, which every program and style knows. UTF-8: LaTeX has read it by default since 2018."""

from archive.citation.dates import UNDATED, long, parse, years
from archive.citation.facts import Cited, capitalised, one_line
from archive.extraction.contract import Unit

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # Braces that are only escaped are still counted by BibTeX.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {"es": "spanish", "en": "english", "fr": "french", "pt": "portuguese"}


def escaped(text: str) -> str:
    """As LaTeX prints it."""
    return one_line(text).translate(_ESCAPES)


def entry(cited: Cited) -> str:
    """One entry. Inner braces keep the capitals of titles and the names of bodies whole."""
    fields = {
        "author": _author(cited),
        "title": f"{{{escaped(cited.name)}}}",
        **_date(cited),
        "howpublished": escaped(", ".join(each for each in _published(cited) if each)),
        "address": escaped(cited.place),
        "version": str(cited.version or ""),
        "pages": escaped(cited.passage.printed) if cited.passage and cited.passage.unit is Unit.PAGE else "",
        "note": escaped(". ".join(_notes(cited))),
        "langid": _LANGUAGES.get(cited.language.split("-")[0], ""),
        "url": cited.address,
    }
    rows = [f"  {name} = {_value(name, value)}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *rows, "}", ""])


def _value(name: str, value: str) -> str:
    """Names of months are macros, which each style writes in its own way."""
    return value if name == "month" else f"{{{value}}}"


def _author(cited: Cited) -> str:
    if cited.author is None:
        return ""
    name = escaped(cited.author.inverted)
    return name if cited.author.surnames else f"{{{name}}}"


def _date(cited: Cited) -> dict[str, str]:
    span = parse(cited.date)
    if span is None:
        return {"year": UNDATED}
    year = escaped(years(cited.date)).replace("–", "--")
    point = span.known
    if not span.is_single or point.doubt or point.month is None:
        return {"year": year}
    return {"year": year, "month": _MONTHS[point.month - 1], "day": str(point.day or "")}


def _published(cited: Cited) -> list[str]:
    return [cited.what, cited.holder, cited.reference_code, cited.site]


def _notes(cited: Cited) -> list[str]:
    reform = f"Última reforma: {long(cited.reform)}" if cited.reform else ""
    place = cited.passage.locator if cited.passage and cited.passage.unit is not Unit.PAGE else ""
    return [each for each in (reform, capitalised(place)) if each]
