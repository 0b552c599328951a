"""DOCX, ODT, DOC and RTF: sections, headings, items, tables, and what does not belong to the text."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import text as odf_text
from odf.opendocument import OpenDocumentText

from archive.extraction.contract import ExtractionError, Outline, Reason, Unit
from archive.extraction.page_builder import LONGEST_SECTION, SECTION_LENGTH
from tests.archive.extraction import office_samples as samples
from tests.archive.extraction.office_samples import PROSE, blocks, read

FORMATS = ["docx", "doc", "odt", "rtf"]


@pytest.mark.parametrize("code", FORMATS)
def test_a_text_is_read_by_section_with_what_its_paragraphs_are(tmp_path: Path, code: str) -> None:
    extraction = read(samples.MAKERS[code](tmp_path / f"acta.{code}"))
    assert extraction.head.unit == Unit.SECTION
    assert not extraction.head.has_images
    assert blocks(extraction) == [
        ("heading", "Capítulo primero"),
        ("paragraph", PROSE),
        ("item", "Los planos de la obra"),
        ("table", "Concepto\tMonto\nAgua potable\t10 000"),
        ("heading", "Capítulo segundo"),
        ("paragraph", "Se levanta la sesión"),
    ]
    assert [page.text.split("\n")[0] for page in extraction.pages] == ["Capítulo primero", "Capítulo segundo"]
    assert extraction.head.outline == (Outline("Capítulo primero", 1, 0), Outline("Capítulo segundo", 2, 0))


def saved(document: object, path: Path) -> Path:
    document.save(str(path))  # type: ignore[attr-defined]
    return path


def test_a_text_without_headings_is_cut_about_every_page_where_paragraphs_end(tmp_path: Path) -> None:
    document = docx.Document()
    for number in range(200):
        document.add_paragraph(f"{number}. {PROSE}")
    pages = read(saved(document, tmp_path / "acta.docx")).pages
    assert len(pages) > 2
    assert all(0.9 * SECTION_LENGTH < len(page.text) <= 1.1 * SECTION_LENGTH for page in pages[:-1])
    assert "\n".join(page.text for page in pages).count(PROSE) == 200


def test_a_paragraph_and_a_table_longer_than_a_section_go_on_in_the_next(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(" ".join([PROSE] * 400))
    document.add_heading("Tabla", 2)
    grid = document.add_table(1, 2)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Concepto", "Monto"
    row = grid.rows[0]._tr
    for _ in range(600):
        row.addnext(parse_xml(f"<w:tr {nsdecls('w')}><w:tc><w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p></w:tc></w:tr>"))
    pages = read(saved(document, tmp_path / "acta.docx")).pages
    tables = [
        page.text[each.start : each.end] for page in pages for each in page.blocks if each.kind.value == "table"
    ]
    assert all(len(page.text) < 1.1 * LONGEST_SECTION for page in pages)
    assert len(tables) > 1
    assert all(each.startswith("Concepto\tMonto\n") for each in tables)
    assert sum(page.text.count("municipal") for page in pages) == 1000


def test_titles_and_styles_of_ones_own_are_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Reglamento", style="Title")
    document.styles.add_style("Título 2", 1)
    document.add_paragraph("De los plazos", style="Título 2")
    own = document.styles.add_style("Encabezado del municipio", 1)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("De los plazos cortos", style=own)
    document.add_paragraph(PROSE)
    extraction = read(saved(document, tmp_path / "acta.docx"))
    assert [(each.title, each.depth) for each in extraction.head.outline] == [
        ("Reglamento", 0),
        ("De los plazos", 1),
        ("De los plazos cortos", 2),
    ]
    assert len(extraction.pages) == 1, "headings one after the other begin one section"


def test_what_was_deleted_or_is_said_twice_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Antes ")._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            "<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
            "<w:p><w:r><w:t>En un recuadro</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
            "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>En un recuadro</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    paragraph = document.add_paragraph("Queda")._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>borrado</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:moveFrom {nsdecls('w')}><w:r><w:t>movido</w:t></w:r></w:moveFrom>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> lo nuevo</w:t></w:r></w:ins>"))
    found = blocks(read(saved(document, tmp_path / "acta.docx")))
    assert [text for _, text in found] == ["Antes", "En un recuadro", "Queda lo nuevo"]


def test_cells_keep_their_columns_and_a_frame_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    grid = document.add_table(3, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Concepto"
    grid.cell(0, 2).text = "Monto"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "Agua"
    for row in (1, 2):
        grid.cell(row, 1).text, grid.cell(row, 2).text = f"toma {row}", f"{row}00"
    grid.cell(1, 1).add_table(1, 2).cell(0, 1).text = "anidada"
    document.add_table(1, 1).cell(0, 0).text = "Un marco"
    found = blocks(read(saved(document, tmp_path / "acta.docx")))
    assert found == [
        ("table", "Concepto\t\tMonto\nAgua\ttoma 1 anidada\t100\n\ttoma 2\t200"),
        ("paragraph", "Un marco"),
    ]


def test_line_breaks_stay_and_signs_of_the_program_become_letters(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Calle 5")
    run.add_break()
    run.add_text("Colonia\tCentro")
    for xml in ("noBreakHyphen", "softHyphen"):
        run._r.append(parse_xml(f"<w:{xml} {nsdecls('w')}/>"))
    run._r.append(parse_xml(f"<w:t {nsdecls('w')}>norte: A\u0301rbol\u00a0\u200b</w:t>"))
    assert blocks(read(saved(document, tmp_path / "acta.docx"))) == [
        ("paragraph", "Calle 5\nColonia Centro-norte: Árbol")
    ]


def test_footnotes_follow_the_text(tmp_path: Path) -> None:
    document = OpenDocumentText()
    paragraph = odf_text.P(text="Se aprueba")
    note = odf_text.Note(noteclass="footnote")
    note.addElement(odf_text.NoteCitation(text="1"))
    body = odf_text.NoteBody()
    body.addElement(odf_text.P(text="Con tres votos"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" el acta")
    document.text.addElement(paragraph)
    found = blocks(read(saved(document, tmp_path / "acta.odt")))
    assert [text for _, text in found] == ["Se aprueba el acta", "Con tres votos"]


def test_a_text_that_is_only_an_image_is_one_page_without_text(tmp_path: Path) -> None:
    extraction = read(saved(docx.Document(), tmp_path / "acta.docx"))
    assert [page.quality.value for page in extraction.pages] == ["empty"]


def test_letters_of_rtf_in_other_encodings(tmp_path: Path) -> None:
    path = samples.rich(tmp_path / "acta.rtf")
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252\uc2\u8364 EU y {\*\oculto nada}\'93comillas\'94 \u-10179 xx\u-8704 xx\bin3 }}}fin}"
    )
    assert blocks(read(path)) == [("paragraph", "€ y “comillas” 😀fin")]


@pytest.mark.parametrize(
    ("flags", "version", "reason"),
    [(0x0300, 0x00C1, Reason.ENCRYPTED), (0x0200, 0x0068, Reason.DAMAGED)],
    ids=["with a password", "before Word 97"],
)
def test_old_files_that_are_not_read(tmp_path: Path, flags: int, version: int, reason: Reason) -> None:
    with pytest.raises(ExtractionError) as caught:
        read(samples.old_word(tmp_path / "acta.doc", flags, version))
    assert caught.value.reason == reason
