"""What the press gets: releases with their kit, appearances, the press room, and what came of it in the media."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document

from campaigns.gate import NotPublishable
from campaigns.models import AppearancePage, PressRoomPage
from cms.core.reference.models import Institution, State
from cms.home.models import HomePage, StatePage
from tests import factories
from tests.campaigns.made import Campaigns
from tests.campaigns.press import CONTACT, appearance, clipping, embargoed, published, release
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db


def text(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def schema(page: str) -> dict[str, Any]:
    (said,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    found: dict[str, Any] = json.loads(said)
    return found


def kit() -> list[tuple[str, dict[str, Any]]]:
    document = Document.objects.create(title="Cifras", file=ContentFile(b"1,2", name="cifras.csv"))
    image = factories.image()
    image.credit, image.licence = "Foto de prueba", "CC BY 4.0"
    image.save()
    return [
        ("document", {"document": document, "title": "Las cifras", "credit": "Oficina de prueba"}),
        ("image", {"image": image, "caption": "Una entrega"}),
    ]


@pytest.mark.parametrize(("lacks", "said"), [("place", "desde dónde"), ("contacts", "quién pueden preguntar")])
def test_without_place_or_contact_it_is_not_published(lacks: str, said: str) -> None:
    fields: dict[str, Any] = {lacks: "" if lacks == "place" else []}
    page = release(**fields)
    with pytest.raises(NotPublishable, match=said):
        page.get_latest_revision().publish()


def test_a_release_says_all_that_a_journalist_needs() -> None:
    page = published(
        "Abren las cuentas",
        issued_on=date(2026, 3, 9),
        about="La oficina responde preguntas. No cobra.",
        kit=kit(),
        corrections=[("correction", {"on": date(2026, 3, 10), "text": "Decía veinte y son treinta."})],
    )
    said = text(page.url)
    assert 'Ciudad de México, <time datetime="2026-03-09">9 de marzo de 2026</time>' in said
    for words in ("55 1234 5678", "La oficina responde", "Las cifras", "Foto de prueba · CC BY 4.0", "son treinta"):
        assert words in said, words
    assert '<time datetime="2026-03-10">' in said
    told = schema(said)
    assert (told["@type"], told["headline"], told["dateline"]) == ("NewsArticle", page.title, "Ciudad de México")
    assert told["correction"] == ["Decía veinte y son treinta."]


def test_the_kit_is_nobodys_before_the_release_is() -> None:
    files, images = zip(*[(each[1].get("document"), each[1].get("image")) for each in kit()], strict=True)
    page = embargoed(kit=[("document", {"document": files[0], "title": "", "credit": ""})], image=images[1])
    addresses = [files[0].url, images[1].get_rendition("fill-64x36").url]
    for address in addresses:
        assert Client().get(address).status_code == 404, address
    assert page.embargo_until
    with time_machine.travel(page.embargo_until + timedelta(minutes=1), tick=False):
        for address in addresses:
            assert Client().get(address).status_code == 200, address
        page.unpublish()
        for address in addresses:
            assert Client().get(address).status_code == 404, address


def test_what_was_published_is_told_with_its_medium_and_day() -> None:
    page = published()
    clipping(page, "Preguntar ya es fácil", url="https://ejemplo.mx/nota", author="Una firma")
    clipping(page, "Solo en papel", digest="a" * 64, filename="pagina.pdf", media_type="application/pdf")
    said = text(page.url)
    assert 'href="https://ejemplo.mx/nota"' in said
    assert "El Diario" in said
    assert "Solo en papel" in said
    assert "Copia autorizada" not in said


def test_a_campaign_tells_its_press_and_what_came_of_it(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    page, closed = published("Dos años", above=campaign), embargoed("Lo que viene", above=campaign)
    talk = appearance("En la radio", above=campaign)
    clipping(campaign, "De la campaña")
    clipping(page, "Del comunicado")
    clipping(closed, "Filtrada")
    said = text(campaign.url)
    for words in (page.url, talk.url, "De la campaña", "Del comunicado"):
        assert words in said, words
    assert "Lo que viene" not in said
    assert "Filtrada" not in said


def test_the_press_room_narrows_by_year_and_state() -> None:
    tlaxcala = State.objects.get(code="TLA")
    of_state = Institution.objects.filter(state=tlaxcala).first()
    old, local = published("El viejo", issued_on=date(2019, 5, 2)), published("El local", institution=of_state)
    assert local.url in text("/prensa/?estado=TLA")
    assert old.url not in text("/prensa/?estado=TLA")
    assert old.url in text("/prensa/?anio=2019")
    assert local.url not in text("/prensa/?anio=2019")
    assert "No hay comunicados con esos filtros" in text("/prensa/?anio=2019&estado=TLA")
    assert old.url in text("/prensa/?anio=nada")
    assert 'content="noindex' in text("/prensa/?anio=2019")
    assert local.url in text("/estados/tlaxcala/")
    assert local.url not in text("/estados/jalisco/")
    assert local.url in text("/estados/region-centro/")
    assert local.title in text("/estados/tlaxcala/atom.xml")
    assert local.title not in text("/estados/jalisco/atom.xml")


def test_the_press_room_asks_as_often_however_much_there_is(shared_cache: None) -> None:
    room = PressRoomPage.objects.get()
    room.contacts = [CONTACT]
    room.save_revision().publish()
    published()
    appearance()

    def queries(mark: str) -> int:
        text(f"/prensa/?x={mark}")
        with CaptureQueriesContext(connection) as asked:
            said = text(f"/prensa/?x={mark}{mark}")
        assert "55 1234 5678" in said
        return len(asked)

    few = queries("1")
    for hours in range(1, 6):
        published()
        appearance(hours=hours)
        appearance(hours=-hours)
    assert queries("2") <= few <= 10


def test_an_appearance_is_announced_and_then_told() -> None:
    page = appearance(
        "Hablamos de preguntar",
        zone="America/Tijuana",
        minutes=30,
        live_url="https://ejemplo.mx/vivo",
        recording_url="https://ejemplo.mx/grabacion",
        answered=[("question", {"question": "¿Cuesta?", "answer": "No. Es <b>gratis</b>."})],
        audience_reported=12_000,
        audience_source="la estación",
    )
    before = text(page.url)
    assert "https://ejemplo.mx/vivo" in before
    assert "https://ejemplo.mx/grabacion" not in before
    assert "hora del noroeste (Tijuana)" in before
    assert "<p>No. Es &lt;b&gt;gratis&lt;/b&gt;.</p>" in before
    assert "12,000 personas, según la estación" in before
    told = schema(before)
    assert told["@type"] == "BroadcastEvent"
    assert told["startDate"] == page.there.isoformat()
    assert "datePublished" not in told
    assert "Próximamente al aire" in text("/prensa/")
    assert page.on_air_at
    with time_machine.travel(page.on_air_at + timedelta(hours=2), tick=False):
        after = text(page.url)
        assert "https://ejemplo.mx/grabacion" in after
        assert "https://ejemplo.mx/vivo" not in after
        assert "Próximamente al aire" not in text("/prensa/")


def test_a_figure_of_audience_names_who_gave_it() -> None:
    with pytest.raises(NotPublishable, match="quién dio la cifra"):
        appearance(audience_reported=5)


def test_an_appearance_of_a_state_is_on_its_page() -> None:
    section = StatePage.objects.get(state__code="TLA")
    page = appearance("En Tlaxcala", above=section, state=section.state)
    assert page.url in text("/estados/tlaxcala/")
    assert page.url not in text("/estados/jalisco/")
    assert isinstance(page, AppearancePage)


def test_the_front_page_can_lead_with_the_press() -> None:
    front = HomePage.objects.get()
    front.body = [("latest_press", {"title": "Para los medios", "limit": 2})]
    front.save_revision().publish()
    page, closed = published(), embargoed()
    said = text("/")
    assert page.url in said
    assert closed.url not in said
