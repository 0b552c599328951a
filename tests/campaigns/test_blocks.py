"""Parts that tell a story, play a spot, lead to universities: on the pages that are built of them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from campaigns.blocks import ARTICLE, Spot
from campaigns.events.block import Events
from campaigns.models import SpotPage
from cms.home.models import ArticlePage
from tests import factories
from tests.campaigns.events_made import event
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot
from tests.campaigns.test_universities import activity

pytestmark = pytest.mark.django_db
STORY = {"title": "La calle", "text": "<p>Preguntó.</p>", "who": "Persona de ejemplo", "identity": "changed"}


@pytest.fixture
def heard(campaigns: Campaigns) -> SpotPage:
    made = spot(campaigns.add(), "Spot del agua", recording=recording(), transcript=TRANSCRIPT)
    made.get_latest_revision().publish()
    made.refresh_from_db()
    return made


def shown(*parts: tuple[str, Any]) -> str:
    return Client().get(factories.article(body=parts).url).content.decode()


def test_a_story_tells_that_a_name_is_changed() -> None:
    assert "Nombre cambiado para proteger a la persona" in shown(("story", STORY))
    named = shown(("story", {**STORY, "identity": "named"}))
    assert "Persona de ejemplo" in named
    assert "Nombre cambiado" not in named


def test_a_story_is_measured() -> None:
    page = ArticlePage(
        title="Historia", body=[("story", {**STORY, "text": "<p>La coadyuvancia será instrumentada.</p>"})]
    )
    assert {"coadyuvancia", "será instrumentada"} & {mark.text for mark in page.clarity().measure.marks}


def test_a_spot_is_heard_and_read_where_it_stands(heard: SpotPage) -> None:
    page = shown(("spot", {"spot": heard}))
    assert f"/grabaciones/{heard.recording_id}/reproducir" in page
    assert "Pregunte sin miedo." in page
    assert heard.url in page


def test_a_spot_falls_silent_with_its_campaign(heard: SpotPage) -> None:
    article = factories.article(body=[("spot", {"spot": heard})])
    heard.get_parent().unpublish()
    page = Client().get(article.url).content.decode()
    for said in ("/grabaciones/", "Pregunte sin miedo.", heard.title):
        assert said not in page, said
    with pytest.raises(ValidationError):
        Spot().clean(Spot().to_python({"spot": heard.pk}))


def test_a_spot_that_is_heard_may_be_chosen(heard: SpotPage) -> None:
    assert Spot().clean(Spot().to_python({"spot": heard.pk}))["spot"].pk == heard.pk


def test_events_are_those_that_the_author_chooses_in_this_order() -> None:
    second, first, hidden = event("Foro segundo"), event("Foro primero", days=20), event("Foro callado")
    event("Foro sin elegir")
    hidden.unpublish()
    page = shown(("events", {"title": "Vengan", "events": [first, second, hidden]}))
    assert page.index("Vengan") < page.index("Foro primero") < page.index("Foro segundo")
    for said in ("Foro callado", "Foro sin elegir"):
        assert said not in page, said


def test_where_no_event_is_chosen_the_next_ones_stand() -> None:
    event("Foro ya pasado", days=-3)
    event("Foro que sigue")
    page = shown(("events", {"title": "Vengan", "events": []}))
    assert "Foro que sigue" in page
    assert "Foro ya pasado" not in page


def test_an_event_that_nobody_may_see_is_not_chosen() -> None:
    hidden = event("Foro callado")
    hidden.unpublish()
    block = Events()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"title": "Vengan", "events": [hidden.pk]}))
    seen = event("Foro abierto")
    assert [each.pk for each in block.clean(block.to_python({"title": "V", "events": [seen.pk]}))["events"]] == [
        seen.pk
    ]


def test_what_is_open_at_universities_fills_itself(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    activity(campaign, "La abierta")
    activity(campaign, "La cerrada", kind="visit", deadline=None, starts_on="2020-01-01")
    page = shown(("universities_now", {"title": "En las aulas", "limit": 3}))
    assert "En las aulas" in page
    assert "La abierta" in page
    assert "La cerrada" not in page


def test_nothing_open_leaves_no_empty_heading() -> None:
    assert "En las aulas" not in shown(("universities_now", {"title": "En las aulas", "limit": 3}))


def test_every_part_has_a_preview_and_says_what_it_is_for() -> None:
    for name, block in ARTICLE:
        assert block.is_previewable, name
        assert block.get_description(), name
