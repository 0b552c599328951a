"""The public page that measures a text, for anybody and without keeping anything."""

import pytest
import time_machine
from django.test import Client

from campaigns.tool import LONGEST, MOST
from tests.campaigns.texts import CLEAR, HARD
from tests.limited import counting

__all__ = ["counting"]
pytestmark = pytest.mark.django_db
ADDRESS = "/lenguaje-claro/"


def test_the_empty_form_is_the_same_for_everybody(client: Client) -> None:
    shown = client.get(ADDRESS)
    assert shown.status_code == 200
    assert "public" in shown["Cache-Control"]
    assert not shown.cookies


@pytest.mark.parametrize(("text", "band"), [(CLEAR, "muy fácil"), (HARD, "muy difícil")])
def test_a_text_is_told_how_clear_it_is(client: Client, text: str, band: str) -> None:
    shown = client.post(ADDRESS, {"text": text})
    page = shown.content.decode()
    assert f'class="gauge__band">{band}' in page
    assert text[:40] in page
    assert "no-store" in shown["Cache-Control"]
    assert not shown.cookies


def test_what_is_marked_says_how_to_say_it(client: Client) -> None:
    page = client.post(ADDRESS, {"text": HARD}).content.decode()
    assert "<mark>normatividad</mark>" in page
    assert "escriba «normas»" in page


def test_paragraphs_and_what_looks_like_a_script_stay_as_they_were_typed(client: Client) -> None:
    page = client.post(ADDRESS, {"text": "Uno dos.\r\n\r\n<script>alert(1)</script> tres."}).content.decode()
    assert "<script>alert" not in page
    assert page.count("marked__block--paragraph") == 2


@pytest.mark.parametrize(("text", "said"), [("", "Pegue o escriba un texto"), ("a " * LONGEST, "por partes")])
def test_what_cannot_be_measured_comes_back_with_what_to_do(client: Client, text: str, said: str) -> None:
    shown = client.post(ADDRESS, {"text": text})
    assert shown.status_code == 422
    assert said in shown.content.decode()
    assert text[:100] in shown.content.decode()


def test_other_methods_are_refused(client: Client) -> None:
    assert client.delete(ADDRESS).status_code == 405


def test_it_works_where_tokens_are_asked_for() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"text": CLEAR}).status_code == 200


def test_who_sends_very_much_waits_and_loses_nothing(client: Client, counting: None) -> None:
    with time_machine.travel("2026-11-27T18:00:00Z", tick=False):
        statuses = [client.post(ADDRESS, {"text": "Hola."}).status_code for _ in range(MOST)]
        refused = client.post(ADDRESS, {"text": CLEAR})
    assert set(statuses) == {200}
    assert (refused.status_code, CLEAR[:40] in refused.content.decode()) == (429, True)
    assert "espere unos minutos" in refused.content.decode()
