"""The demo documents: the same bytes everywhere, loaded once, marked as what they are, public or not as they say."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import StringIO

import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import timezone

from archive import publication
from archive.access import verdict, visible_to
from archive.models import ArchiveLogEntry, Document, Original, PageText
from archive.search_source import SOURCE
from cms.core.dates import parse_edtf
from cms.core.reference.models import Institution, State
from cms.core.tenancy import operator_account
from cms.core.visibility import Verdict, viewer_of
from cms.operations.demo import pdf
from cms.operations.demo.catalogue import DemoText, Fate, read_catalogue
from cms.operations.demo.loading import RESERVED_FOR
from cms.operations.demo.markup import Heading, Item, Notice, Paragraph, Table, blocks
from search.engine import engine
from search.models import Change
from search.ports import SearchQuery

TEXTS = read_catalogue()
PUBLISHED = [text for text in TEXTS if text.fate == Fate.PUBLISHED]
BY_NAME = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
RENDER_ONCE = cache(pdf.render)
SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»…–"


def pages_of(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def load(*arguments: str) -> str:
    said = StringIO()
    call_command("load_demo", *arguments, stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading is tested for does not depend on rendering anew."""
    monkeypatch.setattr(pdf, "render", RENDER_ONCE)


@pytest.fixture
def loaded(db: None, quick: None) -> str:
    return load()


class TestTexts:
    def test_there_are_ten_to_publish_and_one_of_each_other_fate(self) -> None:
        fates = [text.fate for text in TEXTS]

        assert [fates.count(fate) for fate in (Fate.PUBLISHED, Fate.DRAFT, Fate.RESERVED)] == [10, 1, 1]

    def test_they_come_from_many_institutions_states_and_types(self) -> None:
        assert len({text.institution for text in PUBLISHED}) >= 6
        assert len({text.place for text in PUBLISHED if text.place}) >= 6
        assert any(not text.place for text in PUBLISHED)
        assert len({text.document_type for text in PUBLISHED}) >= 6

    def test_their_dates_are_of_every_precision(self) -> None:
        assert {len(text.date) for text in PUBLISHED} == {4, 7, 10}

    @BY_NAME
    def test_each_says_that_it_is_a_demonstration(self, text: DemoText) -> None:
        assert text.title.endswith("(demostración)")
        assert text.creator.endswith("(demostración)")
        assert text.filename.startswith("demostracion-")

    @BY_NAME
    def test_each_is_described(self, text: DemoText) -> None:
        assert len(text.scope_and_content) > 80
        parse_edtf(text.date)

    @BY_NAME
    def test_no_mark_is_left_that_the_renderer_would_take_for_something_else(self, text: DemoText) -> None:
        assert not re.search(r"__|--|~~|\]\(|\\", text.body)
        assert text.body.count("**") % 2 == 0


class TestMarkup:
    def test_every_kind_of_part_is_told_from_the_others(self) -> None:
        body = "## Uno\n\ndos\ntres\n\n> cuatro\n> cinco\n\n1. seis\n2. siete\nocho\n- nueve\n\n| a | b |\n| | d |"

        assert list(blocks(body)) == [
            Heading("Uno"),
            Paragraph("dos tres"),
            Notice("cuatro cinco"),
            Item("1.", "seis"),
            Item("2.", "siete ocho"),
            Item("•", "nueve"),
            Table((("a", "b"), ("", "d"))),
        ]


class TestPdf:
    @BY_NAME
    def test_the_same_text_gives_the_same_bytes(self, text: DemoText) -> None:
        assert sha256(pdf.render(text)).digest() == sha256(pdf.render(text)).digest()

    def test_another_process_gives_the_same_bytes(self) -> None:
        script = (
            "import hashlib, time; time.sleep(1.1)\n"
            "from cms.operations.demo import catalogue, pdf\n"
            "print(hashlib.sha256(pdf.render(catalogue.read_catalogue()[0])).hexdigest())"
        )
        environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": "."}
        answer = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
        )

        assert answer.stdout.strip() == sha256(pdf.render(TEXTS[0])).hexdigest()

    def test_another_text_gives_other_bytes(self) -> None:
        assert pdf.render(TEXTS[0]) != pdf.render(replace(TEXTS[0], body="Otro."))

    @BY_NAME
    def test_two_to_four_pages_each_with_the_footer_and_its_number(self, text: DemoText) -> None:
        pages = pages_of(pdf.render(text))

        assert 2 <= len(pages) <= 4
        for number, page in enumerate(pages, 1):
            assert pdf.FOOTER in page
            assert f"Página {number} de {len(pages)}" in page

    @BY_NAME
    def test_the_first_page_says_that_it_is_no_official_document(self, text: DemoText) -> None:
        assert "No es un documento oficial" in " ".join(pages_of(pdf.render(text))[0].split())

    @BY_NAME
    def test_every_word_of_the_text_is_in_the_text_layer(self, text: DemoText) -> None:
        def words(body: str) -> list[str]:
            return sorted(set(re.findall(r"\w+", body)))

        assert set(words(text.body)) <= set(words("\n".join(pages_of(pdf.render(text)))))

    def test_spanish_letters_and_signs_come_out(self) -> None:
        text = replace(TEXTS[0], body=f"Signos: {SPANISH} y **{SPANISH}** también.")

        assert pages_of(pdf.render(text))[0].count(SPANISH) == 2

    def test_headings_are_an_outline(self) -> None:
        document = pypdfium2.PdfDocument(pdf.render(TEXTS[0]))

        titles = [entry.get_title() for entry in document.get_toc()]

        assert titles == [TEXTS[0].title, *(part.text for part in blocks(TEXTS[0].body) if isinstance(part, Heading))]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
class TestLoading:
    def test_institutions_and_places_are_known(self) -> None:
        assert {text.institution for text in TEXTS} <= set(Institution.objects.values_list("code", flat=True))
        assert {text.place for text in TEXTS if text.place} <= set(State.objects.values_list("name", flat=True))

    def test_it_says_how_many_were_added_and_how_many_were_there(self) -> None:
        assert load() == "Contenido de demostración: 12 agregados, 0 ya estaban."
        assert load() == "Contenido de demostración: 0 agregados, 12 ya estaban."

    def test_the_public_sees_what_is_published_and_nothing_else(self, loaded: str) -> None:
        assert set(visible_to(viewer_of(None)).values_list("title", flat=True)) == {text.title for text in PUBLISHED}

    def test_descriptions_are_complete(self, loaded: str) -> None:
        for text in TEXTS:
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

        assert len(entries) == len(PUBLISHED)
        assert {entry.user for entry in entries} == {operator_account()}
        assert len({entry.uuid for entry in entries}) == 1

    def test_every_document_is_waiting_for_its_index(self, loaded: str) -> None:
        rows = set(Change.objects.filter(source=SOURCE.number).values_list("row", flat=True))

        assert set(Document.objects.values_list("pk", flat=True)) <= rows

    def test_a_second_run_renders_and_changes_nothing(self, loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
        before = list(Document.objects.values())
        monkeypatch.setattr(pdf, "render", never)

        load()

        assert list(Document.objects.values()) == before

    def test_what_is_missing_is_brought_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cms.operations.demo.loading.read_catalogue", lambda: TEXTS[:3])
        load()
        monkeypatch.undo()

        assert load() == "Contenido de demostración: 9 agregados, 3 ya estaban."

    @pytest.mark.parametrize("change", ["edit", "withdraw", "replace", "reserve"])
    def test_what_somebody_changed_is_left_alone(self, loaded: str, change: str) -> None:
        document = Document.objects.get(title=PUBLISHED[0].title)
        CHANGES[change](document)
        before = Document.objects.filter(pk=document.pk).values().get()

        assert load() == "Contenido de demostración: 0 agregados, 12 ya estaban."
        assert Document.objects.filter(pk=document.pk).values().get() == before
        assert Document.objects.count() == len(TEXTS)

    def test_another_institutions_file_of_that_name_is_another_matter(self, db: None) -> None:
        text = TEXTS[0]
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

        assert load() == "Contenido de demostración: 12 agregados, 0 ya estaban."


@pytest.mark.usefixtures("committed_db", "index", "quick")
class TestWaiting:
    def test_all_is_read_and_found(self) -> None:
        load("--wait")

        for document in Document.objects.select_related("original__reading"):
            assert document.original is not None
            assert PageText.objects.filter(original=document.original).count() >= 2
        assert not Change.objects.filter(applied_at__isnull=True).exists()
        found = engine().search(SearchQuery("publicar algo causaría un perjuicio", viewer_of(None)))
        assert found.hits[0].stored["filename"] == "demostracion-glosario-gobierno-abierto.pdf"

    def test_what_is_not_public_is_not_found(self) -> None:
        load("--wait")
        hidden = {text.filename for text in TEXTS} - {text.filename for text in PUBLISHED}

        found = engine().search(SearchQuery("evaluación capacitación secretariado", viewer_of(None), limit=50))

        assert found.total
        assert hidden.isdisjoint(hit.stored["filename"] for hit in found.hits)

    def test_what_an_earlier_run_left_unread_is_read(self) -> None:
        load()
        assert not PageText.objects.exists()

        assert load("--wait") == "Contenido de demostración: 0 agregados, 12 ya estaban."
        assert PageText.objects.exists()


def title_of(fate: Fate) -> str:
    return next(text.title for text in TEXTS if text.fate == fate)


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
