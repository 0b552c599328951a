"""The vendored letters write what Mexico writes, and weigh little (docs/fonts/README.md)."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = settings.BASE_DIR / "templates" / "static" / "fonts"
STYLE_SHEET = settings.BASE_DIR / "templates" / "static" / "css" / "site.css"
NAMES = ("main", "languages")
FIRST_VIEW = 60 * 1024
ADMINISTRATION = {"→"}
"""Only in what archivists and editors read, whose pages are set in the letters of their system."""
WRITTEN = {
    "español": "aábcdeéfghiíjklmnñoópqrstuúüvwxyz ¿?¡! «» “” ‘’ – — … ª º ° § % ‰ € $ × − · • ²³½",
    "náhuatl": "ā ē ī ō ū Ā Ē Ī Ō ꞌ Ꞌ ʼ",
    "maya": "aʼa áaʼ eʼ Maayatʼaan pʼ tʼ kʼ",
    "wixárika": "ɨ Ɨ ɨ́ ʉ ꞌ xaꞌa",
    "zapoteco": "ë Ë ꞌ n̲ x̲ ṉ ż ẍ",
    "mixteco": "ɨ ꞌ a̱ e̱ i̱ o̱ u̱ ɨ̱ à á ā ñ ŋ",
    "otomí": "a̱ e̱ o̱ u̱ A̱ E̱ O̱ U̱ ä ñ ꞌ hñähñu ø",
    "mazahua": "a̷ e̷ o̷ u̷ ŋ ø ñ",
    "mazateco": "¹ ² ³ ⁴ a̱ ą",
    "chinanteco": "ɨ ɛ ʉ ø ǿ ŋ ¹ ² ³ ⁴ ⁵ ˉ ˊ ˋ ˈ ˇ ː",
    "totonaco": "a̱ i̱ u̱ ꞌ ʼ ɬ",
    "mixe": "ä ë ö ü ɨ ʉ ꞌ",
    "amuzgo": "ⁿ ꞌ ã õ",
    "purépecha": "ï ʼ ɨ",
    "rarámuri": "ꞌ á é í",
    "chontal": "ƛ ƚ ł ʔ",
}
"""What stands in texts of each language, letters with their marks as they are typed."""


def table(name: str) -> set[int]:
    """The code points that a font is to hold."""
    lines = (settings.BASE_DIR / "docs" / "fonts" / f"{name}.txt").read_text().splitlines()
    return set(_ranges(token for line in lines for token in line.split("#")[0].split()))


@cache
def held(name: str) -> frozenset[int]:
    with TTFont(FONTS / f"noto-sans-{name}.woff2") as font:
        return frozenset(font.getBestCmap())


def declared(name: str) -> set[int]:
    """What the style sheet says of a file."""
    face = re.search(rf'noto-sans-{name}\.woff2".*?unicode-range:(.*?);', STYLE_SHEET.read_text(), re.DOTALL)
    return set(_ranges(re.findall(r"U\+([0-9A-F-]+)", face[1]))) if face else set()


def _ranges(tokens: Iterator[str] | list[str]) -> Iterator[int]:
    for token in tokens:
        first, _, last = token.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def texts() -> list[Path]:
    """Where the site's own words are: templates, code, demonstration."""
    kinds = (("templates", "*.html"), ("archive", "*.py"), ("cms", "*.py"), ("search", "*.py"), ("cms", "*.md"))
    return [path for folder, kind in kinds for path in (settings.BASE_DIR / folder).rglob(kind)]


@pytest.mark.parametrize("name", NAMES)
def test_a_font_holds_its_table_and_the_style_sheet_says_so(name: str) -> None:
    assert table(name) - held(name) == set()
    assert table(name) == declared(name)


@pytest.mark.parametrize("language", WRITTEN)
def test_each_language_can_be_written(language: str) -> None:
    """Every letter with its marks from one and the same file, as typed and composed."""
    for form in ("NFC", "NFD"):
        for letter in re.findall(r"\S[\u0300-\u036f]*", unicodedata.normalize(form, WRITTEN[language])):
            points = {ord(character) for character in letter}
            assert any(points <= held(name) & declared(name) for name in NAMES), f"{letter} {points}"


def test_a_letter_that_no_file_holds_is_noticed() -> None:
    """The control: Cyrillic is not for these pages."""
    assert not any(ord("ж") in held(name) for name in NAMES)


def test_every_word_of_the_site_is_in_the_main_font() -> None:
    used = {character for path in texts() for line in _shown(path) for character in line}
    shown = {each for each in used - ADMINISTRATION if not unicodedata.category(each).startswith("C")}
    lacking = shown - {chr(point) for name in NAMES for point in declared(name)}
    assert lacking == set()


def _shown(path: Path) -> list[str]:
    """The lines of a file that readers may meet: of code, those that are translated."""
    lines = path.read_text().splitlines()
    return lines if path.suffix != ".py" else [line for line in lines if re.search(r"\b_\(|gettext", line)]


def test_the_letters_of_a_first_view_weigh_little() -> None:
    assert sum((FONTS / f"noto-sans-{name}.woff2").stat().st_size for name in NAMES) <= FIRST_VIEW


def test_the_licence_goes_with_the_letters() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text().upper()
