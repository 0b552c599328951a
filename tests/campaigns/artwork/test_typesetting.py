"""Lines as Spanish breaks them."""

import pytest

from campaigns.artwork.typesetting import (
    NBSP,
    DoesNotFit,
    bind,
    break_lines,
    fit,
    lacks_opening_mark,
    steps_down,
)


def width(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("pan y agua", "pan y~agua"),
        ("va a casa o a pie", "va a~casa o~a~pie"),
        ("en 20 días", "en 20~días"),
        ("sube 5 % hoy", "sube 5~% hoy"),
        ("el 15 de abril", "el 15~de~abril"),
        ("3 de cada 10", "3~de~cada 10"),
        ("7 de ellas", "7 de ellas"),
        ("En 2026, 3 días", "En 2026, 3~días"),
        ("el art. 6, que dice", "el art.~6, que dice"),
        ("plan A, o no", "plan A, o~no"),
        ('dijo "sí" y...', "dijo «sí» y…"),
        ("dos  espacios\ny renglón", "dos espacios y~renglón"),
    ],
)
def test_words_that_belong_together_stay_together(typed: str, bound: str) -> None:
    assert bind(typed) == bound.replace("~", NBSP)


def test_no_line_ends_with_a_word_of_one_letter_nor_is_the_last_one_lonely() -> None:
    text = "Lo que cualquier persona puede saber sobre el agua de su colonia y a quién preguntar hoy"
    for measure in range(14, 60):
        lines = break_lines(text, measure, width)
        assert " ".join(lines).replace(NBSP, " ") == text
        assert all(len(line) <= measure for line in lines)
        assert not any(len(line.split()[-1]) == 1 for line in lines[:-1]), lines
        assert len(lines) == 1 or len(lines[-1].split()) > 1, lines


def test_lines_are_even_where_greedy_ones_are_not() -> None:
    """The control: filled from the left, the last line would be one short word."""
    assert break_lines("pedir información pública gratis", 26, width) == ("pedir información", "pública gratis")


def test_a_word_wider_than_the_box_does_not_fit() -> None:
    with pytest.raises(DoesNotFit):
        break_lines("anticonstitucionalmente", 10, width)


def test_the_largest_size_at_which_all_of_it_fits_is_taken() -> None:
    def at(size: float) -> object:
        return lambda text: len(text) * size

    found = fit("uno dos tres", width=70, height=40, sizes=[20, 10, 5], measure_at=at)  # type: ignore[arg-type]
    assert (found.size, found.height <= 40) == (10, True)
    with pytest.raises(DoesNotFit):
        fit("uno dos tres", width=70, height=4, sizes=[20, 10, 5], measure_at=at)  # type: ignore[arg-type]


def test_sizes_go_down_to_the_smallest() -> None:
    sizes = steps_down(100, 10, 5)
    assert sizes[0] == 100
    assert sizes[-1] == pytest.approx(10)
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("text", "lacks"), [("¿Qué?", False), ("Qué?", True), ("Hola!", True), ("¡Hola!", False), ("Sí.", False)]
)
def test_what_is_asked_begins_with_its_mark(text: str, lacks: bool) -> None:
    assert lacks_opening_mark(text) == lacks
