"""Sound: how long it lasts, who may play it, what is said in it and where that is found."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive import publication, tasks, transcription
from archive.captions import BadCaptions
from archive.models import ArchiveLogEntry, Document, Original, PageText, Reading, Transcript
from archive.models.original import storage_path
from archive.vocabularies import ReadingState, ReadingUnit, Stage
from cms.core.audience import Viewer
from search import outbox
from search.engine import engine
from search.indexing import ensure_index
from search.ports import SearchQuery
from tests import factories
from tests.archive.recordings import said, silence

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return factories.superuser()


def recording(title: str = "Spot", seconds: int = 90) -> Document:
    """A draft whose file is a recording that has been read."""
    content = silence(seconds) + title.encode()
    document = factories.document(title, content=content, filename=f"{title}.wav")
    original = document.original
    assert original
    Document.objects.filter(pk=document.pk).update(original=None)
    Reading.objects.filter(original=original).delete()
    Original.objects.filter(pk=original.pk)._raw_delete("default")
    sound = Original.objects.create(
        institution=original.institution,
        digest=original.digest,
        size=len(content),
        filename=f"{title}.wav",
        media_type="audio/x-wav",
        format="wav",
        received_by="prueba",
    )
    storage_path(sound.digest).write_bytes(content)
    Reading.objects.create(original=sound)
    Document.objects.filter(pk=document.pk).update(original=sound)
    tasks.read({"original": sound.pk})()
    return Document.objects.select_related("original__reading").get(pk=document.pk)


def test_reading_tells_the_length_and_asks_for_nothing_more(actor: User) -> None:
    document = recording(seconds=95)
    assert document.original
    reading = document.original.reading
    assert (reading.state, reading.unit, reading.page_count) == (ReadingState.READ, ReadingUnit.MOMENT, 0)
    assert reading.duration == pytest.approx(95, abs=0.1)


def test_a_transcript_is_found_and_its_hit_opens_at_the_second(client: Client, actor: User, index: None) -> None:
    document = publication.publish(recording(), actor=actor)
    transcription.save_transcript(
        document, said(*["Bienvenida."] * 6, "Hable del agua.", "Adiós."), actor=actor, reason="", seen=None
    )
    ensure_index(engine())
    outbox.drain(engine())
    found = engine().search(SearchQuery("agua", Viewer(now=timezone.now()), limit=5))
    (hit,) = found.hits
    assert [each.ordinal for each in hit.pages] == [2]
    assert hit.stored["unit"] == "moment"
    assert "Desde 1:00" in client.get("/buscar/?q=agua").content.decode()
    page = client.get(f"/d/{document.code}/p2?q=agua").content.decode()
    assert f"/d/{document.code}/reproducir#t=60" in page
    assert "Momento 2 de 2" in page
    assert "<mark>agua</mark>" in page
    assert "#t=65" in client.get(f"/d/{document.code}/p2?t=65").content.decode()
    captions = client.get(f"/d/{document.code}/subtitulos")
    assert captions["Content-Type"].startswith("text/vtt")
    assert "Hable del agua." in captions.content.decode()


def test_the_recording_is_played_by_range_with_safe_headers(client: Client, actor: User) -> None:
    document = publication.publish(recording(), actor=actor)
    assert f'src="/d/{document.code}/reproducir"' in client.get(f"/d/{document.code}").content.decode()
    part = client.get(f"/d/{document.code}/reproducir", headers={"range": "bytes=0-3"})
    assert (part.status_code, part.getvalue(), part["Content-Type"]) == (206, b"RIFF", "audio/x-wav")
    assert part["X-Content-Type-Options"] == "nosniff"
    assert part["Content-Disposition"].startswith("inline")


def test_what_is_closed_is_not_played_nor_read(client: Client, actor: User) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    withdrawn = publication.publish(recording("Retirado"), actor=actor)
    reserved = recording("Reservado")
    publication.reserve(reserved, actor=actor, legal_basis="Artículo", until=tomorrow, release_approved=True)
    made = {
        404: [recording("Borrador"), publication.publish(recording("Después"), actor=actor, at=tomorrow), reserved],
        410: [publication.withdraw(withdrawn, actor=actor, reason="Motivo")],
    }
    for status, documents in made.items():
        for document in documents:
            for tail in ("reproducir", "subtitulos", "v1/reproducir", "v1/subtitulos"):
                assert client.get(f"/d/{document.code}/{tail}").status_code == status, (document.title, tail)
    text = publication.publish(factories.document("Texto"), actor=actor)
    assert client.get(f"/d/{text.code}/reproducir").status_code == 404


def test_a_transcript_is_kept_with_its_history_and_refused_whole(actor: User) -> None:
    document = recording()
    first = transcription.save_transcript(document, said("Uno."), actor=actor, reason="", seen=None)
    second = transcription.save_transcript(document, said("Dos."), actor=actor, reason="Se oyó mejor", seen=first.pk)
    assert list(Transcript.objects.values_list("pk", flat=True)) == [second.pk, first.pk]
    assert PageText.objects.get(original=document.original).text == "Dos."
    with pytest.raises(transcription.ChangedMeanwhile):
        transcription.save_transcript(document, said("Tres."), actor=actor, reason="", seen=first.pk)
    with pytest.raises(BadCaptions):
        transcription.save_transcript(document, said("x", every=300), actor=actor, reason="", seen=second.pk)
    assert PageText.objects.get(original=document.original).text == "Dos."
    entry = ArchiveLogEntry.objects.for_instance(document).filter(action="archive.transcribe").latest("pk")
    assert (entry.user, entry.data["reason"]) == (actor, "Se oyó mejor")


def test_what_is_under_review_is_not_changed(actor: User) -> None:
    document = recording()
    Document.objects.filter(pk=document.pk).update(stage=Stage.INSTITUTION)
    with pytest.raises(transcription.NotPossible, match="en revisión"):
        transcription.save_transcript(document, said("Uno."), actor=actor, reason="", seen=None)


def test_a_recording_that_is_read_again_keeps_what_is_said_in_it(actor: User) -> None:
    document = recording()
    transcription.save_transcript(document, said("Uno.", "Dos."), actor=actor, reason="", seen=None)
    assert document.original
    tasks.read({"original": document.original.pk})()
    assert PageText.objects.get(original=document.original).text == "Uno.\nDos."
    assert Reading.objects.get(original=document.original).page_count == 1
    with pytest.raises(transcription.NotPossible, match="transcripción"):
        transcription.correct_page(document, 1, "x", actor=actor, reason="", seen="Uno.\nDos.")


def test_a_recording_without_transcript_is_only_heard(client: Client, actor: User) -> None:
    document = publication.publish(recording(), actor=actor)
    for tail in ("p1", "paginas", "buscar", "v1/p1"):
        response = client.get(f"/d/{document.code}/{tail}")
        assert (
            response.status_code,
            response.headers["Location"].rpartition("/v")[0] or response.headers["Location"],
        ) == (
            302,
            f"/d/{document.code}",
        )
    page = client.get(f"/d/{document.code}").content.decode()
    assert "Todavía no hay transcripción" in page
    for words in ("Ver todas las páginas", "Leer lo que se dice", "Buscar en este documento", "0 momentos"):
        assert words not in page


def test_a_transcript_keeps_the_language_it_was_written_in(client: Client, actor: User) -> None:
    document = recording("Lengua")
    Document.objects.filter(pk=document.pk).update(language="nah")
    document.refresh_from_db()
    transcription.save_transcript(document, said("Niltze."), actor=actor, reason="", seen=None)
    document = publication.publish(document, actor=actor)
    Document.objects.filter(pk=document.pk).update(language="es")
    assert (
        '<article class="page-text" id="texto" lang="nah">' in client.get(f"/d/{document.code}/p1").content.decode()
    )
    assert client.get(f"/d/{document.code}/subtitulos")["Content-Language"] == "nah"
