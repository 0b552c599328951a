"""What one of the databases refuses (NUL in a text, numbers beyond 64 bits) breaks no page."""

import pytest
from django.test import Client

from tests import factories

VALUES = ("%00", "a%00b", "99999999999999999999999", "-1", "%ED%A0%80", "%F0%9F%98%80")
PUBLIC = (
    "/buscar/?q={}",
    "/buscar/?type={}",
    "/buscar/?state={}",
    "/buscar/?from={}&to={}",
    "/buscar/?p={}",
    "/d/{}",
    "/d/{}/p1",
    "/d/{}/v1",
    "/d/CODE/p{}",
    "/d/CODE/v{}",
    "/d/CODE/p1?q={}",
    "/d/CODE/ir?p={}",
    "/archivo/{}",
    "/{}/",
    "/media/images/{}.png",
    "/documents/1/{}.pdf",
    "/estados/{}/",
    "/estados/{}/atom.xml",
    "/campanas/?estado={}",
    "/prensa/?anio={}",
    "/eventos/?cuando={}",
    "/eventos/calendario/campanas/{}.ics",
    "/eventos/{}/registro",
    "/kits/{}/v1.zip",
    "/kits/1/v{}.zip",
    "/kits/{}/v1.json",
    "/kits/{}/v1",
    "/kits/{}/partes/textos",
    "/spots/{}/subtitulos",
    "/spots/{}/formatos/wav",
    "/grabaciones/{}/reproducir",
    "/recortes/{}/archivo",
    "/tarjetas/{}/enlace/a.png",
    "/c/{}",
)
STAFF = (
    "/admin/snippets/archive/document/?q={}",
    "/admin/snippets/archive/document/?state={}",
    "/admin/snippets/archive/document/?document_type={}",
    "/admin/snippets/archive/document/?holding_institution={}",
    "/admin/snippets/archive/document/?p={}",
    "/admin/snippets/archive/document/edit/{}/",
    "/admin/snippets/archive/document/history/{}/",
    "/admin/snippets/archive/creator/?q={}",
    "/admin/pages/search/?q={}",
)


@pytest.mark.django_db
@pytest.mark.parametrize("value", VALUES)
def test_no_address_breaks(index: None, value: str) -> None:
    document = factories.published("Público", pages=["texto"])
    readers, staff = Client(raise_request_exception=False), Client(raise_request_exception=False)
    staff.force_login(factories.superuser())
    addresses = [(readers, each) for each in PUBLIC] + [(staff, each) for each in (*PUBLIC, *STAFF)]
    broken = [
        address
        for client, address in addresses
        if client.get(address.replace("CODE", document.code).replace("{}", value)).status_code >= 500
    ]
    assert not broken


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ana\x00", "a" * 5000, "\ud800"])
def test_a_login_with_strange_characters_is_only_refused(typed: str) -> None:
    client = Client(raise_request_exception=False)
    body = f"username={typed}&password={typed}".encode(errors="surrogatepass")
    answer = client.post("/admin/login/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
