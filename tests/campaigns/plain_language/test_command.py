"""`manage.py check_plain_language`, end to end and without a database."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = "# Varios\n\nEl país gastó $1,500.00 en virtud de la ley.\n\nLea [aquí](http://x.mx).\n"


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("check_plain_language", *args, stdout=out, stderr=options.pop("stderr", None), **options)
    return out.getvalue()


def answers(*args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*args, "--json").splitlines()]


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_standard_input_is_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, TEXT.encode())
    [answer] = answers("--words")
    assert answer["file"] == "-"
    assert (answer["inflesz"], answer["band"], answer["fernandez_huerta"]) == (None, None, None)
    assert (answer["word_count"], answer["sentence_count"], answer["syllable_count"]) == (11, 2, 21)
    assert answer["words"][1:4] == [
        {"word": "país", "syllables": ["pa", "ís"]},
        {"word": "gastó", "syllables": ["gas", "tó"]},
        {"word": "$1,500.00", "syllables": ["mil", "qui", "nien", "tos", "pe", "sos"]},
    ]
    assert [mark["code"] for mark in answer["marks"]] == ["empty_heading", "jargon", "link_text"]
    assert all(TEXT[mark["start"] : mark["end"]] == mark["text"] for mark in answer["marks"])
    assert answer["marks"][1]["suggestion"] == "por, porque"
    assert [(each["kind"], each["word_count"]) for each in answer["paragraphs"]] == [
        ("paragraph", 9),
        ("paragraph", 2),
    ]


def test_the_form_of_a_file_is_told_by_its_name(tmp_path: Path) -> None:
    names = ("a.txt", "b.md", "c.html")
    for name in names:
        content = "<h1>Varios</h1><p>Lea <a href='/x'>aquí</a></p>" if name == "c.html" else TEXT
        (tmp_path / name).write_text(content)
    plain, markdown, page = answers(*(str(tmp_path / name) for name in names))
    assert [mark["code"] for mark in plain["marks"]] == ["jargon"]
    assert [mark["code"] for mark in markdown["marks"]] == ["empty_heading", "jargon", "link_text"]
    assert [mark["code"] for mark in page["marks"]] == ["empty_heading", "link_text"]
    assert all(page["text"][mark["start"] : mark["end"]] == mark["text"] for mark in page["marks"])
    assert page["file"] == str(tmp_path / "c.html")


def test_scores_are_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, ("El INAI gastó $1,500.00 en 2016. " * 5).encode())
    [answer] = answers()
    assert (answer["inflesz"], answer["band"], answer["fernandez_huerta"]) == (24.32, "muy difícil", 30.72)
    assert "words" not in answer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(
        ("La transparencia en México también es acción pública y educación. " * 5).encode(encoding)
    )
    [answer] = answers("--words", str(tmp_path / "a.txt"))
    assert [word["word"] for word in answer["words"]][3:5] == ["México", "también"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "bien.md").write_text("Hola.")
    (tmp_path / "imagen.txt").write_bytes(b"\x89PNG\x00\x00\x01")
    files = [str(tmp_path / name) for name in ("falta.md", "imagen.txt", "bien.md")] + [str(tmp_path)]
    out, error = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="No se midieron 3 archivos"):
        call_command("check_plain_language", *files, "--json", stdout=out, stderr=error)
    assert [json.loads(line)["file"] for line in out.getvalue().splitlines()] == [files[2]]
    told = error.getvalue()
    assert "falta.md: no existe" in told
    assert "imagen.txt: no es un archivo de texto" in told
    assert "es una carpeta" in told


def test_a_report_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, (TEXT + "\n" + "El sol da luz y paz. " * 5).encode())
    told = run("--no-color")
    assert "INFLESZ" in told
    assert "muy fácil" in told
    assert "1:3  empty_heading  «Varios»" in told
    assert "3:25  jargon  «en virtud de»" in told
    assert "escriba «por, porque»" in told


def test_a_report_of_nothing_to_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, b"Hola.")
    told = run("--no-color", "--words")
    assert "Sin puntaje" in told
    assert "Nada que señalar" in told
    assert "Ho-la" in told
