"""Cards: their size, all of their words, and words that can be read on their ground."""

import io

import pytest
from PIL import Image

from campaigns.artwork import cards, contrast, palette
from campaigns.artwork.card_formats import CARD_FORMATS, Template
from campaigns.artwork.typesetting import DoesNotFit
from tests.campaigns.artwork.drawn import Plain, told

LONG = (
    "Lo que cualquier persona puede saber sobre el agua de su colonia, quién la reparte, cuánto cuesta y a quién "
    "preguntar cuando no llega"
)


@pytest.mark.parametrize(
    ("code", "template"),
    [
        *((form.code, form.with_picture) for form in CARD_FORMATS.values()),
        ("enlace", Template.VEIL),
        ("vertical", "words"),
    ],
)
def test_each_card_has_its_size_and_can_be_read(code: str, template: str) -> None:
    size, template = CARD_FORMATS[code], Template(template)
    made = cards.draw(told(picture=Plain(((255, 255, 255), (250, 240, 0)))), size, template)
    with Image.open(io.BytesIO(made.content)) as image:
        assert image.size == (size.width, size.height) == (made.width, made.height)
        assert Image.MIME[image.format or ""] == made.media_type
    assert made.contrast >= contrast.TEXT


def test_contrast_is_measured_on_what_is_drawn() -> None:
    """The control: white on a ground that is dark but for one light patch."""
    ground = Image.new("RGB", (400, 200), palette.BAND)
    assert contrast.least_contrast(ground, (0, 0, 400, 200), palette.ON_BAND) > 10
    ground.paste((255, 255, 240), (300, 100, 340, 140))
    assert contrast.least_contrast(ground, (0, 0, 400, 200), palette.ON_BAND) < 1.1
    assert contrast.least_contrast(ground, (0, 0, 200, 200), palette.ON_BAND) > 10


def test_words_on_a_light_ground_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(palette, "BAND", (240, 220, 225))
    with pytest.raises(cards.LowContrast):
        cards.draw(told(), CARD_FORMATS["enlace"], Template.WORDS)


def test_the_text_alternative_says_all_that_the_card_says() -> None:
    made = cards.draw(told(picture=Plain()), CARD_FORMATS["enlace"], Template.BAND)
    assert made.alt == (
        "¿Cuánto cuesta pedir información? Nada: es gratis y le responden en 20 días. Una fila frente a una "
        "ventanilla. Instituto de Ejemplo · Zacatecas. acervo.example.mx/c/123."
    )


def test_a_text_without_a_place_is_left_out_whole_and_said_to_be() -> None:
    made = cards.draw(told(title=LONG, text=f"{LONG}. " * 3), CARD_FORMATS["cuadrada"], Template.WORDS)
    assert made.left_out
    assert made.alt.startswith(f"{LONG}. Instituto")


def test_words_that_editors_wrote_for_the_card_are_all_on_it_or_refused() -> None:
    with pytest.raises(DoesNotFit):
        cards.draw(told(title=LONG, text=f"{LONG}. " * 3, is_own_text=True), CARD_FORMATS["cuadrada"], Template.WORDS)


def test_a_title_that_fits_nowhere_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        cards.draw(told(title=f"{LONG} " * 9), CARD_FORMATS["enlace"], Template.WORDS)


def test_beside_a_picture_without_place_the_words_get_the_whole_card() -> None:
    size, contents = CARD_FORMATS["cuadrada"], told(title=f"{LONG}, {LONG.lower()}", picture=Plain())
    assert cards.draw(contents, size, Template.BAND).template is Template.WORDS
    with pytest.raises(DoesNotFit):
        cards.draw(contents, size, Template.BAND, is_chosen=True)


def test_letters_that_the_typeface_lacks_are_named() -> None:
    with pytest.raises(cards.NoSuchLetters, match="🌵"):
        cards.draw(told(title="Pregunte 🌵"), CARD_FORMATS["enlace"], Template.WORDS)
    cards.draw(told(title="Tlahtlani, ¿nōchi? ʔɨŋ"), CARD_FORMATS["enlace"], Template.WORDS)


def test_a_picture_smaller_than_its_place_is_said_to_be() -> None:
    size = CARD_FORMATS["enlace"]
    assert cards.draw(told(picture=Plain(largest=200)), size, Template.BAND).is_coarse
    assert not cards.draw(told(picture=Plain()), size, Template.BAND).is_coarse


def test_the_same_words_give_the_same_bytes() -> None:
    size = CARD_FORMATS["enlace"]
    one, other = (cards.draw(told(picture=Plain()), size, Template.BAND).content for _ in range(2))
    assert one == other
    assert cards.draw(told(picture=Plain(), title="Otro"), size, Template.BAND).content != one


def test_the_mark_of_the_institution_is_on_it() -> None:
    size = CARD_FORMATS["cuadrada"]
    made = cards.draw(told(logo=Plain()), size, Template.WORDS)
    with Image.open(io.BytesIO(made.content)) as image:
        colours = {colour for _count, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert (0, 90, 60) in colours
    assert made.contrast >= contrast.TEXT
