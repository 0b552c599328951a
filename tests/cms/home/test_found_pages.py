"""Campaigns and articles on the results page: beside the documents, never among them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.home import found_pages
from search import outbox
from search.engine import engine
from search.fallback import loose_patterns
from search.language import parse
from tests import factories
from tests.campaigns.made import TRANSCRIPT, campaigns_of, recording, spot

pytestmark = pytest.mark.django_db
GROUP = "Campañas y artículos"


def titles(words: str) -> list[str]:
    return [each.title for each in found_pages.find(loose_patterns(parse(words)), 5)]


def test_accents_plurals_and_case_do_not_matter() -> None:
    factories.article("¿Cómo pido información pública?")
    for words in ("informacion publica", "INFORMACIÓN", "cómo pido", "pública información"):
        assert titles(words) == ["¿Cómo pido información pública?"], words
    assert titles("formación") == []
    assert titles("información privada") == []


def test_titles_come_before_summaries_and_aims_count() -> None:
    campaigns = campaigns_of()
    campaigns.add("Otra cosa", aim="Que se hable del agua.")
    campaigns.add("El agua es de todos")
    assert titles("agua") == ["El agua es de todos", "Otra cosa"]


def test_nobody_finds_what_nobody_may_read() -> None:
    campaigns = campaigns_of()
    campaigns.draft("Canario borrador")
    ended = factories.article("Canario terminado")
    type(ended).objects.filter(pk=ended.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    above = campaigns.add("La de arriba")
    heard = spot(above, "Canario al aire", recording=recording(), transcript=TRANSCRIPT)
    heard.get_latest_revision().publish()
    assert titles("canario") == ["Canario al aire"]
    above.unpublish()
    assert titles("canario") == []


def test_the_page_shows_them_apart_with_few_queries(index: None) -> None:
    client = Client()
    factories.published("Acta sobre el agua", pages=["agua"])
    outbox.drain(engine())
    client.get("/buscar/?q=agua")
    with CaptureQueriesContext(connection) as before:
        alone = client.get("/buscar/?q=agua").content.decode()
    factories.article("El agua de todos", summary="Un resumen.")
    client.get("/buscar/?q=agua")
    with CaptureQueriesContext(connection) as after:
        page = client.get("/buscar/?q=agua").content.decode()
    assert GROUP not in alone
    assert GROUP in page
    assert "El <mark>agua</mark> de todos" in page
    assert "<strong>1 documento</strong>" in page
    assert len(after) <= len(before)
    assert sum("wagtailcore_page" in each["sql"] and "articlepage" in each["sql"] for each in after) == 1


def test_who_filters_or_turns_the_page_looks_for_documents(index: None) -> None:
    factories.article("El agua de todos")
    for query in ("q=agua&type=acta", "q=agua&pagina=2", "q="):
        assert GROUP not in Client().get(f"/buscar/?{query}").content.decode(), query
    assert GROUP in Client().get("/buscar/?q=agua").content.decode()
