"""The table of a bulk import: what it says, what is wrong with it, how to mend it."""

from pathlib import Path

import pytest

from archive.manifest import BadManifest, read_manifest


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
