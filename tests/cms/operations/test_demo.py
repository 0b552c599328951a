"""The demo documents: loaded once, public or not as they say."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive import publication, recognition, review
from archive.access import verdict, visible_to
from archive.models import ArchivalUnit, ArchiveLogEntry, Document, Original, PageText, Transcript, Version
from archive.search_source import SOURCE
from archive.vocabularies import Level, Stage
from cms.core.dates import parse_edtf
from cms.core.reference.models import Institution, State
from cms.core.tenancy import operator_account
from cms.core.visibility import Verdict, viewer_of
from cms.core.worker import Worker
from cms.operations.demo import content, loading
from cms.operations.demo.catalogue import DemoText, Fate, Form, read_catalogue
from cms.operations.demo.scheme import places
from cms.operations.demo.settling import OPENS_AFTER, RESERVED_FOR
from search import outbox
from search.engine import engine
from search.models import Change
from search.ports import SearchQuery
from tests.cms.operations.conftest import FEW

TEXTS = read_catalogue()
SOME = [text for text in TEXTS if text.name in FEW]


@pytest.fixture
def loaded(db: None, few: None) -> str:
    return load()


@pytest.mark.django_db
@pytest.mark.usefixtures("few")
class TestLoading:
    def test_institutions_and_places_are_known(self) -> None:
        assert {text.institution for text in TEXTS} <= set(Institution.objects.values_list("code", flat=True))
        assert {text.place for text in TEXTS if text.place} <= set(State.objects.values_list("name", flat=True))

    def test_it_says_how_many_were_added_and_how_many_were_there(self) -> None:
        assert load() == told(added=len(FEW), there=0)
        assert load() == told(added=0, there=len(FEW))

    def test_the_public_sees_what_is_published_and_nothing_else(self, loaded: str) -> None:
        assert set(visible_to(viewer_of(None)).values_list("title", flat=True)) == {
            text.title for text in SOME if text.fate == Fate.PUBLISHED
        }

    def test_descriptions_are_complete(self, loaded: str) -> None:
        for text in SOME:
            document = Document.objects.get(title=text.title)

            assert document.holding_institution.code == text.institution
            assert document.creator is not None
            assert document.creator.name == text.creator
            assert document.document_type is not None
            assert document.document_type.label == text.document_type
            assert (document.date_from, document.date_to) == (parse_edtf(text.date).first, parse_edtf(text.date).last)
            assert document.where == text.place
            assert "demostración" in document.rights
            assert document.scope_and_content == text.scope_and_content

    def test_the_draft_is_nobodys_business(self, loaded: str) -> None:
        draft = Document.objects.get(title=title_of(Fate.DRAFT))

        assert verdict(draft, viewer_of(None)) == Verdict.ABSENT
        assert not draft.versions.exists()

    def test_the_reserved_one_shows_a_notice_until_its_day(self, loaded: str) -> None:
        reserved = Document.objects.get(title=title_of(Fate.RESERVED))

        assert verdict(reserved, viewer_of(None)) == Verdict.NOTICE
        assert reserved.reserved_until == reserved.public_from
        assert verdict(reserved, viewer_of(None, timezone.now() + RESERVED_FOR)) == Verdict.FULL
        assert verdict(reserved, viewer_of(None, timezone.now() + RESERVED_FOR - timedelta(days=2))) == Verdict.NOTICE

    def test_publishing_is_one_decision_of_the_operator(self, loaded: str) -> None:
        entries = ArchiveLogEntry.objects.filter(action="archive.publish")

        told_at_once = Fate.PUBLISHED, Fate.SCHEDULED, Fate.WITHDRAWN
        assert len(entries) == sum(1 + bool(text.earlier) for text in SOME if text.fate in told_at_once)
        assert {entry.user for entry in entries} == {operator_account()}
        assert len({entry.uuid for entry in entries}) == 1

    def test_every_document_is_waiting_for_its_index(self, loaded: str) -> None:
        rows = set(Change.objects.filter(source=SOURCE.number).values_list("row", flat=True))

        assert set(Document.objects.values_list("pk", flat=True)) <= rows

    def test_a_second_run_renders_and_changes_nothing(self, loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
        before = list(Document.objects.values())
        monkeypatch.setattr(content, "content", never)

        load()

        assert list(Document.objects.values()) == before

    def test_what_is_missing_is_brought_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(loading, "read_catalogue", lambda: SOME[:3])
            load()

        assert load() == told(added=len(FEW) - 3, there=3)

    @pytest.mark.parametrize("change", ["edit", "withdraw", "replace", "reserve"])
    def test_what_somebody_changed_is_left_alone(self, loaded: str, change: str) -> None:
        document = Document.objects.get(title=title_of(Fate.PUBLISHED))
        CHANGES[change](document)
        before = Document.objects.filter(pk=document.pk).values().get()

        assert load() == told(added=0, there=len(FEW))
        assert Document.objects.filter(pk=document.pk).values().get() == before
        assert Document.objects.count() == len(FEW)

    def test_another_institutions_file_of_that_name_is_another_matter(self, db: None) -> None:
        text = SOME[0]
        elsewhere = Institution.objects.exclude(code=text.institution).first()
        assert elsewhere is not None
        Original.objects.create(
            institution=elsewhere,
            digest="0" * 64,
            size=1,
            filename=text.filename,
            media_type="application/pdf",
            format="pdf",
            received_by="alguien",
        )

        assert load() == told(added=len(FEW), there=0)

    def test_one_waits_for_its_review_and_nobody_can_log_in_as_who_submitted_it(self, loaded: str) -> None:
        waiting = Document.objects.get(title=title_of(Fate.REVIEW))
        turn = review.turn_of(waiting)

        assert verdict(waiting, viewer_of(None)) == Verdict.ABSENT
        assert turn is not None
        assert turn.stage == Stage.INSTITUTION
        assert turn.submitted_by is not None
        assert not turn.submitted_by.has_usable_password()

    def test_one_opens_by_itself_on_its_day(self, loaded: str) -> None:
        coming = Document.objects.get(title=title_of(Fate.SCHEDULED))

        assert verdict(coming, viewer_of(None)) == Verdict.ABSENT
        assert verdict(coming, viewer_of(None, timezone.now() + OPENS_AFTER)) == Verdict.FULL

    def test_one_was_withdrawn_and_says_why(self, loaded: str) -> None:
        gone = Document.objects.get(title=title_of(Fate.WITHDRAWN))

        assert verdict(gone, viewer_of(None)) == Verdict.TOMBSTONE
        assert "datos personales" in gone.state_reason

    def test_one_has_two_versions_with_the_reason_of_the_second(self, loaded: str) -> None:
        text = next(text for text in SOME if text.earlier)
        newer, older = Document.objects.get(title=text.title).versions.all()

        assert (newer.number, newer.state, newer.reason) == (2, Version.State.CURRENT, text.reason)
        assert (older.number, older.state) == (1, Version.State.SUPERSEDED)

    def test_documents_lie_in_trees_that_readers_see(self, loaded: str) -> None:
        for text in SOME:
            unit = Document.objects.get(title=text.title).unit
            assert unit is not None
            assert unit.is_shown
        depths = {unit.level for unit in ArchivalUnit.objects.filter(institution__code="zac-archivo")}
        assert depths == {Level.FONDS, Level.SECTION, Level.SERIES, Level.DOSSIER}


class TestScheme:
    def test_every_place_that_a_text_names_is_in_the_scheme_of_its_institution(self) -> None:
        named = {(text.unit, text.institution) for text in TEXTS if text.unit}

        assert named <= {(key, place.institution) for key, place in places().items()}

    def test_two_institutions_show_all_levels(self) -> None:
        levels = {
            code: {place.level for place in places().values() if place.institution == code}
            for code in ("zac-archivo", "mx-archivo")
        }

        assert all(found == {Level.SECTION, Level.SERIES, Level.DOSSIER} for found in levels.values())


@pytest.mark.usefixtures("committed_db", "index")
class TestWaiting:
    def test_all_of_it_is_read_and_every_readable_document_is_found_by_its_title(self) -> None:
        load("--wait")

        assert not Change.objects.filter(applied_at__isnull=True).exists()
        for text in TEXTS:
            found = engine().search(SearchQuery(text.title, viewer_of(None), limit=50))
            is_found = text.filename in [hit.stored["filename"] for hit in found.hits]
            assert is_found == (text.fate == Fate.PUBLISHED), text.name
        self.what_only_a_page_says_is_found()
        self.the_spot_is_transcribed()

    def what_only_a_page_says_is_found(self) -> None:
        for words, name in (
            ("publicar algo causaría un perjuicio", "glosario-gobierno-abierto"),
            ("se puede subir una silla de ruedas camión", "catalogo-informacion-de-interes-publico"),
            ("vacunación radio enero", "gasto-en-comunicacion-social"),
            ("guarde su folio la autoridad tiene que contestarle", "spot-preguntar-es-su-derecho"),
        ):
            hits = engine().search(SearchQuery(words, viewer_of(None), limit=5)).hits
            assert any(hit.stored["filename"].startswith(f"demostracion-{name}.") for hit in hits), words

    def the_spot_is_transcribed(self) -> None:
        original = Original.objects.get(filename="demostracion-spot-preguntar-es-su-derecho.mp3")
        transcript = Transcript.objects.get(original=original)

        assert 20 <= (original.reading.duration or 0) <= 32
        assert transcript.webvtt.count("-->") == 9

    @pytest.mark.usefixtures("few")
    def test_what_an_earlier_run_left_unread_is_read(self) -> None:
        load()
        assert not PageText.objects.exists()

        assert load("--wait") == told(added=0, there=len(FEW))
        assert PageText.objects.exists()

    @pytest.mark.usefixtures("tesseract")
    def test_the_scan_is_found_once_its_text_is_recognised(self, monkeypatch: pytest.MonkeyPatch) -> None:
        scan = next(text for text in TEXTS if text.form == Form.SCAN)
        monkeypatch.setattr(loading, "read_catalogue", lambda: [scan])
        load("--wait")
        words = SearchQuery("pegará el calendario en la puerta del salón", viewer_of(None))
        before = engine().search(words).total

        original = Original.objects.get(filename=scan.filename)
        Worker(1).run_until_done(recognition.unfinished_keys({original.pk}), lambda done: None)
        outbox.drain(engine())

        read = " ".join(PageText.objects.filter(original=original).values_list("text", flat=True))
        wanted = set(re.findall(r"[a-záéíóúñ]{5,}", scan.body.lower()))
        assert not before
        assert len(wanted & set(re.findall(r"[a-záéíóúñ]{5,}", read.lower()))) >= 0.9 * len(wanted)
        assert engine().search(words).hits[0].stored["filename"] == scan.filename


def load(*arguments: str) -> str:
    """What the command said of the documents."""
    said = StringIO()
    call_command("load_demo", *arguments, stdout=said)
    return said.getvalue().splitlines()[0]


def told(*, added: int, there: int) -> str:
    return f"Contenido de demostración: {added} agregados, {there} ya estaban."


def title_of(fate: Fate) -> str:
    return next(text.title for text in SOME if text.fate == fate)


def never(text: DemoText) -> bytes:
    raise AssertionError(text.name)


def _edit(document: Document) -> None:
    document.title = "Un título que alguien mejoró"
    document.save()


def _replace_file(document: Document) -> None:
    document.original = Original.objects.create(
        institution=document.holding_institution,
        digest="1" * 64,
        size=1,
        filename="otro.pdf",
        media_type="application/pdf",
        format="pdf",
        received_by="alguien",
    )
    document.save()


def _withdraw(document: Document) -> None:
    publication.withdraw(document, actor=operator_account(), reason="Prueba")


def _reserve(document: Document) -> None:
    until = timezone.now() + timedelta(days=9)
    publication.reserve(document, actor=operator_account(), legal_basis="Prueba", until=until, release_approved=False)


CHANGES: dict[str, Callable[[Document], None]] = {
    "edit": _edit,
    "withdraw": _withdraw,
    "replace": _replace_file,
    "reserve": _reserve,
}
