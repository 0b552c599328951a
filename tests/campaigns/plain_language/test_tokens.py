"""Where sentences end, and where not; what is a word."""

import pytest

from campaigns.plain_language.markdown import from_markdown
from campaigns.plain_language.tokens import passages
from tests.campaigns.plain_language.reading_aloud import said, sentences


@pytest.mark.parametrize(
    "whole",
    [
        "El art. 6 de la Ley, núm. 5, pág. 3, sigue.",
        "El Lic. Juan M. García y la Dra. Ruiz vinieron.",
        "El C. Pérez firmó.",
        "J. R. R. Tolkien escribió.",
        "Mide 15.3 metros.",
        "Vea www.inai.org.mx/x.html para más.",
        "Escriba a uno.dos@inai.org.mx hoy.",
        "La empresa S.A. de C.V. ganó.",
        "Viajó a EE. UU. ayer.",
        "Compre pan, leche, etc. y vuelva.",
        "Es así… y ya.",
        "«¿Vino?» preguntó.",
        "Está en el 2do. piso.",
        "El 1er. Plan y el No. de oficio 45.",
        "Av. Juárez No. 32, Col. Centro, C.P. 04530.",
    ],
)
def test_one_sentence(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uno. Dos? Tres! Cuatro… Cinco", ["Uno.", "Dos?", "Tres!", "Cuatro…", "Cinco"]),
        ("¿Vino? ¡No! Dijo que no. Después, sí.", ["¿Vino?", "¡No!", "Dijo que no.", "Después, sí."]),
        ("Pan, agua, etc. El comité vino.", ["Pan, agua, etc.", "El comité vino."]),
        ("Es de S.A. de C.V. La otra no.", ["Es de S.A. de C.V.", "La otra no."]),
        ("Fue a EE. UU. Volvió.", ["Fue a EE. UU.", "Volvió."]),
        ("Toma vitamina C. Después duerme.", ["Toma vitamina C.", "Después duerme."]),
        ("Fue en 2016. Luego no.", ["Fue en 2016.", "Luego no."]),
        ("Dijo «ya basta.» Salió.", ["Dijo «ya basta.»", "Salió."]),
        ("Así termina.Otra empieza.", ["Así termina.", "Otra empieza."]),
        ("Así termina.Es otra.", ["Así termina.", "Es otra."]),
    ],
)
def test_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_blocks_are_units_and_wrapped_lines_go_on() -> None:
    text = "# Título\n\nUna frase\nque sigue.\nOtra\n\n- uno\n- dos que\n  sigue\n1. tres\n\nFin"
    assert sentences(text) == ["Título", "Una frase\nque sigue.", "Otra", "uno", "dos que\n  sigue", "tres", "Fin"]


def test_the_number_that_begins_a_wrapped_line_is_no_item() -> None:
    assert len(sentences("Lo dice el artículo\n6. El comité lo cumple.")) == 2
    assert [each.block.kind for each in passages(from_markdown("Lo dice el artículo\n6. El comité."))] == [
        "paragraph"
    ]


def test_addresses_are_no_words() -> None:
    assert said("Vea https://inai.org.mx/a_b?c=1, escriba a a.b@inai.org.mx y siga a @inai_mx.") == [
        "Ve-a", "es-cri-ba", "a", "y", "si-ga", "a"
    ]  # fmt: skip


def test_marks_of_markdown_are_no_words() -> None:
    assert said('**Hola** [mundo](https://x.mx/dos "tres") <b>y</b> _ya_ ![foto](f.png)') == [
        "Ho-la",
        "mun-do",
        "y",
        "ya",
    ]


def test_words_stand_where_they_say() -> None:
    content = "El a\u0301rbol, etc. de 1,234 hojas — así."
    text = from_markdown(content)
    words = [word for passage in passages(text) for word in passage.words]
    assert [content[word.start : word.end] for word in words] == [word.text for word in words]
    assert [word.text for word in words] == ["El", "a\u0301rbol", "etc.", "de", "1,234", "hojas", "así"]
