"""What the text of a page is worth."""

from __future__ import annotations

import pytest

from archive.extraction.contract import ExtractedPage, Line, Quality
from archive.extraction.quality import (
    broken_words,
    judge,
    judge_beside_images,
    noise,
    settled,
    share_of_frequent_words,
)

PROSE = (
    "El consejo municipal aprueba el acuerdo por unanimidad de votos y lo publica en la gaceta del municipio. " * 2
)
HEIGHT = 792.0


@pytest.mark.parametrize("text", ["", "14", "• — •", "iv"])
def test_a_page_without_a_handful_of_letters_is_empty(text: str) -> None:
    assert judge(text) == Quality.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "Acuerdo",
        "El consejo municipal aprueba el acuerdo por unanimidad de votos.",
        "\n".join(f"{row} $1,2{row}0.00 3,4{row}1.50 12% 2013" for row in range(30)),
        "\n".join(f"GTO RDL {row} KLO BLVD" for row in range(30)),
        "In mexihcah altepetl quipiyah tlanahuatilli ihuan nochi tlacameh huelitih quimatizqueh tlen mochihua",
        "Le a'almajt'aano' ku ya'alik tuláakal máak yaan u páajtalil u k'ajóoltik ba'ax ku beetik",
        "Every person has the right of access to information held by public bodies and the state guarantees it",
        "Ο νόμος για την πρόσβαση των πολιτών στα έγγραφα της δημόσιας διοίκησης του κράτους",
    ],
)
def test_words_and_figures_are_good(text: str) -> None:
    assert judge(text) == Quality.GOOD


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue002 \ue003\ue004\ue005 \ue006\ue007",
        "acta \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd sesión",
        "/H\\ *HQHUDO GH 7UDQVSDUHQFLD \\ $FFHVR D OD ,QIRUPDFLyQ 3~EOLFD GHO (VWDGR GH 0p[LFR",
        PROSE.translate(str.maketrans("abcdefghilmnopqrstuvy", "kwxjqzyfgvbhmwpkxcjzq")),
        "~\"~\" |_| ;;' }{ ~~ ^.^ \\\\ |/| <>< ]]] {{ ]' ;_; :: n0o_x y|u e]r",
    ],
)
def test_glyphs_without_meaning_and_garbage_are_poor(text: str) -> None:
    assert judge(text) == Quality.POOR


def lines(text: str, top: float) -> list[Line]:
    return [Line(0, len(text), 72, top, 540, top + 12)]


@pytest.mark.parametrize(
    ("text", "top", "share", "expected"),
    [
        (PROSE, 300, 1.0, Quality.GOOD),
        ("Archivo General del Estado - digitalizado el 3 de mayo de 2021 - folio 12", 20, 1.0, Quality.EMPTY),
        ("Archivo General del Estado - digitalizado el 3 de mayo de 2021 - folio 12", 770, 1.0, Quality.EMPTY),
        ("Política Nacional Anticorrupción, propuesta de diciembre de 2018", 300, 1.0, Quality.GOOD),
        ("COPIA SIN VALOR", 300, 1.0, Quality.EMPTY),
        ("Página 3", 770, 0.1, Quality.EMPTY),
        ("Manual de archivo del municipio", 300, 0.4, Quality.GOOD),
        (PROSE.replace("e", "~", 8), 300, 1.0, Quality.POOR),
        (PROSE.replace("e", "~", 8), 300, 0.1, Quality.GOOD),
        (PROSE.replace("e", "~", 1), 300, 1.0, Quality.SUSPECT),
        (PROSE.replace("e", "~", 1), 300, 0.1, Quality.GOOD),
    ],
)
def test_beside_images_short_and_noisy_texts_are_suspect(
    text: str, top: float, share: float, expected: Quality
) -> None:
    assert judge_beside_images(text, lines(text, top), HEIGHT, share) == expected


def test_noise_and_frequent_words_tell_prose_from_garbage() -> None:
    assert noise(PROSE) == 0
    assert noise("a~b c|d " * 10) == 1
    assert share_of_frequent_words(PROSE) > 0.4
    assert share_of_frequent_words("") == 0


@pytest.mark.parametrize(
    "token", ["Accc~o", "Articu[o", "Dato~", "SECRETAR1OS", "PROTECCiÓN", "InstÍtuto", "Per:mnal", '\'""~_o<>,.-']
)
def test_words_with_what_no_word_has_are_broken(token: str) -> None:
    assert broken_words(f"el {token} de la") == 1


NOT_BROKEN = """
«Acuerdo», A/12 03-A 2014.-El $1,250.00 (RÚBRICA). [...] ………… ____ ------ ADN IVA 1°.-
a_b@municipio.mx https://sitio.mx/a?b=c|d a'almajt'aano' tlahtoa̱ni
"""


@pytest.mark.parametrize("token", NOT_BROKEN.split())
def test_codes_amounts_addresses_and_leaders_are_not(token: str) -> None:
    assert broken_words(f"el {token} de la") == 0


def pages(*qualities: Quality) -> list[ExtractedPage]:
    return [ExtractedPage(number, "", PROSE, 612, HEIGHT, quality) for number, quality in enumerate(qualities, 1)]


SUSPECT, GOOD, POOR = Quality.SUSPECT, Quality.GOOD, Quality.POOR


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([GOOD, SUSPECT, GOOD, SUSPECT], [GOOD] * 4),
        ([GOOD, SUSPECT, POOR], [GOOD, POOR, POOR]),
        ([SUSPECT] * 3, [GOOD] * 3),
        ([SUSPECT] * 4 + [GOOD] * 3, [POOR] * 4 + [GOOD] * 3),
        ([SUSPECT] * 4 + [GOOD] * 4, [GOOD] * 8),
        ([], []),
    ],
)
def test_suspicion_falls_on_files_that_have_bad_pages_or_many_suspects(
    found: list[Quality], expected: list[Quality]
) -> None:
    assert [page.quality for page in settled(pages(*found))] == expected
