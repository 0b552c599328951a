"""What the text of a page is worth."""

from __future__ import annotations

import pytest

from archive.extraction.contract import Line, Quality
from archive.extraction.quality import judge, judge_beside_images, noise, share_of_frequent_words

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
