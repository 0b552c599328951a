"""PPTX and ODP: slides in their order, with their title first and the speaker's notes last."""

from __future__ import annotations

from pathlib import Path

import pptx
import pytest

from archive.extraction.contract import Outline, Unit
from tests.archive.extraction import office_samples as samples
from tests.archive.extraction.office_samples import PROSE, blocks, read


def test_slides_of_powerpoint(tmp_path: Path) -> None:
    extraction = read(samples.presentation(tmp_path / "platica.pptx"))
    assert (extraction.head.unit, extraction.head.page_count, extraction.head.has_images) == (Unit.SLIDE, 2, False)
    assert extraction.head.outline == (Outline("Parlamento Abierto", 1, 0), Outline("Avances", 2, 0))
    assert blocks(extraction) == [
        ("heading", "Parlamento Abierto"),
        ("item", PROSE),
        ("heading", "Notas"),
        ("paragraph", "Saludar a la mesa"),
        ("heading", "Avances"),
        ("table", "Estado\tAvance\nOaxaca\t80 %"),
    ]


def test_open_slides_begin_with_their_title(tmp_path: Path) -> None:
    extraction = read(samples.open_slides(tmp_path / "platica.odp"))
    assert (extraction.head.unit, extraction.head.page_count) == (Unit.SLIDE, 2)
    assert blocks(extraction) == [
        ("heading", "Parlamento Abierto"),
        ("paragraph", PROSE),
        ("heading", "Avances"),
        ("paragraph", "Oaxaca va al frente"),
    ]


@pytest.mark.parametrize("is_hidden", [False, True])
def test_groups_are_read_and_hidden_slides_say_so(tmp_path: Path, is_hidden: bool) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 100, 100).text_frame.text = "En un grupo"
    if is_hidden:
        slide._element.set("show", "0")
    show.slides.add_slide(show.slide_layouts[6])
    show.save(str(tmp_path / "platica.pptx"))
    extraction = read(tmp_path / "platica.pptx")
    assert blocks(extraction) == [("paragraph", "En un grupo")]
    assert [page.label for page in extraction.pages] == ["(oculta)" if is_hidden else "", ""]
