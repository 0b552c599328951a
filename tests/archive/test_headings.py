"""A table of contents from headings that stand in the text."""

import pytest

from archive.extraction.contract import Outline
from archive.headings import outline_of


def test_parts_are_ranked_and_named_by_the_line_below() -> None:
    pages = [
        (1, "TÍTULO PRIMERO\nDISPOSICIONES DE LA PRUEBA\nCapítulo I\nDel objeto\nArtículo 1. Este texto prueba."),
        (2, "siguen renglones\nCAPÍTULO II. De los sujetos\nArtículo 2. Otro texto."),
        (5, "TÍTULO SEGUNDO\nArtículo 9. Sin nombre.\nTRANSITORIOS\nPrimero. Entra en vigor."),
    ]
    assert outline_of(pages) == (
        Outline("TÍTULO PRIMERO. DISPOSICIONES DE LA PRUEBA", 1, 0),
        Outline("Capítulo I. Del objeto", 1, 1),
        Outline("CAPÍTULO II. De los sujetos", 2, 1),
        Outline("TÍTULO SEGUNDO", 5, 0),
        Outline("TRANSITORIOS", 5, 1),
    )


@pytest.mark.parametrize(
    "line",
    [
        "capítulo II de esta ley dice otra cosa",
        "Título profesional de licenciatura",
        "Capítulo I, artículo 3, fracción II;",
        "Sección técnica de archivos",
        "Sección de fomento a la lectura",
        "Anexo se envía el oficio",
        "Transitorios del decreto anterior quedan sin efecto",
        "Capítulo II " + "y palabras " * 12,
    ],
)
def test_sentences_that_begin_alike_are_no_headings(line: str) -> None:
    headings = "CAPÍTULO I\nPrimero\nCAPÍTULO II\nSegundo"
    assert len(outline_of([(1, headings), (2, line)])) == 2


def test_a_printed_table_of_contents_is_not_taken_for_the_parts() -> None:
    printed = "\n".join(f"Capítulo {number}" for number in range(1, 9))
    pages = [(1, printed), *((number + 1, f"Capítulo {number}\nNombre") for number in range(1, 9))]
    assert [each.page for each in outline_of(pages)] == list(range(2, 10))


def test_one_heading_is_no_table_of_contents() -> None:
    assert outline_of([(1, "CAPÍTULO I\nDe la prueba")]) == ()
