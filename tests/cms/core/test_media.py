"""Images of pages: sizes that were made are sent, for good; nothing else of the folder is."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests import factories


@pytest.mark.django_db
def test_a_rendition_is_sent_and_may_be_kept_for_good(client: Client) -> None:
    image = factories.image()
    factories.article(image=image)
    response = client.get(image.get_rendition("fill-64x36|format-webp").url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue()[8:12] == b"WEBP"


@pytest.mark.django_db
def test_what_nothing_public_shows_is_for_who_works_with_it(client: Client) -> None:
    made = factories.image().get_rendition("fill-64x36|format-webp")
    assert client.get(made.url).status_code == 404
    client.force_login(factories.superuser(), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(made.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.django_db
def test_who_knows_the_password_of_a_page_gets_its_picture(client: Client) -> None:
    image = factories.image()
    page = factories.article(image=image)
    closed = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password=factories.PASSWORD
    )
    address = image.get_rendition("fill-64x36|format-webp").url
    assert client.get(address).status_code == 404
    authenticate = reverse("wagtailcore_authenticate_with_password", args=[closed.pk, page.pk])
    client.post(authenticate, {"password": factories.PASSWORD, "return_url": page.url})
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nada.webp", "..%2fdb.sqlite3", "dibujo.svg", "guion.html", "a%00b.png"])
def test_nothing_else_is_sent(client: Client, name: str) -> None:
    assert client.get(f"/media/images/{name}").status_code == 404


@pytest.mark.django_db
def test_what_editors_uploaded_is_not_sent(client: Client) -> None:
    image = factories.image()
    assert default_storage.exists(image.file.name)
    assert client.get(f"/media/{image.file.name}").status_code == 404
