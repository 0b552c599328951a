"""Images are pages without text: their size, their drawing upright on white, and what is too large to decode."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from archive.extraction import image_bytes
from archive.extraction.contract import ExtractionError, Limits, Quality, Reason, Unit
from archive.extraction.image import DEFAULT_DPI, ImageExtraction, ImageExtractor
from tests.archive.extraction import office_samples as samples

RED, BLUE = (200, 0, 0), (0, 0, 200)


def opened(path: Path, limits: Limits | None = None) -> ImageExtraction:
    return ImageExtractor().open(path, limits or Limits())


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def two_colours(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def is_near(colour: object, expected: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(int(a) - b) < 60 for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize("code", sorted(samples.IMAGES))
def test_an_image_is_a_page_without_text(tmp_path: Path, code: str) -> None:
    extraction = opened(samples.picture(tmp_path / f"foto.{code}"))
    (page,) = extraction.pages()
    assert (extraction.head.unit, extraction.head.has_images, extraction.head.page_count) == (Unit.PAGE, True, 1)
    assert (page.text, page.quality, page.label) == ("", Quality.EMPTY, "")
    assert (page.width, page.height) == (300 * 72 / DEFAULT_DPI, 200 * 72 / DEFAULT_DPI)
    assert drawn(extraction.draw(1, 150)).size == (150, 100)
    assert drawn(extraction.cover(60)).size == (60, 40)
    scan = drawn(extraction.scan(1, 300))
    assert (scan.mode, scan.size, round(scan.info["dpi"][0])) == ("L", (600, 400), 300)
    assert extraction.words(1) == ()
    extraction.close()


@pytest.mark.parametrize(
    "kind",
    ["1 tif", "L jpg", "LA png", "P png", "RGBA png", "CMYK jpg", "CMYK tif", "I;16 png", "I;16 tif", "YCbCr jpg"],
)
def test_every_kind_of_colour_is_drawn_and_scanned(tmp_path: Path, kind: str) -> None:
    mode, suffix = kind.split()
    grey = Image.linear_gradient("L").resize((400, 400))
    image = (
        grey.convert("I").point(lambda value: value * 257).convert("I;16") if mode == "I;16" else grey.convert(mode)
    )
    image.save(tmp_path / f"foto.{suffix}")
    extraction = opened(tmp_path / f"foto.{suffix}")
    shown = drawn(extraction.draw(1, 100)).convert("L")
    top, bottom = shown.crop((0, 0, 100, 10)).tobytes(), shown.crop((0, 90, 100, 100)).tobytes()
    assert max(top) < 60
    assert min(bottom) > 190
    assert drawn(extraction.scan(1, 150)).size == (400, 400)


def test_pages_of_a_tiff_and_its_resolution(tmp_path: Path) -> None:
    frames = [Image.new("1", (1700, 2200), 1), Image.new("1", (2200, 1700), 1)]
    path = tmp_path / "actas.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="group4", dpi=(200, 200))
    extraction = opened(path)
    assert [(page.number, page.width, page.height) for page in extraction.pages()] == [(1, 612, 792), (2, 792, 612)]
    assert drawn(extraction.draw(2, 220)).size == (220, 170)
    with pytest.raises(ExtractionError):
        extraction.draw(3, 220)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [((300, 300), (96, 48)), ((200, 100), (144, 144)), ((72, 72), (192, 96)), ((10_000, 10_000), (192, 96))],
    ids=["measured", "a fax", "what programs write by default", "absurd"],
)
def test_the_size_of_a_page(tmp_path: Path, stated: tuple[int, int], expected: tuple[int, int]) -> None:
    two_colours().save(tmp_path / "foto.tif", dpi=stated)
    extraction = opened(tmp_path / "foto.tif")
    (page,) = extraction.pages()
    assert (page.width, page.height) == pytest.approx(expected)
    width, height = drawn(extraction.draw(1, 120)).size
    assert width / height == pytest.approx(expected[0] / expected[1], rel=0.02)


def test_a_photograph_is_shown_upright_and_tells_nothing_else(tmp_path: Path) -> None:
    image = two_colours()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Cámara de prueba"
    image.save(tmp_path / "foto.jpg", exif=exif)
    extraction = opened(tmp_path / "foto.jpg")
    (page,) = extraction.pages()
    assert page.height == 2 * page.width
    upright = drawn(extraction.draw(1, 100))
    assert upright.size == (100, 200)
    assert is_near(upright.getpixel((50, 20)), RED)
    assert is_near(upright.getpixel((50, 180)), BLUE)
    assert not upright.getexif()


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "sello.png")
    assert is_near(drawn(opened(tmp_path / "sello.png").draw(1, 20)).getpixel((10, 10)), (255, 255, 255))


def test_a_very_tall_cover_is_cut_below(tmp_path: Path) -> None:
    two_colours((100, 2000)).save(tmp_path / "tira.png")
    extraction = opened(tmp_path / "tira.png")
    assert drawn(extraction.cover(50)).size == (50, 150)
    assert drawn(extraction.draw(1, 50)).size == (50, 1000)


def test_an_animation_is_one_page(tmp_path: Path) -> None:
    two_colours().save(tmp_path / "aviso.gif", save_all=True, append_images=[Image.new("RGB", (400, 200))])
    assert opened(tmp_path / "aviso.gif").head.page_count == 1


def test_a_scan_is_no_larger_than_its_limit(tmp_path: Path) -> None:
    Image.new("1", (6000, 8000), 1).save(tmp_path / "plano.tif", compression="group4", dpi=(150, 150))
    width, height = drawn(opened(tmp_path / "plano.tif").scan(1, 600)).size
    assert width * height == pytest.approx(image_bytes.MOST_PIXELS, rel=0.01)


def huge_png(path: Path, side: int, colour: int = 2) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", side, side, 8, colour, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize("side", [60_000, 9_000])
def test_what_is_too_large_is_refused_before_it_is_decoded(tmp_path: Path, side: int) -> None:
    with pytest.raises(ExtractionError) as caught:
        opened(huge_png(tmp_path / "plano.png", side))
    assert caught.value.reason == Reason.TOO_MUCH_MEMORY


def test_more_pages_than_a_file_may_have(tmp_path: Path) -> None:
    frames = [Image.new("1", (8, 8))] * 5
    frames[0].save(tmp_path / "actas.tif", save_all=True, append_images=frames[1:])
    with pytest.raises(ExtractionError) as caught:
        opened(tmp_path / "actas.tif", Limits(pages=4))
    assert caught.value.reason == Reason.TOO_MANY_PAGES


def test_the_kind_of_another_image_is_no_damage(tmp_path: Path) -> None:
    """What a file is was found out before; its name says nothing here."""
    two_colours().save(tmp_path / "foto.jpg", "PNG")
    assert opened(tmp_path / "foto.jpg").head.page_count == 1
