"""The import command: what it says of every row, and what it leaves alone."""

import csv
import json
import os
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DataError

from archive import bulk_import, intake, publication
from archive.models import ArchivalUnit, ArchiveLogEntry, Document, IssuedReference, Subject
from cms.core.reference.models import Institution
from cms.core.visibility import State
from search import outbox
from search.ports import IndexBusy, SearchUnavailable
from tests import factories

pytestmark = pytest.mark.django_db

HEADER = "file,title,issuing_body,state,date,doc_type,sha256,bytes\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archivos"
    folder.mkdir()
    for name in ("acta.pdf", "oficio.pdf"):
        (folder / name).write_bytes(f"%PDF-1.4 {name}".encode())
    return folder


def run(folder: Path, rows: str, *arguments: str) -> tuple[dict[str, Any], str]:
    """The answer in JSON, and what was said on standard error."""
    manifest = folder.parent / "tabla.csv"
    manifest.write_text(HEADER + rows, encoding="utf-8")
    out, err = StringIO(), StringIO()
    command = [str(folder), "--manifest", str(manifest), "--json", *arguments]
    call_command("import_documents", *command, stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_each_row_says_what_became_of_it(folder: Path) -> None:
    (folder / "pagina.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
    (folder / "suelto.pdf").write_bytes(b"%PDF-1.4 suelto")
    answer, said = run(
        folder,
        "acta.pdf,Acta,Comité,Jalisco,2021-04,acta,,\n"
        "oficio.pdf,Oficio,Comité,Marte,ayer,oficio,,\n"
        "pagina.pdf,Página,,,,,,\n"
        "falta.pdf,Falta,,,,,,\n",
    )
    assert {each["file"]: each["status"] for each in answer["files"]} == {
        "acta.pdf": "stored",
        "oficio.pdf": "stored",
        "pagina.pdf": "refused",
        "falta.pdf": "refused",
    }
    assert answer["imported"] == 2
    assert "línea 2, columna «date» (acta.pdf)" in said
    assert "línea 3, columna «state» (oficio.pdf): «Marte»" in said
    assert "línea 4 (pagina.pdf): Se llama «.pdf», pero es una página web" in said
    assert "línea 5 (falta.pdf)" in said
    assert "suelto.pdf: está en la carpeta y no en la tabla" in said


def test_the_bytes_must_be_those_that_are_announced(folder: Path) -> None:
    (folder / "bueno.pdf").write_bytes(b"%PDF-1.4 bueno")
    rows = f"acta.pdf,Acta,,,,,{'0' * 64},\noficio.pdf,Oficio,,,,,,5\nbueno.pdf,Bueno,,,,,,14\n"
    answer, said = run(folder, rows)
    assert [each["status"] for each in answer["files"]] == ["refused", "refused", "stored"]
    assert "columna «sha256»: el archivo no es el que se anuncia" in said
    assert "columna «bytes»: el archivo tiene 19 y se anuncian 5" in said


def test_where_every_file_is_refused_the_command_fails(folder: Path) -> None:
    with pytest.raises(CommandError, match="No se importó ningún archivo"):
        run(folder, "falta.pdf,Falta,,,,,,\n")


def test_a_dry_run_says_the_same_and_changes_nothing(folder: Path) -> None:
    rows = "acta.pdf,Acta,,Marte,2013,,,\noficio.pdf,Oficio,,,,,,\n"
    rehearsed, said = run(folder, rows, "--dry-run")
    assert rehearsed["imported"] == 0
    assert [each["status"] for each in rehearsed["files"]] == ["stored", "stored"]
    assert "Marte" in said
    assert not Document.objects.exists()
    done, said_again = run(folder, rows)
    assert done["imported"] == 2
    assert said_again == said


def test_publishing_is_one_logged_decision_of_the_operator(folder: Path) -> None:
    run(folder, "acta.pdf,Acta,,,,,,\noficio.pdf,Oficio,,,,,,\n", "--publish")
    assert set(Document.objects.values_list("state", flat=True)) == {State.PUBLISHED}
    entries = ArchiveLogEntry.objects.filter(action="archive.publish")
    assert len(entries) == 2
    assert len({entry.uuid for entry in entries}) == 1
    assert {entry.user.username for entry in entries if entry.user} == {"operacion"}


def test_without_publish_nothing_is_public(folder: Path) -> None:
    run(folder, "acta.pdf,Acta,,,,,,\n")
    assert Document.objects.get().state == State.DRAFT


def test_an_institution_and_a_series_by_their_codes(folder: Path) -> None:
    institution = Institution.objects.get(code="zac-archivo")
    unit = ArchivalUnit.objects.create(institution=institution, level="series", reference_code="2S.1", title="Actas")
    run(folder, "acta.pdf,Acta,,,,,,\n", "--institution", "zac-archivo", "--series", "2S.1")
    document = Document.objects.get()
    assert (document.holding_institution, document.unit) == (institution, unit)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--institution", "nadie"), "«nadie»"), (("--series", "9X"), "«9X»")],
)
def test_a_code_that_is_nobodys_is_named(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(folder, "acta.pdf,Acta,,,,,,\n", *arguments)


def test_another_institutions_duplicate_is_nobodys_business(folder: Path) -> None:
    run(folder, "acta.pdf,Acta,,,,,,\n", "--institution", "zac-archivo")
    answer, _said = run(folder, "acta.pdf,Acta,,,,,,\n", "--institution", "jal-archivo")
    assert answer["files"][0]["status"] == "stored"


def test_a_missing_folder_or_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No existe la carpeta"):
        call_command("import_documents", str(tmp_path / "nada"), "--manifest", "x.csv")
    with pytest.raises(CommandError, match=r"x\.csv"):
        call_command("import_documents", str(tmp_path), "--manifest", str(tmp_path / "x.csv"))


def test_a_draft_edited_since_is_left_alone_by_a_second_import(folder: Path) -> None:
    run(folder, "acta.pdf,Acta,,,,,,\n")
    document = Document.objects.get()
    document.title = "Título corregido a mano"
    document.save()
    answer, _said = run(folder, "acta.pdf,Otro título,,,,,,\n", "--publish")
    document.refresh_from_db()
    assert answer["files"][0]["status"] == "duplicate"
    assert (document.title, document.state) == ("Título corregido a mano", State.DRAFT)
    assert "como borrador: no se publicó" in answer["files"][0]["reason"]
    rehearsed, _said = run(folder, "acta.pdf,Otro título,,,,,,\n", "--publish", "--dry-run")
    assert rehearsed["files"][0]["reason"] == answer["files"][0]["reason"]


TWO = "acta.pdf,Acta,,,,,,\noficio.pdf,Oficio,,,,,,\n"


@pytest.mark.parametrize("problem", [PermissionError(13, "Permission denied"), DataError("value too long")])
def test_one_file_that_fails_stops_no_other(
    folder: Path, problem: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    receive = intake.receive_file

    def fails(path: Path) -> intake.Receiver:
        if path.name == "acta.pdf":
            raise problem
        return receive(path)

    monkeypatch.setattr(intake, "receive_file", fails)
    answer, said = run(folder, TWO)
    assert [each["status"] for each in answer["files"]] == ["refused", "stored"]
    assert "línea 2 (acta.pdf): " in said
    assert "repita la orden" in said
    assert "acta.pdf" in caplog.text


def test_without_room_the_import_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> intake.Receiver:
        raise intake.StorageFull

    monkeypatch.setattr(intake, "receive_file", full)
    with pytest.raises(CommandError, match="No queda espacio"):
        run(folder, TWO)


def test_values_that_do_not_fit_are_cut_and_said(folder: Path) -> None:
    answer, said = run(folder, f"acta.pdf,Ac\x00ta,{'C' * 300},,,{'t' * 100},,\noficio.pdf,Oficio,,,,,,12 KB\n")
    assert [each["status"] for each in answer["files"]] == ["stored", "stored"]
    document = Document.objects.get(title="Acta")
    assert document.creator is not None
    assert document.document_type is not None
    assert (len(document.creator.name), len(document.document_type.label)) == (255, 80)
    for column in ("title", "issuing_body", "doc_type"):
        assert f"línea 2, columna «{column}»" in said
    assert "línea 3, columna «bytes»" in said


def test_a_row_with_stray_commas_is_refused_and_unknown_columns_are_said_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.HEADER", HEADER.strip() + ",paginas\n")
    answer, said = run(folder, "acta.pdf,Acta,,,,,,,3,y más\noficio.pdf,Oficio,,,,,,,3\n")
    assert [each["status"] for each in answer["files"]] == ["refused", "stored"]
    assert "línea 2 (acta.pdf): tiene más celdas que columnas" in said
    assert said.count("Columnas que no se usan: paginas.") == 1


def test_two_files_of_one_name_are_said(folder: Path) -> None:
    for name in ("sesio\u0301n.pdf", "sesi\u00f3n.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    answer, said = run(folder, "acta.pdf,Acta,,,,,,\nsesi\u00f3n.pdf,S,,,,,,\n")
    assert [each["status"] for each in answer["files"]] == ["stored", "refused"]
    assert "hay dos archivos con ese nombre" in said


def test_a_dry_run_touches_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swept() -> int:
        raise AssertionError("a rehearsal sweeps nothing")

    monkeypatch.setattr(intake, "sweep", swept)
    User.objects.filter(username="operacion").delete()
    run(folder, TWO, "--dry-run", "--publish", "--wait")
    assert not User.objects.filter(username="operacion").exists()


def test_a_dry_run_knows_the_limit_and_the_duplicates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "copia.pdf").write_bytes((folder / "acta.pdf").read_bytes())
    (folder / "grande.pdf").write_bytes(b"%PDF-1.4" + b"x" * 2000)
    monkeypatch.setattr(settings, "UPLOAD_MAX_BYTES", 1000)
    rows = TWO + "copia.pdf,Copia,,,,,,\ngrande.pdf,Grande,,,,,,\n"
    rehearsed, _said = run(folder, rows, "--dry-run")
    done, _said = run(folder, rows)
    expected = ["stored", "stored", "duplicate", "refused"]
    assert [each["status"] for each in rehearsed["files"]] == expected
    assert [each["status"] for each in done["files"]] == expected


def test_a_superseded_file_is_a_duplicate_in_a_dry_run_too(folder: Path) -> None:
    run(folder, "acta.pdf,Acta,,,,,,\n", "--publish")
    run(folder, "oficio.pdf,Oficio,,,,,,\n")
    document, other = Document.objects.get(title="Acta"), Document.objects.get(title="Oficio")
    newer = other.original
    Document.objects.filter(pk=other.pk).update(original=None)
    Document.objects.filter(pk=document.pk).update(original=newer)
    document.refresh_from_db()
    publication.publish(document, actor=User.objects.get(username="operacion"))
    rehearsed, _said = run(folder, "acta.pdf,Acta,,,,,,\n", "--dry-run")
    assert (rehearsed["files"][0]["status"], rehearsed["files"][0]["document"]) == ("duplicate", document.code)


@pytest.mark.parametrize("problem", [IndexBusy("busy"), SearchUnavailable("no index")])
def test_where_the_index_fails_the_answer_is_printed_and_the_command_fails(
    folder: Path, problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(engine: object) -> None:
        raise problem

    monkeypatch.setattr(bulk_import, "wait_for_reading", lambda *args: None)
    monkeypatch.setattr("archive.management.commands.import_documents.ensure_index", fails)
    manifest = folder.parent / "tabla.csv"
    manifest.write_text(HEADER + TWO, encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="Los documentos se guardaron"):
        call_command("import_documents", str(folder), "--manifest", str(manifest), "--json", "--wait", stdout=out)
    assert json.loads(out.getvalue())["imported"] == 2


def test_changes_that_could_not_be_indexed_make_the_command_fail(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "wait_for_reading", lambda *args: None)
    monkeypatch.setattr("archive.management.commands.import_documents.ensure_index", lambda engine: None)
    monkeypatch.setattr(outbox, "drain", lambda engine: outbox.waiting().update(attempts=1))
    with pytest.raises(CommandError, match=r"\d+ cambios no pudieron indexarse"):
        run(folder, TWO, "--publish", "--wait")


def test_a_name_that_is_no_utf8_can_be_said(folder: Path) -> None:
    (folder / os.fsdecode(b"a\xf1o.pdf")).write_bytes(b"%PDF-1.4")
    _answer, said = run(folder, TWO)
    assert r"a\udcf1o.pdf: está en la carpeta y no en la tabla" in said


DESCRIBED = "file,reference_code,unit,title,creator,date,type,subject,other_languages,related,language\n"


def test_a_full_description_is_imported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.HEADER", DESCRIBED)
    unit = factories.unit("Serie")
    known = Subject.objects.create(name="Transparencia")
    _answer, said = run(
        folder,
        f"acta.pdf,,{unit.reference_code},Acta,Comité,2001-01-01/2001-12-31,Acta,"
        'transparencia;Gobierno abierto;GOBIERNO ABIERTO,"nah; yua",Minuta;Copia\\; parcial,es\n',
    )
    document = Document.objects.get()
    assert document.unit == unit
    assert document.reference_code == f"{unit.reference_code}/0001"
    assert (document.date_from, document.date_to) == (date(2001, 1, 1), date(2001, 12, 31))
    proposed = Subject.objects.get(name="Gobierno abierto")
    assert list(document.subjects.order_by("pk")) == [known, proposed]
    assert (known.proposed, proposed.proposed) == (False, True)
    assert said.count("columna «subject»") == 1
    assert "«Gobierno abierto» no está en la lista" in said
    assert document.other_languages == "nah, yua"
    assert list(document.related.order_by("pk").values_list("note", flat=True)) == ["Minuta", "Copia; parcial"]


def test_a_reference_code_is_kept_where_it_is_free_and_never_given_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.HEADER", "file,identifier,title\n")
    rows = "acta.pdf,MX-X/1,Acta\noficio.pdf,MX-X/1,Oficio\n"
    _rehearsed, rehearsal = run(folder, rows, "--dry-run")
    _answer, said = run(folder, rows)
    assert said == rehearsal
    assert "línea 3, columna «identifier» (oficio.pdf): El código «MX-X/1» ya se usó" in said
    codes = dict(Document.objects.values_list("title", "reference_code"))
    assert codes == {"Acta": "MX-X/1", "Oficio": ""}
    assert IssuedReference.objects.filter(reference_code="MX-X/1").count() == 1


def test_an_unknown_unit_is_an_error_of_its_row_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.HEADER", "file,unit,title\n")
    theirs = factories.unit("Ajena", holder=factories.institution())
    rows = f"acta.pdf,{theirs.reference_code},Acta\noficio.pdf,,Oficio\n"
    for arguments in (("--dry-run",), ()):
        answer, said = run(folder, rows, *arguments)
        assert [each["status"] for each in answer["files"]] == ["refused", "stored"]
        assert "línea 2 (acta.pdf): columna «unit»: la institución no tiene una unidad con el código" in said
    assert [each.title for each in Document.objects.all()] == ["Oficio"]


def test_a_dry_run_says_every_error_and_remark_of_every_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.HEADER", "file,unit,date,subject,sha256\n")
    before = Subject.objects.count(), IssuedReference.objects.count()
    _answer, said = run(
        folder,
        f"falta.pdf,9X,ayer,Tema raro,\nacta.pdf,9X,hoy,,{'0' * 64}\noficio.pdf,,2013,Tema raro,\n",
        "--dry-run",
    )
    for expected in (
        "línea 2 (falta.pdf): columna «file»: no hay un archivo con ese nombre",
        "código «9X»",
        "línea 2, columna «date» (falta.pdf): «ayer»",
        "línea 2, columna «subject» (falta.pdf): El tema «Tema raro»",
        "línea 3 (acta.pdf): columna «sha256»: el archivo no es el que se anuncia",
        "línea 3, columna «date» (acta.pdf): «hoy»",
        "línea 4, columna «date» (oficio.pdf): «2013» no dice el día",
        "línea 4, columna «subject» (oficio.pdf)",
    ):
        assert expected in said
    assert said.count("código «9X»") == 2
    assert (Subject.objects.count(), IssuedReference.objects.count()) == before
    assert not Document.objects.exists()


def test_a_template_needs_no_folder_and_is_a_table_that_imports(folder: Path) -> None:
    out = StringIO()
    call_command("import_documents", "--template", stdout=out)
    header, explained = csv.reader(StringIO(out.getvalue()))
    assert {"file", "reference_code", "unit", "title", "subject", "related", "sha256"} <= set(header)
    assert all(explained)
    manifest = folder.parent / "plantilla.csv"
    manifest.write_text(f"{out.getvalue()}acta.pdf\n", encoding="utf-8")
    call_command("import_documents", str(folder), "--manifest", str(manifest), stdout=StringIO(), stderr=StringIO())
    assert Document.objects.get().title == "acta"


def test_without_folder_or_table_the_command_says_what_it_needs(folder: Path) -> None:
    for arguments in ([], [str(folder)]):
        with pytest.raises(CommandError, match="--template"):
            call_command("import_documents", *arguments)


def test_what_may_not_be_published_stops_no_other_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(document: Document, **_options: Any) -> None:
        if document.title == "Acta":
            raise publication.NotPublishable("Le falta algo")

    monkeypatch.setattr(publication, "publish", refuses)
    answer, said = run(folder, TWO, "--publish")
    assert [each["status"] for each in answer["files"]] == ["refused", "stored"]
    assert "línea 2 (acta.pdf): Le falta algo" in said
