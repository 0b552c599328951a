"""What a citation is made of: plain facts of a document, of one of its versions, and of a place in it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from archive.extraction.contract import Unit

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\s]+")
_DATES_OF_LIFE = re.compile(r"\s*\([^)]*\d[^)]*\)")
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y"})
_ABBREVIATED = re.compile(r"(?:\b\w{1,3}|\.\w+)\.$")


def one_line(text: str) -> str:
    """The text without breaks of lines, tabs and other controls, which no citation holds."""
    return _CONTROLS.sub(" ", text).strip()


def capitalised(text: str) -> str:
    """As it begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def lower_first(text: str) -> str:
    """As it stands within a sentence, unless it begins with an acronym."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


class AuthorKind(StrEnum):
    """Who may be an author; the codes are those of `archive.vocabularies.CreatorKind`."""

    INSTITUTION = "corporate_body"
    PERSON = "person"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Author:
    """Who issued a document, by the authorised form of the name: of a person "Apellidos, Nombre"."""

    name: str
    kind: AuthorKind = AuthorKind.INSTITUTION

    @property
    def surnames(self) -> str:
        """Of a person whose form tells them apart; empty for everybody else, who is named as the form stands."""
        return self._person()[0]

    @property
    def given(self) -> str:
        return self._person()[1]

    @property
    def inverted(self) -> str:
        """As it stands in a list that is sorted: "Robles Tapia, Elena"."""
        return f"{self.surnames}, {self.given}" if self.surnames else one_line(self.name)

    @property
    def direct(self) -> str:
        """As it stands in a sentence: "Elena Robles Tapia", "Ana de la Peña" (RAE: the particle in small letters)."""
        if not self.surnames:
            return one_line(self.name)
        first, space, rest = self.surnames.partition(" ")
        is_particle = bool(rest) and first.casefold() in PARTICLES
        return f"{self.given} {first.casefold() if is_particle else first}{space}{rest}"

    @property
    def short(self) -> str:
        return self.surnames or one_line(self.name)

    def _person(self) -> tuple[str, str]:
        if self.kind is not AuthorKind.PERSON:
            return "", ""
        pieces = [one_line(each) for each in _DATES_OF_LIFE.sub("", self.name).split(",")]
        named = [each for each in pieces if each and not re.search(r"\d", each)]
        return (named[0], named[1]) if len(named) > 1 else ("", "")


class Medium(StrEnum):
    """What one does with the document."""

    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"


_FORMS = {Medium.AUDIO: "Archivo de audio", Medium.VIDEO: "Video"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document: its physical number, the label printed there, and of a recording the second."""

    number: int
    url: str
    unit: Unit = Unit.PAGE
    label: str = ""
    second: float | None = None

    @property
    def printed(self) -> str:
        """What is read on the paper; the number where nothing is."""
        return one_line(self.label) or str(self.number)

    @property
    def locator(self) -> str:
        """The place as Spanish styles name it: "p. iv", "hoja 2, «Gasto»", "minuto 12:05"."""
        if self.unit is Unit.PAGE:
            return f"p. {self.printed}"
        if self.unit is Unit.MOMENT and self.second is not None:
            return _clock(int(self.second))
        named = f", «{one_line(self.label)}»" if one_line(self.label) not in {"", str(self.number)} else ""
        return f"{_NAMES[self.unit]} {self.number}{named}"


_NAMES = {
    Unit.SECTION: "sección",
    Unit.SHEET: "hoja",
    Unit.SLIDE: "diapositiva",
    Unit.MOMENT: "momento",
}


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"hora {hours}:{minute:02}:{second:02}" if hours else f"minuto {minute}:{second:02}"


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a document in one of its versions, and the place in it if it is only one."""

    key: str
    """Names it among the entries of a bibliography, in letters, digits and hyphens."""
    title: str
    url: str
    """The permanent address of the version."""
    site: str
    author: Author | None = None
    document_type: str = ""
    is_law: bool = False
    date: str = ""
    """EDTF (ISO 8601-2): "2016-04-15", "2013", "1990/2020", "1990/..", "1910~"; empty where it is not known."""
    last_reform: str = ""
    """EDTF; of a law."""
    holder: str = ""
    reference_code: str = ""
    place: str = ""
    version: int | None = None
    is_superseded: bool = False
    language: str = "es"
    medium: Medium = Medium.TEXT
    passage: Passage | None = None

    @property
    def name(self) -> str:
        """The title on one line, without the full stop that whoever typed it put at its end."""
        title = one_line(self.title)
        is_stop = title.endswith(".") and not title.endswith("..") and not _ABBREVIATED.search(title)
        return title[:-1].rstrip() if is_stop else title

    @property
    def kind(self) -> str:
        """The type of document, where the title does not begin with it already."""
        kind = one_line(self.document_type)
        return "" if f"{self.name} ".casefold().startswith(f"{kind} ".casefold()) else kind

    @property
    def form(self) -> str:
        """What a reader must know before opening it: that it is heard or watched."""
        return _FORMS.get(self.medium, "")

    @property
    def what(self) -> str:
        """Type and form: "Entrevista, archivo de audio"."""
        return capitalised(", ".join(each for each in (self.kind, lower_first(self.form)) if each))

    @property
    def named_version(self) -> int | None:
        """The version, where there is another one to confuse it with."""
        return self.version if self.is_superseded or (self.version or 0) > 1 else None

    @property
    def reform(self) -> str:
        """The last reform, where it tells more than the date."""
        return self.last_reform if self.is_law and self.last_reform != self.date else ""

    @property
    def address(self) -> str:
        """The permanent address of what is cited, to the page."""
        return self.passage.url if self.passage else self.url
