"""What an image must say of itself before it is taken."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from cms.core.models import SiteImage
from tests import factories

CANARY = "en la casa de nadie"

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


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("spec", ["fill-120x63|format-jpeg", "original", "width-40"])
def test_where_a_photo_was_taken_is_not_handed_on(form: str, spec: str) -> None:
    notes = Image.Exif()
    notes[0x010E] = CANARY
    file = io.BytesIO()
    Image.new("RGB", (160, 120), "#6b1532").save(file, form, exif=notes)
    assert CANARY.encode() in file.getvalue()
    suffix = form.lower()
    image = SiteImage.objects.create(
        title="Plaza", description="Una plaza", file=ContentFile(file.getvalue(), f"plaza.{suffix}")
    )
    rendition = image.get_rendition(spec)
    with rendition.file.open() as made:
        content = made.read()
    assert CANARY.encode() not in content
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.size == (rendition.width, rendition.height)
