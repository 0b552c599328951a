"""What the text of a page is worth."""

from __future__ import annotations

import pytest

from archive.extraction.contract import Quality
from archive.extraction.quality import judge


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
        "~\"~\" |_| ;;' }{ ~~ ^.^ \\\\ |/| <>< ]]] {{ ]' ;_; :: n0o_x y|u e]r",
    ],
)
def test_glyphs_without_meaning_and_garbage_are_poor(text: str) -> None:
    assert judge(text) == Quality.POOR
