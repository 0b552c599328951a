"""What every extractor promises, whatever it reads."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archive.extraction.contract import BlockKind, Extraction, ExtractionError, Limits, Reason, Unit
from archive.extraction.registry import EXTRACTORS, extractor_for
from archive.extraction.sandbox import ExtractionPool
from archive.formats import FORMATS, sniff
from tests.archive.extraction import office_samples as samples

CODES = sorted(samples.MAKERS)
UNITS = {
    Unit.PAGE: {"pdf", *samples.IMAGES},
    Unit.SECTION: {"docx", "doc", "odt", "rtf", "txt", "html", "eml"},
    Unit.SHEET: {"xlsx", "ods", "csv"},
    Unit.SLIDE: {"pptx", "odp"},
}
TEXTS_TO_THEIR_END = frozenset({"txt", "csv", "html", "eml"})
"""What is left of them is a text too."""


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(1) as opened:
        yield opened


@pytest.fixture
def healthy(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return samples.MAKERS[request.param](tmp_path / f"original.{request.param}")


every_format = pytest.mark.parametrize("healthy", CODES, indirect=True, ids=CODES)


def refusal(path: Path, limits: Limits | None = None) -> Reason:
    with pytest.raises(ExtractionError) as caught:
        samples.read(path, limits)
    return caught.value.reason


def test_every_extractor_is_in_the_contract() -> None:
    not_texts = ("audio/", "video/")
    claimed = {each for extractor in EXTRACTORS for each in extractor.media_types if not each.startswith(not_texts)}
    assert claimed == {FORMATS[code].media_type for code in CODES}


@every_format
def test_a_file_is_what_its_reader_expects(healthy: Path) -> None:
    assert sniff(healthy, healthy.name).media_type == samples.media_type(healthy)


@every_format
def test_pages_are_counted_from_one_and_their_parts_lie_in_them(healthy: Path) -> None:
    extraction = samples.read(healthy)
    assert healthy.suffix[1:] in UNITS[extraction.head.unit]
    assert [page.number for page in extraction.pages] == list(range(1, extraction.head.page_count + 1))
    assert extraction.pages
    for page in extraction.pages:
        assert unicodedata.is_normalized("NFC", page.text)
        spans = [(each.start, each.end) for each in page.blocks]
        assert all(start < end for start, end in spans)
        assert sorted(spans) == spans
        assert all(before[1] < after[0] for before, after in pairwise(spans))
        assert not spans or (spans[0][0], spans[-1][1]) == (0, len(page.text))
        assert not page.lines or all(0 <= each.start <= each.end <= len(page.text) for each in page.lines)
    assert all(1 <= each.page <= extraction.head.page_count and each.title for each in extraction.head.outline)
    assert_clean(extraction)


def assert_clean(extraction: Extraction) -> None:
    """Tabs stand between cells and nowhere else, and nothing is there that nobody sees."""
    for page in extraction.pages:
        outside = list(page.text)
        for block in page.blocks:
            if block.kind == BlockKind.TABLE:
                outside[block.start : block.end] = " " * (block.end - block.start)
        assert "\t" not in outside
        assert not {unicodedata.category(each) for each in set(page.text) - {"\n", "\t"}} & {"Cc", "Cs", "Cn"}
        assert "  " not in page.text


@every_format
def test_a_child_process_reads_the_same(healthy: Path, pool: ExtractionPool) -> None:
    here, there = samples.read(healthy), pool.extract(healthy, samples.media_type(healthy))
    assert there.head == here.head
    assert [(page.text, page.blocks) for page in there.pages] == [(page.text, page.blocks) for page in here.pages]


@every_format
def test_pages_are_drawn_where_the_head_says_so(healthy: Path, pool: ExtractionPool) -> None:
    media_type = samples.media_type(healthy)
    assert pool.words(healthy, media_type, 1, 10_000) == () or healthy.suffix == ".pdf"
    if samples.read(healthy).head.has_images:
        assert Image.open(io.BytesIO(pool.cover(healthy, media_type, 60))).width == 60
        assert Image.open(io.BytesIO(pool.draw(healthy, media_type, 1, 90))).width == 90
        assert Image.open(io.BytesIO(pool.scan(healthy, media_type, 1, 72))).mode == "L"
    else:
        for ask in (pool.draw, pool.scan):
            with pytest.raises(ExtractionError):
                ask(healthy, media_type, 1, 60)
        with pytest.raises(ExtractionError):
            pool.cover(healthy, media_type, 60)


@every_format
def test_an_empty_file_says_so(healthy: Path) -> None:
    healthy.write_bytes(b"")
    assert refusal(healthy) == Reason.EMPTY


@every_format
@pytest.mark.parametrize("percent", [1, 30, 60, 97])
def test_a_truncated_file_is_damaged(healthy: Path, percent: int) -> None:
    content = healthy.read_bytes()
    healthy.write_bytes(content[: max(1, len(content) * percent // 100)])
    if healthy.suffix[1:] in TEXTS_TO_THEIR_END:
        is_without_header = healthy.suffix == ".eml" and percent == 1
        assert is_without_header or samples.read(healthy).pages
    elif healthy.suffix == ".pdf" and percent > 30:
        assert samples.read(healthy).head.repaired, "what is left of its pages is found"
    else:
        assert refusal(healthy) == Reason.DAMAGED


@every_format
def test_noise_is_damaged(healthy: Path) -> None:
    if healthy.suffix[1:] not in TEXTS_TO_THEIR_END:
        healthy.write_bytes(bytes(range(1, 256)) * 40)
        assert refusal(healthy) == Reason.DAMAGED


@every_format
def test_other_bytes_inside_are_damage_or_read(healthy: Path) -> None:
    """One byte after the other is changed: a file is read or refused, and nothing else ever happens."""
    content = healthy.read_bytes()
    for number in range(40):
        changed = bytearray(content)
        changed[number * len(content) // 40] ^= 0xFF
        healthy.write_bytes(bytes(changed))
        with suppress(ExtractionError):
            samples.read(healthy)


@pytest.mark.parametrize("code", sorted(set(CODES) - samples.IMAGES - {"pdf"}))
def test_more_text_than_a_file_may_have(tmp_path: Path, code: str) -> None:
    assert refusal(samples.MAKERS[code](tmp_path / f"acta.{code}"), Limits(text_bytes=20)) == Reason.TOO_MUCH_TEXT


@pytest.mark.parametrize("code", ["docx", "doc", "odt", "rtf", "pptx", "odp"])
def test_more_pages_than_a_file_may_have(tmp_path: Path, code: str) -> None:
    assert refusal(samples.MAKERS[code](tmp_path / f"acta.{code}"), Limits(pages=1)) == Reason.TOO_MANY_PAGES


@pytest.mark.parametrize("code", ["docx", "xlsx", "pptx", "doc", "odt", "pdf"])
def test_a_password_is_named(tmp_path: Path, code: str) -> None:
    path = tmp_path / f"acta.{code}"
    if code == "doc":
        samples.old_word(path, flags=0x0300)
    elif code == "odt":
        samples.locked_open(path)
    elif code == "pdf":
        with pikepdf.open(samples.MAKERS["pdf"](tmp_path / "abierta.pdf")) as document:
            document.save(path, encryption=pikepdf.Encryption(owner="dueña", user="clave"))
    else:
        samples.locked_office(path)
    assert sniff(path, path.name).code == code
    assert refusal(path) == Reason.ENCRYPTED


def test_one_extractor_answers_for_a_media_type() -> None:
    for code in CODES:
        assert FORMATS[code].media_type in extractor_for(FORMATS[code].media_type).media_types
