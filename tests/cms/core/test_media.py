"""Images of pages: sizes that were made are sent, for good; nothing else of the folder is."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests import factories


@pytest.mark.django_db
def test_a_rendition_is_sent_and_may_be_kept_for_good(client: Client) -> None:
    made = factories.image().get_rendition("fill-64x36|format-webp")
    response = client.get(made.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue()[8:12] == b"WEBP"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nada.webp", "..%2fdb.sqlite3", "dibujo.svg", "guion.html", "a%00b.png"])
def test_nothing_else_is_sent(client: Client, name: str) -> None:
    assert client.get(f"/media/images/{name}").status_code == 404


@pytest.mark.django_db
def test_what_editors_uploaded_is_not_sent(client: Client) -> None:
    image = factories.image()
    assert default_storage.exists(image.file.name)
    assert client.get(f"/media/{image.file.name}").status_code == 404
