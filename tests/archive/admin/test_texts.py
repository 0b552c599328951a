"""The administration's pages for the texts of pages and recordings."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from archive.extraction import ocr
from archive.models import Document, PageCorrection, PageText, Transcript
from archive.vocabularies import ReadingUnit
from cms.core.models import Job
from tests.archive.admin.conftest import World, text_of
from tests.archive.recordings import said

pytestmark = pytest.mark.django_db
NAMESPACE = "wagtailsnippets_archive_document"


def at(name: str, document: Document, *more: int) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=[document.pk, *more])


@pytest.fixture
def document(world: World) -> Document:
    found = world.a.draft
    assert found.original
    PageText.objects.filter(original=found.original).delete()
    PageText.objects.create(
        original=found.original,
        number=1,
        text="leydo",
        quality="poor",
        width=612,
        height=792,
        confidence=0.41,
        source="ocr",
    )
    return found


@pytest.fixture
def sound(document: Document) -> Document:
    # An original never changes; a test wants one of another kind.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_original SET media_type = 'audio/mpeg' WHERE id = %s", [document.original_id])
    reading = document.original.reading  # type: ignore[union-attr]
    reading.unit, reading.duration = ReadingUnit.MOMENT, 120
    reading.save()
    return Document.objects.get(pk=document.pk)


def test_the_doubtful_pages_are_listed_and_lead_to_their_correction(world: World, document: Document) -> None:
    client = world.client("archivist")
    assert at("texts", document) in text_of(client.get(at("edit", document)))
    listed = text_of(client.get(f"{at('texts', document)}?orden=dudosas"))
    assert "41 %" in listed
    assert at("correct-page", document, 1) in listed
    form = client.get(at("correct-page", document, 1))
    given = {"text": "leído", "seen": form.context["form"].initial["seen"], "reason": "Se ve claro"}
    saved = client.post(at("correct-page", document, 1), given, follow=True)
    assert "quedó guardado" in text_of(saved)
    assert PageText.objects.get(original=document.original).text == "leído"
    assert "Se ve claro" in text_of(client.get(at("correct-page", document, 1)))


def test_what_was_typed_stays_when_somebody_was_faster(world: World, document: Document) -> None:
    client = world.client("archivist")
    seen = client.get(at("correct-page", document, 1)).context["form"].initial["seen"]
    PageText.objects.filter(original=document.original).update(text="de otra persona")
    answer = text_of(client.post(at("correct-page", document, 1), {"text": "lo mío", "seen": seen}))
    for words in ("Otra persona cambió", "lo mío", "de otra persona"):
        assert words in answer
    assert not PageCorrection.objects.exists()
    again = re.search(r'name="seen" value="(\w+)"', answer)
    assert again
    client.post(at("correct-page", document, 1), {"text": "lo mío", "seen": again[1]})
    assert PageText.objects.get(original=document.original).text == "lo mío"


def test_a_text_is_not_emptied_by_mistake(world: World, document: Document) -> None:
    client = world.client("archivist")
    seen = client.get(at("correct-page", document, 1)).context["form"].initial["seen"]
    refused = text_of(client.post(at("correct-page", document, 1), {"text": "  \r\n ", "seen": seen}))
    assert "marque que la página no lo tiene" in refused
    assert PageText.objects.get(original=document.original).text == "leydo"
    client.post(at("correct-page", document, 1), {"text": "", "seen": seen, "without_text": "on"})
    assert PageText.objects.get(original=document.original).text == ""


def test_only_those_who_describe_write_texts(world: World, document: Document) -> None:
    for who in ("reviewer", "communication", "university", "commission"):
        for address in (at("texts", document), at("correct-page", document, 1), at("transcript", document)):
            client = world.client(who)
            assert client.get(address).status_code in {302, 404}, (who, address)
            client.post(address, {"text": "x"})
    assert PageText.objects.get(original=document.original).text == "leydo"
    assert world.client("archivist").get(at("correct-page", document, 7)).status_code == 404


def test_a_transcript_is_typed_or_handed_in_and_its_problems_are_shown(world: World, sound: Document) -> None:
    client = world.client("archivist")
    assert at("transcript", sound) in text_of(client.get(at("edit", sound)))
    wrong = "WEBVTT\n\n00:00:05.000 --> 00:00:02.000\nAl revés se dijo"
    file = SimpleUploadedFile("spot.vtt", wrong.encode())
    answer = text_of(client.post(at("transcript", sound), {"text": "", "file": file}))
    assert "termina antes de empezar" in answer
    assert "Al revés se dijo" in answer, "what the file says is there to be mended"
    assert not Transcript.objects.exists()
    right = SimpleUploadedFile("spot.vtt", said("Bien dicho.").encode())
    assert "quedó guardada" in text_of(client.post(at("transcript", sound), {"file": right}, follow=True))
    assert PageText.objects.get(original=sound.original).text == "Bien dicho."
    late = text_of(client.post(at("transcript", sound), {"text": said("Tarde.")}))
    assert "Otra persona cambió" in late
    assert "Tarde." in late


def test_several_problems_of_a_transcript_are_a_list_and_one_stands_at_its_field(
    world: World, sound: Document
) -> None:
    client = world.client("archivist")
    wrong = "WEBVTT\n\n00:00:05.000 --> 00:00:02.000\nUno\n\n00:00:09.000 --> 00:00:08.000\nDos\n"
    page = client.post(at("transcript", sound), {"text": wrong}).content.decode()
    assert re.findall(r"<li>(Frase \d)", page) == ["Frase 1", "Frase 2"]
    assert "Hay 2 cosas por arreglar" in page
    page = client.post(at("transcript", sound), {"text": wrong.partition("\n\n00:00:09")[0]}).content.decode()
    assert "<li>Frase" not in page
    assert "termina antes de empezar" in page


def test_an_ampersand_stands_in_the_box_as_people_type_it(world: World, sound: Document) -> None:
    client = world.client("archivist")
    client.post(at("transcript", sound), {"text": said("Agua & drenaje.")})
    box = client.get(at("transcript", sound)).context["form"].initial["text"]
    assert "Agua & drenaje." in box


def test_image_and_text_stand_side_by_side(world: World, document: Document) -> None:
    page = world.client("archivist").get(at("correct-page", document, 1)).content.decode()
    beside = page.partition('class="archive-columns"')[2]
    assert 0 < beside.index("archive-beside__image") < beside.index('name="text"')


def test_what_is_damaged_or_not_transcribed_says_so(world: World, document: Document, sound: Document) -> None:
    client, reading = world.client("archivist"), sound.original.reading  # type: ignore[union-attr]
    PageText.objects.filter(original=document.original).delete()
    type(reading).objects.update(state="read", page_count=0, pages_with_text=0)
    inspected = text_of(client.get(at("edit", document)))
    assert "Grabación sin transcripción" in inspected
    assert "todavía no tiene transcripción" in text_of(client.get(at("texts", document)))
    assert "Grabación sin transcripción" in text_of(client.get(reverse(f"{NAMESPACE}:list")))
    type(reading).objects.update(unit="page", page_count=1, repaired=True)
    for address in (at("edit", document), at("texts", document)):
        shown = text_of(client.get(address))
        assert "Se pudieron salvar 1 página; puede faltar una parte" in " ".join(shown.split())
    assert "Leído en parte: el fichero está dañado" in text_of(client.get(reverse(f"{NAMESPACE}:list")))


def test_a_text_has_no_transcript(world: World, document: Document) -> None:
    assert "no es una grabación" in text_of(world.client("archivist").get(at("transcript", document)))


def test_what_is_not_recognised_yet_is_queued_from_the_page(
    world: World, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_there", lambda: True)
    PageText.objects.filter(original=document.original).update(source="file", quality="empty", text="")
    client = world.client("archivist")
    assert "Reconocer la página que falta" in text_of(client.get(at("texts", document)))
    assert "están en la cola" in text_of(client.post(at("texts", document), follow=True))
    job = Job.objects.get(kind="archive.ocr")
    Job.objects.filter(pk=job.pk).update(status=Job.Status.FAILED)
    assert "En 1 falló" in text_of(client.get(at("texts", document)))
    client.post(at("texts", document))
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    assert "Reconocer la" not in text_of(client.get(at("texts", document)))
