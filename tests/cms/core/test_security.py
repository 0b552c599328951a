"""Headers of public pages and of the administration."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/archivo/", "/buscar/", "/d/zzzzzzzz", "/admin/login/"])
def test_public_pages_run_nothing_inline_and_ask_nobody_else(client: Client, index: None, address: str) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_editor_gets_the_policy_that_it_needs(client: Client) -> None:
    client.force_login(factories.superuser())
    assert "script-src 'self' 'unsafe-inline'" in client.get("/admin/")["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/archivo/", "/buscar/?q=ley", "/d/zzzzzzzz", "/nada/"])
def test_reading_sets_no_cookie(client: Client, index: None, address: str) -> None:
    response = client.get(address)
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/media/", "/media/x.pdf", "/originals/", "/static/../secret_key"])
def test_no_folder_of_the_instance_is_served(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
