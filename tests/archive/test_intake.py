"""Receiving: digest, duplicates within one institution, originals for ever, nothing left behind."""

import errno
import hashlib
import os
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from archive import formats, intake, tasks
from archive.description import Description
from archive.models import Document, IssuedCode, Original, Reading
from archive.models.original import ImmutableOriginal, storage_path
from archive.vocabularies import ReadingState
from cms.core.models import Job
from cms.core.reference.models import Institution
from tests import factories

PDF = b"%PDF-1.4 contenido de prueba"


def take(path: Path, institution: Institution | None = None, title: str = "Acta") -> intake.Intake:
    institution = institution or Institution.objects.get(code="mx-archivo")
    with intake.receive_file(path) as received:
        return intake.take_in(
            received, path.name, institution=institution, description=Description(title), received_by="prueba"
        )


@pytest.fixture(autouse=True)
def empty_incoming() -> None:
    """Tests inside a transaction never commit: what they received stays for a sweep."""
    for path in intake.incoming_dir().glob("*.part"):
        path.unlink()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "acta.pdf"
    path.write_bytes(PDF)
    return path


@pytest.mark.django_db
def test_a_received_file_keeps_its_bytes_name_and_digest(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Sesión  N° 3, «año».pdf")
    path = tmp_path / name
    path.write_bytes(PDF)
    document = take(path).document
    original = document.original
    assert original is not None
    assert original.filename == name
    assert original.digest == hashlib.sha256(PDF).hexdigest()
    assert original.path.read_bytes() == PDF
    assert original.size == len(PDF)
    assert Job.objects.get().payload == {"original": original.pk}


@pytest.mark.django_db
def test_the_same_bytes_are_one_document_in_one_institution_and_another_in_the_next(pdf: Path) -> None:
    first = take(pdf)
    again = take(pdf)
    elsewhere = take(pdf, factories.institution())
    assert again.is_duplicate
    assert again.document == first.document
    assert not elsewhere.is_duplicate
    assert elsewhere.document != first.document
    assert Original.objects.count() == 2
    assert len({original.path for original in Original.objects.all()}) == 1


@pytest.mark.django_db
def test_what_cannot_be_read_yet_is_stored_and_said(tmp_path: Path) -> None:
    path = tmp_path / "foto.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    take(path)
    assert Reading.objects.get().state == ReadingState.UNSUPPORTED
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_an_original_is_never_changed_nor_deleted(pdf: Path) -> None:
    original = take(pdf).document.original
    assert original is not None
    original.digest = "0" * 64
    for change in (
        original.save,
        original.delete,
        lambda: Original.objects.update(digest="0" * 64),
        lambda: Original.objects.all().delete(),
    ):
        with pytest.raises(ImmutableOriginal):
            change()
    assert Original.objects.get().digest == hashlib.sha256(PDF).hexdigest()


@pytest.mark.django_db
def test_a_code_is_never_given_twice(pdf: Path) -> None:
    document = take(pdf).document
    code = document.code
    Document.objects.filter(pk=document.pk).delete()
    assert IssuedCode.objects.filter(code=code).exists()
    assert len({IssuedCode.mint() for _each in range(200)} | {code}) == 201


def incoming() -> list[str]:
    return [path.name for path in intake.incoming_dir().glob("*.part")]


def test_a_committed_intake_leaves_nothing_in_the_incoming_folder(pdf: Path, committed_db: None) -> None:
    take(pdf)
    assert incoming() == []


def test_rows_that_were_rolled_back_leave_no_file_after_a_sweep(pdf: Path, committed_db: None) -> None:
    digest = hashlib.sha256(PDF).hexdigest()
    storage_path(digest).unlink(missing_ok=True)
    institution = Institution.objects.get(code="mx-archivo")
    received = intake.receive_file(pdf)
    with received, suppress(ZeroDivisionError), transaction.atomic():
        intake.take_in(
            received, pdf.name, institution=institution, description=Description("Acta"), received_by="prueba"
        )
        raise ZeroDivisionError
    assert storage_path(digest).exists()
    assert intake.sweep() == 1
    assert not storage_path(digest).exists()
    assert incoming() == []


def test_a_sweep_keeps_what_a_row_refers_to(pdf: Path, committed_db: None) -> None:
    document = take(pdf).document
    assert document.original is not None
    leftover = intake.incoming_dir() / f"{document.original.digest}.0.part"
    leftover.write_bytes(PDF)
    assert intake.sweep() == 1
    assert document.original.path.exists()


def test_a_sweep_waits_for_nobody_and_disturbs_nobody(committed_db: None) -> None:
    with intake.Receiver() as receiver:
        receiver.write(PDF)
        assert intake.sweep() == 0
        assert receiver.path.exists()
    assert incoming() == []


def test_a_file_over_the_limit_is_named_and_dropped(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MAX_BYTES", 10)
    with pytest.raises(intake.TooLarge):
        intake.receive_file(pdf)
    assert incoming() == []


def test_a_full_disk_is_named_and_leaves_nothing(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """/dev/full answers every write as a full disk does."""
    receiver = intake.Receiver()
    with receiver, Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(receiver, "_file", full)
        with pytest.raises(intake.StorageFull):
            receiver.write(PDF)
    assert incoming() == []


@pytest.mark.parametrize("call", ["pathlib.Path.mkdir", "pathlib.Path.open", "pathlib.Path.rename"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_wherever_it_shows(call: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    def receive() -> None:
        with intake.Receiver() as receiver:
            receiver.finish()

    with monkeypatch.context() as patch:
        patch.setattr(call, full)
        with pytest.raises(intake.StorageFull):
            receive()
    assert incoming() == []


@pytest.mark.django_db
def test_a_full_disk_is_named_when_the_file_gets_its_place(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage_path(hashlib.sha256(PDF).hexdigest()).unlink(missing_ok=True)

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(intake.StorageFull):
        take(pdf)
    assert not Document.objects.exists()


def test_a_file_is_sniffed_before_the_transaction_and_what_follows_is_inside(
    pdf: Path, committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []
    sniff = formats.sniff

    def watched(path: Path, filename: str) -> formats.Format:
        inside.append(connection.in_atomic_block)
        return sniff(path, filename)

    monkeypatch.setattr(formats, "sniff", watched)
    institution = Institution.objects.get(code="mx-archivo")

    def fails(document: Document) -> None:
        inside.append(connection.in_atomic_block)
        raise ZeroDivisionError

    with intake.receive_file(pdf) as received, suppress(ZeroDivisionError):
        intake.take_in(
            received,
            pdf.name,
            institution=institution,
            description=Description("Acta"),
            received_by="prueba",
            and_then=fails,
        )
    assert inside == [False, True]
    assert not Document.objects.exists()
    take(pdf)
    assert take(pdf).is_duplicate
    assert inside == [False, True, False]


@pytest.mark.django_db
def test_of_two_at_the_same_time_the_second_is_a_duplicate(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, seen = take(pdf).document, intake.held
    answers = iter([None])
    monkeypatch.setattr(intake, "held", lambda *args: next(answers, seen(*args)))
    again = take(pdf)
    assert (again.is_duplicate, again.document) == (True, first)
    answers = iter([None, None])
    with pytest.raises(IntegrityError):
        take(pdf)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "code"), [("datos.json", "json"), ("mapa.svg", "svg"), ("notas.md", "md")])
def test_what_has_no_reader_is_stored_under_its_suffix(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"{}" + name.encode())
    original = take(path).document.original
    assert original is not None
    assert (original.format, original.media_type) == (code, "application/octet-stream")
    assert Reading.objects.get().state == ReadingState.UNSUPPORTED


@pytest.mark.django_db
def test_a_format_that_is_read_since_is_read_after_the_next_start() -> None:
    first, second = factories.document("Uno"), factories.document("Dos")
    assert first.original
    assert second.original
    Reading.objects.filter(original=first.original).update(state=ReadingState.UNSUPPORTED)
    assert tasks.schedule_unread() == 1
    assert Job.objects.filter(key=tasks.reading_key(first.original)).exists()
    assert not Job.objects.filter(key=tasks.reading_key(second.original)).exists()
    first.original.reading.refresh_from_db()
    assert first.original.reading.state == ReadingState.PENDING
    assert tasks.schedule_unread() == 0
