""" "Was this useful?": asked on pages, answered without a cookie, kept without a person."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from campaigns import personal_data, reader_answers
from campaigns.models import ReaderAnswer, SpotPage
from campaigns.reader_answers import KEEP_COMMENTS
from campaigns.useful import MOST_OF_A_PAGE, token_of
from cms.core.reference.models import GlossaryTerm, Institution, State
from cms.home.models import ArticlePage, StatePage
from tests import factories
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot
from tests.limited import counting
from tests.serving.conftest import shared_cache

__all__ = ["counting", "shared_cache"]
pytestmark = pytest.mark.django_db
ADDRESS = "/le-sirvio/"
QUESTION = "¿Le sirvió esta página?"


@pytest.fixture
def article() -> ArticlePage:
    made = factories.article("Cómo preguntar")
    made.refresh_from_db()
    return made


def token_on(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, address
    return found[1]


def published_spot(campaigns: Campaigns) -> SpotPage:
    made = spot(campaigns.add(), recording=recording(), transcript=TRANSCRIPT)
    made.get_latest_revision().publish()
    made.refresh_from_db()
    return made


def test_every_kind_of_text_asks(client: Client, article: ArticlePage, campaigns: Campaigns) -> None:
    state = StatePage.objects.get(state__code="ZAC")
    for page in (article, campaigns.add(), published_spot(campaigns), state):
        assert QUESTION in client.get(page.url).content.decode(), page
    GlossaryTerm.objects.create(term="fondo", slug="fondo", forms=[], definition="x")
    assert QUESTION in client.get("/glosario/").content.decode()


def test_an_answer_is_kept_and_the_reader_thanked_at_the_same_page(client: Client, article: ArticlePage) -> None:
    form = {"token": token_on(client, article.url), "useful": "no", "comment": "Le falta el plazo."}
    sent = client.post(ADDRESS, form)
    assert (sent.status_code, sent["Location"]) == (303, f"{article.url}?gracias=1#le-sirvio")
    assert "no-store" in sent["Cache-Control"]
    (row,) = ReaderAnswer.objects.all()
    assert (row.page_id, row.was_useful, row.comment) == (article.pk, False, "Le falta el plazo.")
    assert (row.revision_pk, row.answered_on) == (article.live_revision_id, timezone.localdate())
    thanked = client.get(f"{article.url}?gracias=1")
    assert "Gracias por su respuesta" in thanked.content.decode()
    assert not client.cookies


def test_nothing_of_the_reader_is_kept() -> None:
    names = {field.name for field in ReaderAnswer._meta.get_fields()}
    assert names == {"id", "page", "revision_pk", "state", "was_useful", "comment", "answered_on"}


def test_it_works_where_tokens_of_sessions_are_asked_for(article: ArticlePage) -> None:
    sent = Client(enforce_csrf_checks=True).post(ADDRESS, {"token": token_of(article), "useful": "yes"})
    assert sent.status_code == 303


def test_the_answer_belongs_to_the_state_that_speaks(client: Client) -> None:
    institution = Institution.objects.filter(state__code="JAL").first()
    page = factories.article(institution=institution)
    client.post(ADDRESS, {"token": token_of(page), "useful": "yes"})
    assert ReaderAnswer.objects.get().state == State.objects.get(code="JAL")


@pytest.mark.usefixtures("shared_cache")
def test_a_kept_page_is_the_same_for_everybody_and_its_token_good(client: Client, article: ArticlePage) -> None:
    first, second = Client().get(article.url), Client().get(article.url)
    assert first["ETag"] == second["ETag"]
    assert "public" in first["Cache-Control"]
    assert not second.cookies
    sent = client.post(ADDRESS, {"token": token_on(client, article.url), "useful": "yes"})
    assert sent.status_code == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"useful": "yes", "comment": "a" * 501}, "caben 500"),
        ({"useful": "quizá", "comment": "Mi comentario"}, "Diga si le sirvió o no"),
        ({"comment": "Mi comentario"}, "Diga si le sirvió o no"),
        ({"useful": "no", "comment": "Escríbame a ana@ejemplo.mx"}, "escribió un correo"),
        ({"useful": "no", "comment": "Mi teléfono es 55 1234 5678"}, "escribió un teléfono"),
    ],
)
def test_what_is_amiss_comes_back_with_the_words(
    client: Client, article: ArticlePage, form: dict[str, str], said: str
) -> None:
    sent = client.post(ADDRESS, {"token": token_of(article), **form})
    page = sent.content.decode()
    assert sent.status_code == 400
    assert said in page
    assert form["comment"] in page
    assert article.title in page
    assert not ReaderAnswer.objects.exists()


def test_a_page_left_open_too_long_is_answered_with_one_press_more(client: Client, article: ArticlePage) -> None:
    token = token_of(article)
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        sent = client.post(ADDRESS, {"token": token, "useful": "yes", "comment": "Muy claro"})
        assert sent.status_code == 400
        assert "Muy claro" in sent.content.decode()
        again = re.search(r'name="token" value="([^"]+)"', sent.content.decode())
        assert again
        assert client.post(ADDRESS, {"token": again[1], "useful": "yes"}).status_code == 303


def test_a_forged_token_changes_nothing_and_keeps_the_words(client: Client, article: ArticlePage) -> None:
    sent = client.post(ADDRESS, {"token": f"{article.pk}-:abc:def", "useful": "yes", "comment": "Lo que escribí"})
    assert sent.status_code == 400
    assert "Lo que escribí" in sent.content.decode()
    assert not ReaderAnswer.objects.exists()


def test_of_what_nobody_may_read_nobody_says_anything(client: Client, campaigns: Campaigns) -> None:
    draft = campaigns.draft()
    heard = published_spot(campaigns)
    heard_token = token_of(heard)
    heard.get_parent().specific.unpublish()
    for token in (token_of(draft), heard_token):
        assert client.post(ADDRESS, {"token": token, "useful": "yes"}).status_code == 404
    assert not ReaderAnswer.objects.exists()


def test_the_address_of_the_form_leads_to_the_site(client: Client) -> None:
    assert client.get(ADDRESS)["Location"] == "/"


def test_one_connection_answers_a_page_so_often_and_no_more(
    client: Client, article: ArticlePage, counting: None
) -> None:
    with time_machine.travel("2026-11-27T18:10:00Z", tick=False):
        forms = [{"token": token_of(article), "useful": "no", "comment": f"Comentario {each}"} for each in range(6)]
        statuses = [client.post(ADDRESS, form).status_code for form in forms]
        assert statuses == [303] * MOST_OF_A_PAGE + [429]
        refused = client.post(ADDRESS, {**forms[0], "comment": "Se queda aquí"})
        assert (refused.status_code, "Se queda aquí" in refused.content.decode()) == (429, True)
        other = factories.article()
        assert client.post(ADDRESS, {"token": token_of(other), "useful": "no"}).status_code == 303
        elsewhere = Client(REMOTE_ADDR="198.51.100.9")
        assert elsewhere.post(ADDRESS, forms[0]).status_code == 303


def test_a_button_pressed_twice_counts_once(client: Client, article: ArticlePage, counting: None) -> None:
    with time_machine.travel("2026-11-27T18:10:00Z", tick=False):
        form = {"token": token_of(article), "useful": "yes"}
        assert [client.post(ADDRESS, form).status_code for _ in range(2)] == [303, 303]
    assert ReaderAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "El artículo 6 de 2016 a 2020 no se entiende",
        "La solicitud 330024612000123 no aparece",
        "Faltan 1 234 567 890 pesos del informe",
        "Del 01/02/2016 al 03/04/2017",
    ],
)
def test_numbers_that_are_of_nobody_are_no_personal_data(text: str) -> None:
    assert personal_data.found_in(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("(55) 1234-5678", "un teléfono"),
        ("+52 33 1234 5678", "un teléfono"),
        ("llame al 4921234567.", "un teléfono"),
        ("ana.perez+x@correo.gob.mx", "un correo"),
        ("PEGA800101HDFRRN09", "una CURP o un RFC"),
        ("PEGA800101AB1", "una CURP o un RFC"),
    ],
)
def test_personal_data_is_seen(text: str, what: str) -> None:
    assert personal_data.found_in(f"Hola, {text}") == [what]


def test_comments_go_after_their_term_and_answers_stay(article: ArticlePage) -> None:
    made = reader_answers.keep(article, revision_pk=None, was_useful=True, comment="Muy viejo")
    old = timezone.localdate() - KEEP_COMMENTS - timedelta(days=1)
    ReaderAnswer.objects.filter(pk=made.pk).update(answered_on=old)
    fresh = reader_answers.keep(article, revision_pk=None, was_useful=True, comment="De hoy")
    out = StringIO()
    call_command("dispose_reader_data", "--dry-run", "--json", stdout=out)
    assert '"comments": 1' in out.getvalue()
    made.refresh_from_db()
    assert made.comment == "Muy viejo"
    call_command("dispose_reader_data", stdout=out)
    assert {row.pk: row.comment for row in ReaderAnswer.objects.all()} == {made.pk: "", fresh.pk: "De hoy"}
