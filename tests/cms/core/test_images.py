"""What an image must say of itself before it is taken."""

import pytest
from django.core.exceptions import ValidationError

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "said", ["Imagen de una plaza", "foto del acto", "Una fotografía de la sala", "plaza.JPG", " imagen  de la sala"]
)
def test_an_alternative_text_that_says_nothing_of_what_is_seen_is_refused(said: str) -> None:
    image = factories.image()
    image.description = said
    with pytest.raises(ValidationError, match="Diga qué se ve") as refused:
        image.full_clean()
    assert list(refused.value.error_dict) == ["description"]


@pytest.mark.parametrize(
    "said", ["Una plaza con gente", "Imágenes de santos en una repisa", "Fotógrafa ante la sala"]
)
def test_one_that_says_it_is_taken(said: str) -> None:
    image = factories.image()
    image.description = said
    image.full_clean()
