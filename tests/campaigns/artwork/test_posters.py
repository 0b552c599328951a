"""Posters and leaflets as printers and programs get them."""

import io
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pypdfium2
import pytest

from campaigns.artwork import posters, qr
from campaigns.artwork.contents import Contents
from campaigns.artwork.posters import SHEET_FORMATS
from campaigns.artwork.sheets import POINT
from campaigns.artwork.typesetting import DoesNotFit
from tests.campaigns.artwork.drawn import Plain, told

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def printed(code: str, for_press: bool = False, contents: Contents | None = None) -> posters.Printed:
    told_of = contents or told(picture=Plain())
    return posters.render(told_of, SHEET_FORMATS[code], for_press=for_press, made_at=DAY)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.replace("\ufffe", "").split())


@pytest.mark.parametrize("code", list(SHEET_FORMATS))
def test_all_that_it_says_is_text(code: str) -> None:
    text, contents = text_of(printed(code).content), told()
    for said in (contents.title, *contents.messages, contents.call, "acervo.example.mx/c/123", contents.signed):
        assert said in text, said
    assert "Foto de prueba · CC BY 4.0" in text


@pytest.mark.parametrize("code", list(SHEET_FORMATS))
def test_it_has_the_size_of_its_paper(code: str) -> None:
    form = SHEET_FORMATS[code]
    with pikepdf.open(io.BytesIO(printed(code).content)) as document:
        for page in document.pages:
            box = [float(each) * POINT for each in page.mediabox]
            assert box == pytest.approx([0, 0, form.width, form.height], abs=0.1)


def test_for_the_press_it_bleeds_and_says_where_to_cut() -> None:
    form = SHEET_FORMATS["cartel-carta"]
    with pikepdf.open(io.BytesIO(printed("cartel-carta", True).content)) as document:
        page = document.pages[0]
        trim, bleed, media = (
            [float(each) * POINT for each in box] for box in (page.trimbox, page.bleedbox, page.mediabox)
        )
    assert trim[2] - trim[0] == pytest.approx(form.width, abs=0.1)
    assert trim[0] - bleed[0] == pytest.approx(3, abs=0.1)
    assert media[2] == pytest.approx(form.width + 20, abs=0.1)
    image = _drawn(printed("cartel-carta", True).content, 2)
    beyond, outside = round(8 / POINT * 2), round(4 / POINT * 2)
    assert image.getpixel((image.width // 2, beyond)) != (255, 255, 255)
    assert image.getpixel((image.width // 2, outside)) == (255, 255, 255)


def _drawn(content: bytes, scale: float, number: int = 0):  # type: ignore[no-untyped-def]
    document = pypdfium2.PdfDocument(content)
    image = document[number].render(scale=scale).to_pil().convert("RGB")
    document.close()
    return image


def test_the_printed_code_is_that_of_the_address() -> None:
    """No decoder is at hand: each module that is seen is compared with the code of the address (ISO/IEC 18004)."""
    image = _drawn(printed("cartel-carta").content, 4).convert("L").point(lambda value: 255 if value > 127 else 0)
    grid = qr.modules(told().address)
    left, top, side = _code_in(image, len(grid))
    module = side / len(grid)
    seen = [
        [
            image.getpixel((round(left + (x + 0.5) * module), round(top + (y + 0.5) * module))) == 0
            for x in range(len(grid))
        ]
        for y in range(len(grid))
    ]
    assert seen == grid
    assert qr.modules("https://otra.example.mx/c/124") != grid
    quiet = image.crop((round(left - 3 * module), round(top - 3 * module), round(left), round(top + side)))
    assert quiet.getextrema() == (255, 255)


def _code_in(image, count: int) -> tuple[float, float, float]:  # type: ignore[no-untyped-def]
    """Where the code is: the dark pixels of the left quarter of the foot."""
    foot = round(image.height * 0.79)
    part = image.crop((0, foot, round(image.width * 0.29), image.height))
    box = part.point(lambda value: 255 - value).getbbox()
    assert box
    return box[0], foot + box[1], box[2] - box[0]


def test_programs_that_read_aloud_get_language_title_and_structure() -> None:
    with pikepdf.open(io.BytesIO(printed("cartel-carta").content)) as document:
        root = document.Root
        assert str(root.Lang) == "es-MX"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.Title) == told().title
        kinds = _kinds(root.StructTreeRoot)
        fonts = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
        embedded = all(
            "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            for page in document.pages
            for font in page.Resources.Font.values()
        )
    assert {"/H1", "/P", "/LI", "/Figure"} <= set(kinds)
    assert {alt for kind, alt in kinds.items() if kind == "/Figure"} != {""}
    assert embedded
    assert all("NotoSans" in name.replace("-", "").replace(" ", "") for name in fonts)


def _kinds(element) -> dict[str, str]:  # type: ignore[no-untyped-def]
    found: dict[str, str] = {}
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found[str(child.S)] = str(child.get("/Alt", ""))
            found |= _kinds(child) if isinstance(child.get("/K"), pikepdf.Array) else {}
    return found


def test_steps_without_a_place_are_left_to_the_leaflet_and_said_to_be() -> None:
    many = told(steps=tuple(f"Haga este paso con calma, y luego el que sigue, número {n}" for n in range(30)))
    made = posters.render(many, SHEET_FORMATS["cartel-carta"], for_press=False, made_at=DAY)
    assert made.left_out
    assert "Preguntar es su derecho" in text_of(made.content)
    assert not printed("cartel-carta", False, told()).left_out
    assert "Escriba su pregunta" in text_of(printed("cartel-carta", False, told()).content)


def test_what_fits_nowhere_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        posters.render(
            told(messages=("Una frase que se repite muchas veces. " * 20,) * 5),
            SHEET_FORMATS["cartel-carta"],
            for_press=False,
            made_at=DAY,
        )


def test_folds_are_marked_outside_only() -> None:
    image = _drawn(printed("triptico-carta", True).content, 2)
    form, around = SHEET_FORMATS["triptico-carta"], 10 / POINT * 2
    flap = (form.width / 3 - 1) / POINT * 2 + around
    column = [image.getpixel((round(flap), y)) for y in range(round(around * 0.6))]
    assert any(sum(pixel) < 500 for pixel in column)
