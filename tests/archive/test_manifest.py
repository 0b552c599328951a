"""The table of a bulk import: what it says, what is wrong with it, how to mend it."""

import csv
from dataclasses import fields
from pathlib import Path

import pytest

from archive.manifest import (
    COLUMNS,
    EXPORTED,
    BadManifest,
    files_by_name,
    read_manifest,
    same_name,
    template,
    twins,
    unknown_columns,
)


def manifest(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "tabla.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_columns_become_a_description(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        "file,title,issuing_body,state,date,doc_type,source_repo,source_path,note\n"
        "a.pdf,Acta primera,Comité,Jalisco,2021-04,acta,caja,folio 3,frágil\n",
    )
    (row,) = read_manifest(path)
    said = row.description
    assert (row.line, row.file, said.title, said.creator) == (2, "a.pdf", "Acta primera", "Comité")
    assert (said.place, said.date, said.document_type) == ("Jalisco", "2021-04", "acta")
    assert (said.acquisition, said.note) == ("caja folio 3", "frágil")


def test_a_row_without_title_takes_the_name_of_its_file(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, "file\nacta_de_sesion.pdf\n"))
    assert row.description.title == "acta de sesion"


def test_the_mark_that_spreadsheets_put_first_is_no_part_of_the_header(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, "file\na.pdf\n", encoding="utf-8-sig"))
    assert row.file == "a.pdf"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("file,title\n,Acta\n", "está vacía"),
        ("file\n../etc/passwd\n", "sin carpetas"),
        ("file\na.pdf\na.pdf\n", "línea 2"),
        ("file,title\na.pdf,Acta, con coma\n", "tiene más celdas que columnas: ponga entre comillas"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(tmp_path: Path, text: str, problem: str) -> None:
    *_others, row = read_manifest(manifest(tmp_path, text))
    assert problem in row.problem


@pytest.mark.parametrize(
    ("text", "encoding", "cure"),
    [("archivo,titulo\na.pdf,Acta\n", "utf-8", "Falta la columna «file»"), ("file\nsesión.pdf\n", "cp1252", "UTF-8")],
)
def test_a_table_that_cannot_be_used_says_the_cure(tmp_path: Path, text: str, encoding: str, cure: str) -> None:
    with pytest.raises(BadManifest, match=cure):
        list(read_manifest(manifest(tmp_path, text, encoding)))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match=r"nada\.csv"):
        list(read_manifest(tmp_path / "nada.csv"))


def test_columns_that_nothing_is_made_of_are_named(tmp_path: Path) -> None:
    path = manifest(tmp_path, "file,titulo,title,pages,\na.pdf,x,y,3,\n")
    assert unknown_columns(path) == ["titulo", "pages"]
    (row,) = read_manifest(path)
    assert (row.problem, row.description.title) == ("", "y")


@pytest.mark.parametrize(
    ("typed", "size", "odd"),
    [("120", 120, False), ("", None, False), ("12 KB", None, True), ("-1", None, True), ("9" * 5000, None, True)],
)
def test_a_size_that_is_no_number_is_said(tmp_path: Path, typed: str, size: int | None, odd: bool) -> None:
    (row,) = read_manifest(manifest(tmp_path, f"file,bytes\na.pdf,{typed}\n"))
    assert (row.size, row.problem) == (size, "")
    assert [remark.column for remark in row.remarks] == (["bytes"] if odd else [])


def test_the_country_comes_with_the_place(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, "file,state,country\na.pdf,Buenos Aires,AR\n"))
    assert (row.description.place, row.description.country) == ("Buenos Aires", "AR")


def test_two_spellings_of_one_name_are_twins(tmp_path: Path) -> None:
    for name in ("sesio\u0301n.pdf", "sesi\u00f3n.pdf", "acta.pdf"):
        (tmp_path / name).write_bytes(b"")
    assert twins(tmp_path) == {same_name("sesi\u00f3n.pdf")}
    assert len(files_by_name(tmp_path)) == 2


def full_row() -> dict[str, str]:
    values = {column.name: f"de {column.name}" for column in EXPORTED}
    return values | {"file": "a.pdf", "subject": "Agua; Suelo", "related": "Copia\\; incompleta;Minuta", "bytes": "3"}


def table(tmp_path: Path, names: dict[str, str], row: dict[str, str]) -> Path:
    path = tmp_path / "tabla.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([names.get(name, name) for name in row])
        writer.writerow(row.values())
    return path


def test_every_field_of_the_description_has_a_column(tmp_path: Path) -> None:
    (row,) = read_manifest(table(tmp_path, {}, full_row()))
    said = row.description
    assert (said.subjects, said.related) == (["Agua", "Suelo"], ["Copia; incompleta", "Minuta"])
    assert (row.unit, row.sha256, row.size) == ("de unit", "de sha256", 3)
    assert {each.name for each in fields(said)} == {column.field for column in COLUMNS if column.field}
    texts = {column.field: f"de {column.name}" for column in EXPORTED if column.field and not column.several}
    assert {name: getattr(said, name) for name in texts} == texts


@pytest.mark.parametrize(
    "names",
    [
        {
            "reference_code": "identifier",
            "creator": "issuing_body",
            "type": "doc_type",
            "coverage": "state",
            "scope_and_content": "description",
            "rights": "why_redistributable",
            "archivist_note": "note",
        },
        {
            "reference_code": "dc:identifier",
            "title": "dc:title",
            "creator": "DC.creator",
            "date": "dcterms:created",
            "type": "dc:type",
            "extent": "dcterms:extent",
            "subject": "dcterms:subject",
            "coverage": "dcterms:spatial",
            "scope_and_content": "dcterms:abstract",
            "access_conditions": "dcterms:accessRights",
            "related": "dc:relation",
            "unit": "dcterms:isPartOf",
            "provenance": "dcterms:provenance",
            "public_note": "Public note",
        },
    ],
)
def test_columns_have_other_names_and_prefixes(tmp_path: Path, names: dict[str, str]) -> None:
    (plain,) = read_manifest(table(tmp_path, {}, full_row()))
    path = table(tmp_path, names, full_row())
    (row,) = read_manifest(path)
    assert (row.description, row.unit) == (plain.description, plain.unit)
    assert unknown_columns(path) == []
    assert row.column("creator") == names["creator"]


def test_one_column_under_two_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="«title» y «dc:title» son la misma columna"):
        list(read_manifest(manifest(tmp_path, "file,title,dc:title\na.pdf,x,y\n")))


def test_the_template_explains_every_column_and_its_line_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, [column.name for column in EXPORTED]).writerows(template())
    assert list(read_manifest(path)) == []
    assert unknown_columns(path) == []
    _header, explained = template()
    assert all(explained.values())


def test_long_cells_are_read(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, f"file,description\na.pdf,{'x' * 200_000}\n"))
    assert len(row.description.scope_and_content) == 200_000
