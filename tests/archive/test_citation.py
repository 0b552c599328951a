"""Citations read as an expert in Spanish would write them, and programs read the files whole."""

import json
from dataclasses import replace
from datetime import date

import pytest

from archive.citation import FILES, bibtex, csl, ris
from archive.citation.dates import interval, long, year_first, years
from archive.citation.reforms import last_reform
from tests.archive.citations.cases import CASES, FOLDER, PLAIN, text_of

CSL_FIELDS = {
    "id", "type", "language", "title", "author", "issued", "genre", "medium", "version", "page", "publisher-place",
    "archive", "archive_location", "source", "note", "URL",
}  # fmt: skip
CSL_TYPES = {"document", "legislation", "song", "motion_picture"}
"""Of csl-data.json, in the schema of CSL 1.0.2."""


@pytest.mark.parametrize("name", CASES)
def test_every_style_and_format_is_as_it_was_read(name: str) -> None:
    assert text_of(CASES[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_text_belongs_to_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_in_english_or_empty_or_said_twice(name: str) -> None:
    said = text_of(CASES[name])
    prose = said.split("== BibTeX")[0]
    for wrong in ("n.d.", "retrieved", "None", "()", "[]", ",,", ", .", " .", "?.", "!.", "  "):
        assert wrong not in prose, wrong
    for line in prose.splitlines():
        assert line.count(CASES[name].name) <= 1 or CASES[name].name == CASES[name].document_type.capitalize()


@pytest.mark.parametrize("name", CASES)
def test_a_program_reads_the_files(name: str) -> None:
    cited = CASES[name]
    (item,) = json.loads(csl.entry(cited))
    assert item["type"] in CSL_TYPES
    assert set(item) <= CSL_FIELDS
    assert all(isinstance(value, str) for key, value in item.items() if key not in {"author", "issued"})
    record = ris.entry(cited)
    assert record.startswith("TY  - ")
    assert record.endswith("\r\nER  - \r\n")
    assert record.replace("\r\n", "").isprintable()
    assert all(line[2:6] == "  - " and line[:2].isalnum() for line in record.split("\r\n")[:-1])
    entry = bibtex.entry(cited)
    assert entry.count("{") == entry.count("}")
    assert all(row.endswith(",") for row in entry.splitlines()[:-1])
    assert "url = {" + cited.address + "}" in entry


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ñ á ü « » “ ”", "ñ á ü « » “ ”"),
        ("a & b", r"a \& b"),
        ("100 %", r"100 \%"),
        ("#3_b", r"\#3\_b"),
        ("$5", r"\$5"),
        ("{x}", r"\textbraceleft{}x\textbraceright{}"),
        ("\\x", r"\textbackslash{}x"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("<i>", r"\textless{}i\textgreater{}"),
        ("dos\r\nlíneas\x00", "dos líneas"),
    ],
)
def test_bibtex_prints_what_was_typed(typed: str, written: str) -> None:
    assert bibtex.escaped(typed) == written


def test_no_value_breaks_a_ris_record() -> None:
    broken = replace(PLAIN, title="Uno\r\nER  - \u2028dos", holder="A\nB", reference_code="C\rD", place="E\x0bF\x85G")
    record = ris.entry(broken)
    assert record.count("ER  - \r\n") == 1
    assert [line[:2] for line in record.splitlines()] == [line[:2] for line in record.split("\r\n")[:-1]]


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        (None, None, ""),
        (date(2016, 4, 15), date(2016, 4, 15), "2016-04-15"),
        (date(2016, 4, 1), date(2016, 4, 30), "2016-04"),
        (date(2016, 1, 1), date(2016, 12, 31), "2016"),
        (date(1990, 1, 1), date(2020, 12, 31), "1990/2020"),
        (date(2021, 4, 1), date(2021, 6, 30), "2021-04/2021-06"),
        (date(2021, 4, 1), date(2021, 6, 29), "2021-04-01/2021-06-29"),
        (date(2024, 2, 1), date(2024, 2, 28), "2024-02-01/2024-02-28"),
        (date(1990, 1, 1), None, "1990/.."),
        (date(1990, 3, 1), None, "1990-03/.."),
        (date(1990, 3, 2), None, "1990-03-02/.."),
        (None, date(2013, 12, 31), "../2013"),
        (date(2016, 1, 1), date(2016, 1, 1), "2016-01-01"),
    ],
)
def test_extreme_dates_are_no_more_precise_than_they_were_meant(
    first: date | None, last: date | None, edtf: str
) -> None:
    assert interval(first, last) == edtf


@pytest.mark.parametrize("wrong", ["", "ayer", "2016-13", "2016-4", "/", "../..", "20160415"])
def test_what_is_no_date_is_undated(wrong: str) -> None:
    assert long(wrong) == year_first(wrong) == years(wrong) == "s. f."


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Última reforma publicada DOF 14-11-2025", "2025-11-14"),
        ("ÚLTIMA REFORMA publicada en el D.O.F. el 14/11/2025.", "2025-11-14"),
        ("Texto vigente. Última reforma: 3 de mayo de 2021", "2021-05-03"),
        ("últimas reformas publicadas en el Periódico Oficial el 1º de Enero del 2020", "2020-01-01"),
        ("Última reforma 2022-01-19", "2022-01-19"),
        ("Última reforma: 31-02-2020", ""),
        ("Última reforma sin fecha", ""),
        ("Publicada el 14-11-2025", ""),
        ("", ""),
    ],
)
def test_the_last_reform_is_read_from_official_words(said: str, found: str) -> None:
    assert last_reform(said) == found


def test_files_have_names_that_programs_know() -> None:
    assert {(each.code, each.suffix) for each in FILES.values()} == {
        ("bibtex", "bib"),
        ("ris", "ris"),
        ("csl", "json"),
    }
