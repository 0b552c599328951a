"""Uploading: every file by itself, hashed while it comes, nothing left behind."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from archive import intake
from archive.admin.upload import title_of
from archive.intake import StorageFull, incoming_dir
from archive.models import ArchiveLogEntry, Document, Original
from cms.core.models import Job
from tests import factories
from tests.archive.admin.conftest import PASSWORD, World, text_of

UPLOAD = "/admin/snippets/archive/document/add/"


def pdf(name: str, content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + (content or name.encode()), content_type="application/pdf")


def upload(client: Client, world: World, *files: SimpleUploadedFile, **more: Any) -> Any:
    return client.post(UPLOAD, {"institution": world.a.institution.pk, "files": list(files), **more})


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    """Tests that look at what is left in a folder share it with nobody."""
    settings.ORIGINALS_DIR = tmp_path


@pytest.fixture(autouse=True)
def commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runs in a transaction that never commits: what waits for the commit is done where it is said."""
    monkeypatch.setattr("archive.intake.transaction.on_commit", lambda done: done())


def body(world: World, *files: SimpleUploadedFile) -> bytes:
    return encode_multipart(BOUNDARY, {"institution": world.a.institution.pk, "files": list(files)})


def left_behind() -> list[Path]:
    return list(incoming_dir().glob("*.part"))


def test_the_address_is_the_one_of_adding() -> None:
    assert reverse("wagtailsnippets_archive_document:add") == UPLOAD


def test_a_file_becomes_a_draft_with_its_digest(world: World) -> None:
    content = b"%PDF-1.4 " + b"x" * 700_000
    file = SimpleUploadedFile("Ley_General de_Archivos.PDF", content, content_type="text/html")
    response = upload(world.client("archivist"), world, file, unit=world.a.unit.pk)
    assert response.status_code == 200
    document = Document.objects.get(title="Ley General de Archivos")
    assert document.original is not None
    assert document.original.digest == hashlib.sha256(content).hexdigest()
    assert document.original.path.read_bytes() == content
    assert (document.original.media_type, document.original.filename) == ("application/pdf", file.name)
    assert (document.state, document.unit, document.holding_institution) == (
        "draft",
        world.a.unit,
        world.a.institution,
    )
    assert Job.objects.filter(payload={"original": document.original.pk}).exists()
    entry = ArchiveLogEntry.objects.for_instance(document).get()
    assert (entry.action, entry.user) == ("archive.receive", world.people["archivist"])
    assert reverse("wagtailsnippets_archive_document:edit", args=[document.pk]) in text_of(response)
    assert left_behind() == []


def test_what_is_wrong_with_one_file_stops_only_that_one(world: World) -> None:
    client = world.client("archivist")
    upload(client, world, pdf("primero.pdf"))
    page = SimpleUploadedFile("aviso.pdf", b"<!DOCTYPE html><html>404</html>")
    answer = text_of(
        upload(
            client, world, page, pdf("copia.pdf", b"primero.pdf"), SimpleUploadedFile("v.pdf", b""), pdf("otro.pdf")
        )
    )
    assert "es una página web (HTML)" in answer
    assert "La institución ya conserva este archivo." in answer
    assert "está vacío" in answer
    assert Document.objects.filter(title="otro").exists()
    assert not Document.objects.filter(title__in=["aviso", "copia", "v"]).exists()
    assert left_behind() == []


def test_another_institutions_copy_is_no_duplicate(world: World) -> None:
    content = b"%PDF-1.4 en dos archivos"
    factories.document("Ajeno", holder=world.b.institution, content=content)
    response = upload(world.client("archivist"), world, SimpleUploadedFile("nuevo.pdf", content))
    assert "ya conserva" not in text_of(response)
    assert Original.objects.filter(digest=hashlib.sha256(content).hexdigest()).count() == 2


def test_too_large_and_no_room_stop_only_that_file(world: World, settings: Any, monkeypatch: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    response = upload(world.client("archivist"), world, pdf("grande.pdf", b"x" * 2000), pdf("chico.pdf"))
    assert "Es más grande de lo permitido" in text_of(response)
    assert Document.objects.filter(title="chico").exists()

    def full(self: Any, chunk: bytes) -> None:
        raise StorageFull

    monkeypatch.setattr("archive.intake.Receiver.write", full)
    assert "No hay espacio" in text_of(upload(world.client("archivist"), world, pdf("cabe.pdf")))
    assert left_behind() == []


@pytest.mark.parametrize(
    ("where", "problem", "said"),
    [
        ("Receiver.__init__", StorageFull(), "No hay espacio"),
        ("Receiver.write", OSError(5, "Input/output error"), "No se pudo guardar"),
        ("Receiver.finish", StorageFull(), "No hay espacio"),
        ("Receiver.place", StorageFull(), "No hay espacio"),
        ("describe", DataError("value too long"), "No se pudo guardar"),
    ],
)
def test_a_failure_stops_only_its_file(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str, problem: Exception, said: str
) -> None:
    name = where.rpartition(".")[2]
    target: Any = intake.Receiver if "." in where else intake
    real, calls = getattr(target, name), []

    def once(*args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        if len(calls) == 1:
            raise problem
        return real(*args, **kwargs)

    monkeypatch.setattr(target, name, once)
    answer = text_of(upload(world.client("archivist"), world, pdf("malo.pdf"), pdf("bueno.pdf")))
    assert said in answer
    assert not Document.objects.filter(title="malo").exists()
    assert Document.objects.filter(title="bueno").exists()
    assert left_behind() == []


def test_an_upload_that_breaks_off_leaves_nothing(world: World) -> None:
    client, before = world.client("archivist"), Document.objects.count()
    whole = body(world, pdf("entero.pdf"), pdf("roto.pdf", b"x" * 900_000))
    for kept in (len(whole) // 2, len(whole) - 40):
        response = client.generic("POST", UPLOAD, whole[:kept], MULTIPART_CONTENT)
        assert (response.status_code, "La conexión se cortó" in text_of(response)) == (400, True)
        assert Document.objects.count() == before
        assert left_behind() == []


def test_a_connection_that_fails_leaves_nothing(world: World) -> None:
    """The client goes away in the middle: reading the body raises, and Django tells the handler nothing."""
    whole = body(world, pdf("entero.pdf"), pdf("roto.pdf", b"x" * 900_000))

    class Failing:
        sent = 0

        def readline(self, size: int = -1) -> bytes:
            raise OSError("connection reset by peer")

        def read(self, size: int = -1) -> bytes:
            if self.sent > len(whole) // 2:
                raise OSError("connection reset by peer")
            block = whole[self.sent : self.sent + max(size, 0)]
            self.sent += len(block)
            return block

    client = world.client("archivist")
    client.raise_request_exception = False
    broken: Any = {"wsgi.input": Failing(), "CONTENT_LENGTH": str(len(whole))}
    client.generic("POST", UPLOAD, b"", MULTIPART_CONTENT, **broken)
    assert not Document.objects.filter(title="roto").exists()
    assert left_behind() == []


def test_forged_requests_are_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.login(username=world.people["archivist"].username, password=PASSWORD)
    response = upload(client, world, pdf("forjado.pdf"))
    assert response.status_code == 403
    assert not Document.objects.filter(title="forjado").exists()
    assert left_behind() == []
    client.get(UPLOAD)
    token = client.cookies["csrftoken"].value
    assert upload(client, world, pdf("legítimo.pdf"), csrfmiddlewaretoken=token).status_code == 200
    assert Document.objects.filter(title="legítimo").exists()


def test_only_those_who_may_add_upload(world: World) -> None:
    client = world.client("reviewer")
    assert client.get(UPLOAD).status_code == 302
    assert upload(client, world, pdf("no.pdf")).status_code == 302
    assert not Document.objects.filter(title="no").exists()
    assert left_behind() == []


def test_form_errors_keep_what_was_chosen_and_say_that_nothing_was_stored(world: World) -> None:
    response = upload(world.client("archivist"), world, unit=world.a.unit.pk)
    assert response.status_code == 200
    assert "Elija al menos un archivo." in text_of(response)
    assert str(world.a.unit) in text_of(response)


def test_too_many_files_at_once_are_said(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = upload(world.client("archivist"), world, pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"))
    assert (response.status_code, "Son más de 100 archivos" in text_of(response)) == (400, True)
    assert left_behind() == []


def test_a_superuser_chooses_among_existing_institutions(world: World) -> None:
    institution = world.b.institution
    response = upload(world.client("superuser"), world, pdf("s.pdf"), institution=institution.pk)
    assert response.status_code == 200
    assert Document.objects.get(title="s").holding_institution == institution
    institution.existed_to = "2020"
    institution.save()
    upload(world.client("superuser"), world, pdf("t.pdf"), institution=institution.pk)
    assert not Document.objects.filter(title="t").exists()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Acta_de__sesión.pdf", "Acta de sesión"),
        ("sin extensión", "sin extensión"),
        ("_.pdf", "_.pdf"),
        ("a.b.pdf", "a.b"),
    ],
)
def test_titles_from_file_names(name: str, title: str) -> None:
    assert title_of(name) == title
