"""Pages as readers get them: the front page, articles, places, the glossary, and what heads tell programs."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from cms.core.reference.models import Fact, GlossaryTerm, Institution, Source, State
from cms.home.models import ArticlePage, HomePage, StatePage, TextPage, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address, headers={"host": "localhost"})
    assert response.status_code == status, address
    assert not response.cookies
    return response.content.decode()


def test_a_new_site_has_the_pages_by_which_people_get_around(client: Client) -> None:
    for address in ("/", "/articulos/", "/estados/", "/glosario/", "/acerca/", "/accesibilidad/", "/privacidad/"):
        assert "<h1" in text(client, address)
    assert StatePage.objects.live().count() == State.objects.count() == 32
    assert text(client, "/estados/").count('href="/estados/') >= 32


def test_the_front_page_fills_itself_with_what_is_new(client: Client) -> None:
    factories.published("Acta del puente")
    factories.article("¿Cómo pido información?")
    front = text(client, "/")
    assert "Acta del puente" in front
    assert "¿Cómo pido información?" in front


def test_an_article_shows_its_parts_in_their_order(client: Client) -> None:
    page = factories.article(
        "Cómo preguntar",
        body=[
            ("heading", "Antes de empezar"),
            ("paragraph", "<p>Es gratis.</p>"),
            ("heading", "Después"),
            ("paragraph", "<p>Espere la respuesta.</p>"),
        ],
        summary="Paso a paso.",
    )
    shown = text(client, page.url)
    places = [shown.index(each) for each in ("Paso a paso.", "Antes de empezar</h2>", "Es gratis.", "Espere la")]
    assert places == sorted(places)
    assert 'id="antes-de-empezar"' in shown


def test_the_list_at_the_top_names_the_documents_too_where_readers_see_any(client: Client) -> None:
    shown = factories.published("Acta del puente")
    body = [
        ("heading", "Antes"),
        ("heading", "Después"),
        ("documents", {"title": "Para saber más", "documents": [shown]}),
    ]
    page = factories.article(body=body)
    read = text(client, page.url)
    assert '<a href="#para-saber-mas">Para saber más</a>' in read
    assert 'id="para-saber-mas"' in read
    assert "Antes" in read


def test_the_list_at_the_top_is_silent_on_documents_that_readers_do_not_see(client: Client) -> None:
    body = [
        *(("heading", name) for name in ("Antes", "Mientras", "Después")),
        ("documents", {"title": "Para saber más", "documents": [factories.withdrawn()]}),
    ]
    read = text(client, factories.article(body=body).url)
    assert "Mientras</a>" in read
    assert "Para saber más" not in read


def test_two_headings_that_say_the_same_are_refused() -> None:
    page = ArticlePage(title="x", slug="x", body=[("heading", "Plazos"), ("heading", "Plazos")])
    with pytest.raises(ValidationError, match="Dos subtítulos de la página dicen lo mismo"):
        page.clean()


def test_words_of_the_glossary_are_explained_where_they_first_stand(client: Client) -> None:
    GlossaryTerm.objects.update_or_create(
        slug="testado", defaults={"term": "testado", "definition": "Lo que se tapa en una versión pública."}
    )
    page = factories.article(body=[("paragraph", "<p>Lo testado no se lee.</p>")])
    shown = text(client, page.url)
    assert '<a class="term" href="#palabra-testado" id="uso-testado">testado</a>' in shown
    assert 'id="palabra-testado"' in shown
    assert "Lo que se tapa en una versión pública." in shown
    page.unmarked_terms = GlossaryTerm.objects.filter(slug="testado")
    page.save_revision().publish()
    assert "uso-testado" not in text(client, page.url)


def test_articles_are_narrowed_by_kind_and_topic(client: Client) -> None:
    rights, _new = Topic.objects.get_or_create(slug="derechos", defaults={"name": "Derechos"})
    factories.article("Guía de derechos", kind="guide", topic=rights)
    factories.article("Artículo de derechos", topic=rights)
    factories.article("Guía suelta", kind="guide")
    both = text(client, "/articulos/?clase=guide&tema=derechos")
    assert "Guía de derechos" in both
    assert "Artículo de derechos" not in both
    assert "Guía suelta" not in both
    assert 'name="robots" content="noindex' in both
    assert "Guía suelta" in text(client, "/articulos/?clase=nada")


def test_drafts_and_private_pages_are_in_no_list(client: Client) -> None:
    draft = factories.article("Artículo en borrador")
    draft.unpublish()
    closed = factories.article("Artículo cerrado")
    closed.view_restrictions.create(restriction_type="login")
    for address in ("/", "/articulos/"):
        shown = text(client, address)
        assert "Artículo en borrador" not in shown
        assert "Artículo cerrado" not in shown


def test_the_page_of_a_state_tells_what_is_known_of_it(client: Client) -> None:
    state = State.objects.get(code="ZAC")
    document = factories.published("Acta de Zacatecas")
    type(document).objects.filter(pk=document.pk).update(place=state)
    hidden = factories.document("Borrador de Zacatecas")
    type(hidden).objects.filter(pk=hidden.pk).update(place=state)
    source, _new = Source.objects.get_or_create(title="Plan de trabajo")
    fact = Fact.objects.create(slug="prueba", statement="Fue de los primeros.", as_of="2017-01", source=source)
    fact.states.add(state)
    shown = text(client, "/estados/zacatecas/")
    for expected in ("Acta de Zacatecas", "Fue de los primeros.", "Plan de trabajo"):
        assert expected in shown
    assert "Borrador de Zacatecas" not in shown
    for institution in Institution.objects.existing().filter(state=state):
        assert institution.name in shown


def test_a_state_without_documents_says_so_and_where_to_go(client: Client) -> None:
    shown = text(client, "/estados/colima/")
    assert "todavía no tiene documentos de este estado" in shown
    assert 'href="/buscar/"' in shown


def test_heads_tell_programs_what_a_page_is(client: Client) -> None:
    page = factories.article("¿Qué es </script> abierto?", summary="Un resumen.", image=factories.image())
    shown = text(client, page.url)
    assert '<meta property="og:title" content="¿Qué es &lt;/script&gt; abierto?">' in shown
    assert '<meta property="og:description" content="Un resumen.">' in shown
    assert re.search(r'og:image" content="http://localhost/media/images/[^"]+\.jpg"', shown)
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)[0])
    assert data["@type"] == "Article"
    assert data["headline"] == "¿Qué es </script> abierto?"
    assert data["author"]["@type"] == "Organization"
    elsewhere = client.get(page.url, headers={"host": "127.0.0.1"}).content.decode()
    assert f'<meta property="og:url" content="http://127.0.0.1{page.url}">' in elsewhere


def test_a_page_without_a_picture_shares_that_of_the_site(client: Client) -> None:
    shown = text(client, "/acerca/")
    found = re.search(r'og:image" content="http://localhost(/static/images/compartir[^"]*\.png)"', shown)
    assert found
    assert client.get(found[1]).status_code == 200


def test_the_glossary_lists_every_word(client: Client) -> None:
    GlossaryTerm.objects.create(term="ñu de prueba", slug="nu", definition="Animal.", plain_alternative="animal")
    shown = text(client, "/glosario/")
    assert 'id="palabra-nu"' in shown
    assert "Dicho más fácil: animal." in shown


def test_what_editors_wrote_before_stays_the_first_part_of_the_front_page() -> None:
    home = HomePage.objects.get()
    assert [part.block_type for part in home.body] == [
        "campaigns_now",
        "events_next",
        "new_articles",
        "new_documents",
        "states_map",
    ]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_of_text_says_when_it_was_last_checked(client: Client) -> None:
    page = TextPage.objects.get(slug="acerca")
    page.reviewed_on = "2026-11-20"
    page.save_revision().publish()
    assert '<time datetime="2026-11-20">20 de noviembre de 2026</time>' in text(client, page.url)
