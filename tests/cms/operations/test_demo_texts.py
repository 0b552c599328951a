"""The demo texts: described, marked as what they are, and the same bytes everywhere."""

import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pypdfium2
import pytest

from cms.core.dates import parse_edtf
from cms.operations.demo import pdf
from cms.operations.demo.catalogue import FILES, DemoText, Fate, Form, read_catalogue
from cms.operations.demo.markup import Heading, Item, Notice, Paragraph, Table, blocks
from tests.cms.operations.conftest import FEW

TEXTS = read_catalogue()
PUBLISHED = [text for text in TEXTS if text.fate == Fate.PUBLISHED]
PDFS = [text for text in TEXTS if text.form == Form.PDF]
SOME = [text for text in TEXTS if text.name in FEW]
BY_NAME = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
EACH_PDF = pytest.mark.parametrize("text", PDFS, ids=lambda text: text.name)
SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»…–"


def pages_of(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


class TestTexts:
    def test_there_are_thirty_to_read_and_one_of_each_other_fate(self) -> None:
        fates = [text.fate for text in TEXTS]

        assert fates.count(Fate.PUBLISHED) >= 30
        assert {fate: fates.count(fate) for fate in set(Fate) - {Fate.PUBLISHED}} == dict.fromkeys(
            set(Fate) - {Fate.PUBLISHED}, 1
        )

    def test_they_come_from_many_institutions_states_and_types(self) -> None:
        assert len({text.institution for text in PUBLISHED}) >= 18
        assert len({text.place for text in PUBLISHED if text.place}) >= 15
        assert any(not text.place for text in PUBLISHED)
        assert len({text.document_type for text in PUBLISHED}) >= 20

    def test_they_are_files_of_every_kind(self) -> None:
        assert {text.suffix for text in TEXTS} == {".pdf", ".xlsx", ".csv", ".docx", ".pptx", ".png", ".mp3"}
        assert [text.name for text in TEXTS if text.captions] == ["spot-preguntar-es-su-derecho"]
        assert [text.name for text in TEXTS if text.form == Form.SCAN] == ["acta-asamblea-del-agua"]
        assert [text.name for text in TEXTS if text.earlier] == ["plan-de-accion-agua"]

    def test_no_finished_file_is_large_or_without_its_description(self) -> None:
        finished = {path for path in FILES.iterdir() if path.suffix not in {".md", ".vtt"}}

        assert {path.stem for path in finished} == {text.name for text in TEXTS if text.form == Form.FINISHED}
        assert max(path.stat().st_size for path in finished) <= 150_000

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
    @EACH_PDF
    def test_the_same_text_gives_the_same_bytes(self, text: DemoText) -> None:
        assert sha256(pdf.render(text)).digest() == sha256(pdf.render(text)).digest()

    def test_another_process_gives_the_same_bytes(self) -> None:
        script = (
            "import hashlib, time_machine; time_machine.travel('2031-05-06').start()\n"
            "from cms.operations.demo import catalogue, pdf\n"
            "text = next(text for text in catalogue.read_catalogue() if text.form == 'pdf')\n"
            "print(hashlib.sha256(pdf.render(text)).hexdigest())"
        )
        environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": "."}
        answer = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
        )

        assert answer.stdout.strip() == sha256(pdf.render(PDFS[0])).hexdigest()

    def test_another_text_gives_other_bytes(self) -> None:
        assert pdf.render(PDFS[0]) != pdf.render(replace(PDFS[0], body="Otro."))

    @EACH_PDF
    def test_two_to_four_pages_each_with_the_footer_and_its_number(self, text: DemoText) -> None:
        pages = pages_of(pdf.render(text))

        assert 2 <= len(pages) <= 4
        for number, page in enumerate(pages, 1):
            assert pdf.FOOTER in page
            assert f"Página {number} de {len(pages)}" in page

    @EACH_PDF
    def test_the_first_page_says_that_it_is_no_official_document(self, text: DemoText) -> None:
        assert "No es un documento oficial" in " ".join(pages_of(pdf.render(text))[0].split())

    @EACH_PDF
    def test_every_word_of_the_text_is_in_the_text_layer(self, text: DemoText) -> None:
        def words(body: str) -> list[str]:
            return sorted(set(re.findall(r"\w+", body)))

        assert set(words(text.body)) <= set(words("\n".join(pages_of(pdf.render(text)))))

    def test_spanish_letters_and_signs_come_out(self) -> None:
        text = replace(PDFS[0], body=f"Signos: {SPANISH} y **{SPANISH}** también.")

        assert pages_of(pdf.render(text))[0].count(SPANISH) == 2

    def test_headings_are_an_outline(self) -> None:
        document = pypdfium2.PdfDocument(pdf.render(PDFS[0]))

        titles = [entry.get_title() for entry in document.get_toc()]

        assert titles == [PDFS[0].title, *(part.text for part in blocks(PDFS[0].body) if isinstance(part, Heading))]
