"""A question of people becomes the draft of an article, or of a word of the glossary."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import SocialQuestion
from campaigns.models.social import QuestionStatus
from cms.core.reference import glossary
from cms.core.reference.models import GlossaryTerm, Institution
from cms.home.models import ArticlePage, StatePage
from tests.cms.home.conftest import Sections, client_of


def question(**fields: Any) -> SocialQuestion:
    """Asked of the institution of the person of Zacatecas."""
    given = {"network": "x", "asked_at": timezone.now(), "question": "¿Qué es un sujeto obligado?"}
    row: SocialQuestion = SocialQuestion.objects.create(
        institution=Institution.objects.filter(state__code="ZAC").order_by("pk")[0], **{**given, **fields}
    )
    return row


def act(row: SocialQuestion, becomes: str) -> str:
    return reverse(f"home_questions:{becomes}", args=[row.pk])


def test_a_states_question_becomes_a_draft_on_its_page_once(client: Client, sections: Sections) -> None:
    row = question(answer="Quien debe <b>responder</b>.", answered_at=timezone.now())
    person = client_of(sections.own.person)
    edit = reverse("wagtailsnippets_campaigns_socialquestion:edit", args=[row.pk])
    assert act(row, "article") in person.get(edit).content.decode()
    assert "Nadie lo ve" in person.get(act(row, "article")).content.decode()
    assert not ArticlePage.objects.filter(title=row.question).exists()
    for _twice in range(2):
        assert person.post(act(row, "article")).status_code == 302
    article = ArticlePage.objects.get(title=row.question)
    assert not article.live
    assert article.get_parent().specific == StatePage.objects.get(state__code="ZAC")
    assert article.institution == row.institution
    draft = article.get_latest_revision_as_object()
    assert draft.body[0].value["questions"][0]["question"] == row.question
    assert "&lt;b&gt;" in draft.body[0].value["questions"][0]["answer"].source
    row.refresh_from_db()
    assert (row.page_id, row.status) == (article.pk, QuestionStatus.TURNED)
    assert client.get(article.url).status_code == 404
    both_ways = person.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert edit in both_ways
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in person.get(edit).content.decode()


def test_what_was_turned_into_a_page_that_is_gone_is_a_question_again(sections: Sections) -> None:
    row = question()
    client_of(sections.own.person).post(act(row, "article"))
    ArticlePage.objects.get(title=row.question).delete()
    row.refresh_from_db()
    assert row.status == QuestionStatus.OPEN


def test_two_questions_of_the_same_words_have_two_addresses(sections: Sections) -> None:
    for row in (question(), question()):
        client_of(sections.own.person).post(act(row, "article"))
    slugs = set(ArticlePage.objects.filter(title="¿Qué es un sujeto obligado?").values_list("slug", flat=True))
    assert slugs == {"que-es-un-sujeto-obligado", "que-es-un-sujeto-obligado-2"}


def test_others_have_neither_the_question_nor_the_act(sections: Sections) -> None:
    row = question()
    stranger = client_of(sections.other.person)
    for becomes in ("article", "term"):
        assert stranger.get(act(row, becomes)).status_code == 404
        assert stranger.post(act(row, becomes)).status_code == 404
    assert client_of(sections.own.person).post(act(row, "term")).status_code in {302, 403}
    assert not GlossaryTerm.objects.filter(is_draft=True).exists()


def test_a_word_is_a_draft_that_nobody_reads_until_it_is_none(client: Client, sections: Sections) -> None:
    row = question(
        question="¿Versión pública?", answer="Un documento sin datos de nadie.", answered_at=timezone.now()
    )
    national = client_of(sections.national)
    assert national.post(act(row, "term")).status_code == 302
    term = GlossaryTerm.objects.get(is_draft=True)
    assert (term.term, term.definition) == ("Versión pública", row.answer)
    row.refresh_from_db()
    assert row.term == term
    assert glossary.explain("<p>La versión pública se entrega.</p>").terms == []
    assert "Un documento sin datos" not in client.get("/glosario/").content.decode()
    GlossaryTerm.objects.filter(pk=term.pk).update(is_draft=False)
    assert [each.pk for each in glossary.explain("<p>La versión pública se entrega.</p>").terms] == [term.pk]
    assert "Un documento sin datos" in client.get("/glosario/").content.decode()


@pytest.mark.parametrize("becomes", ["article", "term"])
def test_it_is_asked_before_it_is_done(sections: Sections, becomes: str) -> None:
    row = question()
    assert client_of(sections.national).get(act(row, becomes)).status_code == 200
    row.refresh_from_db()
    assert row.status == QuestionStatus.OPEN
