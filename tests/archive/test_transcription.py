"""Texts of pages that people correct: in force at once, with what was there before."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import publication, transcription
from archive.models import ArchiveLogEntry, Document, PageCorrection, PageText, TextSource
from archive.transcription import ChangedMeanwhile, NotPossible, correct_page
from archive.vocabularies import ReadingState, Stage
from search.models import Change
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return factories.superuser()


@pytest.fixture
def document(actor: User) -> Document:
    return publication.publish(factories.document("Acta", pages=["testo mal leydo", "otra"]), actor=actor)


def page(document: Document, number: int = 1) -> PageText:
    return PageText.objects.get(original=document.original, number=number)


def test_a_corrected_text_is_read_marked_and_sent_to_the_index(
    client: Client, document: Document, actor: User
) -> None:
    Change.objects.all().delete()
    typed = "Texto bien leído  \r\nen dos renglones\r\n\r\n\r\nSegundo párrafo"
    correct_page(document, 1, typed, actor=actor, reason="Mal reconocido", seen="testo mal leydo")
    assert page(document).text == "Texto bien leído\nen dos renglones\n\nSegundo párrafo"
    assert page(document).source == TextSource.PERSON
    shown = client.get(f"/d/{document.code}/p1?q=parrafo").content.decode()
    assert "<mark>párrafo</mark>" in shown
    assert "corregido por personal" in shown
    assert shown.count('id="parrafo-') == 2
    assert Change.objects.exists()
    kept = PageCorrection.objects.get()
    assert (kept.before, kept.reason, kept.corrected_by) == ("testo mal leydo", "Mal reconocido", actor)
    entry = ArchiveLogEntry.objects.for_instance(document).get(action="archive.correct_text")
    assert entry.data == {"page": 1, "reason": "Mal reconocido"}


def test_two_who_correct_at_once_lose_nothing(document: Document, actor: User) -> None:
    correct_page(document, 1, "Uno", actor=actor, reason="", seen="testo mal leydo")
    with pytest.raises(ChangedMeanwhile):
        correct_page(document, 1, "Dos", actor=actor, reason="", seen="testo mal leydo")
    correct_page(document, 1, "Dos", actor=actor, reason="", seen="Uno")
    assert [each.before for each in PageCorrection.objects.order_by("pk")] == ["testo mal leydo", "Uno"]


def test_a_page_may_be_left_without_text(document: Document, actor: User) -> None:
    correct_page(document, 1, "  \n ", actor=actor, reason="", seen="testo mal leydo")
    assert (page(document).text, page(document).quality) == ("", "empty")
    document.original.reading.refresh_from_db()  # type: ignore[union-attr]
    assert document.original.reading.pages_with_text == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("stage", [Stage.INSTITUTION, Stage.COMMISSION])
def test_nothing_changes_under_the_eyes_of_a_reviewer(document: Document, actor: User, stage: str) -> None:
    Document.objects.filter(pk=document.pk).update(stage=stage)
    with pytest.raises(NotPossible, match="en revisión"):
        correct_page(document, 1, "x", actor=actor, reason="", seen="testo mal leydo")
    assert page(document).text == "testo mal leydo"


def test_a_locked_document_is_left_alone(document: Document, actor: User) -> None:
    Document.objects.filter(pk=document.pk).update(locked=True)
    with pytest.raises(NotPossible, match="bloqueado"):
        correct_page(document, 1, "x", actor=actor, reason="", seen="testo mal leydo")


def test_a_table_stays_one_and_saving_the_same_changes_nothing(
    client: Client, document: Document, actor: User
) -> None:
    table = "Año\tGasto\n2020\t15"
    PageText.objects.filter(original=document.original, number=1).update(
        text=table, blocks=[["table", 0, len(table)]]
    )
    with pytest.raises(NotPossible, match="el mismo"):
        correct_page(document, 1, table.replace("\n", "\r\n"), actor=actor, reason="", seen=table)
    assert not PageCorrection.objects.exists()
    correct_page(document, 1, "Año\tGasto\r\n2020\t16", actor=actor, reason="", seen=table)
    assert client.get(f"/d/{document.code}/p1").content.decode().count('<td role="cell"') == 2


def test_a_scan_that_people_typed_is_read_also_without_recognition(document: Document, actor: User) -> None:
    reading = document.original.reading  # type: ignore[union-attr]
    reading.state, reading.pages_to_recognise, reading.pages_with_text = ReadingState.OCR_PENDING, 2, 0
    reading.save()
    PageText.objects.filter(original=document.original).update(text="", quality="empty")
    correct_page(document, 1, "Texto que alguien escribió", actor=actor, reason="", seen="")
    reading.refresh_from_db()
    assert (reading.state, reading.pages_with_text) == (ReadingState.READ, 1)


def test_what_people_corrected_outlives_a_new_reading(document: Document, actor: User) -> None:
    correct_page(document, 1, "Primero", actor=actor, reason="", seen="testo mal leydo")
    correct_page(document, 1, "Texto en vigor", actor=actor, reason="", seen="Primero")
    PageText.objects.filter(original=document.original).update(text="leído otra vez", source=TextSource.FILE)
    assert document.original
    transcription.reapply(document.original)
    assert page(document).text == "Texto en vigor"
    assert page(document, 2).text == "leído otra vez"
