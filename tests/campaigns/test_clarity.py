"""The gate: a text below its target is published only with a reason, on whatever way it takes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry

from campaigns import clarity, clarity_history
from campaigns.gate import NotPublishable
from campaigns.models import ClarityTarget, RevisionClarity
from campaigns.models.composed import PUBLISHED_UNCLEAR
from cms.core.reference.models import GlossaryTerm
from cms.home.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.campaigns.texts import CLEAR, HARD, SHORT, SHORT_AND_HARD
from tests.cms.home.conftest import client_of

pytestmark = pytest.mark.django_db


def paragraph(words: str) -> list[tuple[str, object]]:
    return [("paragraph", f"<p>{words}</p>")]


def draft(words: str, **fields: object) -> ArticlePage:
    """An article that nobody has published yet."""
    page = ArticlePage(title="Para probar", slug="para-probar", live=False, body=paragraph(words), **fields)
    ArticleIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def kept(page: ArticlePage) -> RevisionClarity:
    return RevisionClarity.objects.filter(page=page).latest("pk")


@pytest.mark.parametrize(
    ("words", "is_enough"), [(CLEAR, True), (HARD, False), (SHORT, True), (SHORT_AND_HARD, False), ("", True)]
)
def test_a_text_is_judged_by_its_score_or_too_short_by_its_sentences(words: str, is_enough: bool) -> None:
    found = draft(words).clarity()
    assert found.is_enough == is_enough
    assert (found.measure.inflesz is None) == (words not in {CLEAR, HARD})


def test_a_hard_text_is_not_published_and_stays_a_draft() -> None:
    page = draft(HARD)
    with pytest.raises(NotPublishable, match="tiene 1 punto INFLESZ"):
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.live
    assert kept(page).published_at is None


def test_a_short_text_says_which_sentence_to_mend() -> None:
    with pytest.raises(NotPublishable, match="fue respondida"):
        draft(SHORT_AND_HARD).get_latest_revision().publish()


def test_a_reason_opens_the_gate_and_is_kept() -> None:
    page, person = draft(HARD, clarity_reason="Cita la ley."), factories.superuser()
    with LogContext(user=person):
        page.get_latest_revision().publish(user=person)
    page.refresh_from_db()
    assert page.live
    entry = PageLogEntry.objects.get(action=PUBLISHED_UNCLEAR)
    assert (entry.page_id, entry.user, entry.data["reason"]) == (page.pk, person, "Cita la ley.")
    assert kept(page).reason == "Cita la ley."


def test_a_clear_text_needs_no_reason_and_leaves_none() -> None:
    page = draft(CLEAR, clarity_reason="Ya no hace falta.")
    page.get_latest_revision().publish()
    assert kept(page).reason == ""
    assert not PageLogEntry.objects.filter(action=PUBLISHED_UNCLEAR).exists()


def test_every_revision_keeps_its_score() -> None:
    page = draft(HARD)
    page.body = paragraph(CLEAR)
    page.save_revision().publish()
    scores = list(RevisionClarity.objects.filter(page=page).order_by("pk").values_list("inflesz", flat=True))
    assert len(scores) == 2
    assert [score is not None and score > 75 for score in scores] == [False, True]
    assert [row.published_at is not None for row in RevisionClarity.objects.order_by("pk")] == [False, True]
    page.get_latest_revision().delete()
    assert RevisionClarity.objects.filter(page=page).count() == 2


def test_what_was_scheduled_has_passed_the_gate_and_goes_out_by_itself() -> None:
    page = draft(CLEAR)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    ClarityTarget.objects.create(content_type=ContentType.objects.get_for_model(ArticlePage), inflesz=99)
    with time_machine.travel(page.go_live_at + timedelta(minutes=1)):
        call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live


def test_a_target_of_its_own_for_a_kind_of_page() -> None:
    kind = ContentType.objects.get_for_model(ArticlePage)
    ClarityTarget.objects.create(content_type=kind, inflesz=99)
    with pytest.raises(NotPublishable, match="se piden 99"):
        draft(CLEAR).get_latest_revision().publish()


def test_words_of_the_glossary_are_marked_with_their_alternative() -> None:
    GlossaryTerm.objects.create(
        term="obligatoriedad", slug="obligatoriedad", forms=[], definition="x", plain_alternative="deber"
    )
    found = draft("La obligatoriedad cansa.").clarity()
    (mark,) = [mark for mark in found.measure.marks if mark.code == "jargon"]
    assert (mark.text, mark.suggestion) == ("obligatoriedad", "deber")


def test_only_ones_own_words_are_measured() -> None:
    document = factories.published("Acta", pages=[HARD])
    body: list[tuple[str, object]] = [
        *paragraph(CLEAR),
        ("evidence", {"document": document, "page": 1, "text": HARD, "version": 1}),
        ("quote", {"text": HARD, "who": "Alguien"}),
    ]
    page = draft(CLEAR)
    alone = page.clarity().measure.counts
    page.body = body
    assert page.clarity().measure.counts == alone
    page.body = [*paragraph(CLEAR), ("callout", {"kind": "info", "title": "Ojo", "text": f"<p>{HARD}</p>"})]
    assert page.clarity().measure.counts != alone


def posted(page: ArticlePage, **fields: str) -> dict[str, str]:
    return {
        "title": page.title,
        "slug": page.slug,
        "kind": "article",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": str(page.body[0].id),
        "body-0-value": ContentstateConverter(["bold"]).from_database_format(page.body[0].value.source),
        **fields,
    }


def test_in_the_form_the_refusal_stands_where_the_reason_is_written_and_nothing_is_lost() -> None:
    page, client = draft(HARD), client_of(factories.superuser())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = client.post(address, posted(page, **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert "clarity_reason" in refused.context["form"].errors
    assert "irrestricto" in refused.content.decode()
    assert client.post(address, posted(page)).status_code == 302
    accepted = client.post(address, posted(page, **{"action-publish": "1", "clarity_reason": "Cita la ley."}))
    assert accepted.status_code == 302
    page.refresh_from_db()
    assert page.live


def test_a_bulk_action_is_stopped_with_a_message_and_publishes_nothing() -> None:
    page, client = draft(HARD), client_of(factories.superuser())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={page.pk}&next=/admin/", follow=True)
    page.refresh_from_db()
    assert not page.live
    assert "1 punto INFLESZ" in answer.content.decode()


def test_the_preview_shows_the_marks_in_their_place() -> None:
    page = draft(HARD)
    shown = page.make_preview_request(preview_mode="clarity").content.decode()
    assert "<mark>normatividad</mark>" in shown
    assert "escriba «normas»" in shown
    assert "muy difícil" in shown
    whole = page.make_preview_request().content.decode()
    assert '<script id="clarity" type="application/json">' in whole
    assert "La meta es 55." in whole


def history() -> tuple[Any, Any]:
    pages = ArticlePage.objects.all()
    return clarity_history.by_state(pages), clarity_history.by_month(pages)


def test_the_history_tells_states_and_months_apart() -> None:
    state = factories.institution("Instituto de prueba")
    page = draft(CLEAR)
    page.get_latest_revision().publish()
    row = kept(page)
    row.state_id, row.published_at = _state().pk, timezone.now() - timedelta(days=70)
    row.save()
    factories.article(body=paragraph(f"{CLEAR} {CLEAR}"))
    states, months = history()
    assert {each.label for each in states} == {_state().name, "Nacional"}
    assert [each.texts for each in months] == [1, 1]
    assert months[0].label < months[1].label
    assert state.state is None


def _state() -> Any:
    from cms.core.reference.models import State

    return State.objects.get(code="JAL")


def test_the_report_shows_each_page_once_with_its_first_score_and_its_reason() -> None:
    page = draft(HARD, clarity_reason="Cita la ley.")
    page.get_latest_revision().publish()
    page.body = paragraph(CLEAR)
    page.save_revision().publish()
    client = client_of(factories.superuser())
    shown = client.get(reverse("campaigns_reports:clarity")).content.decode()
    assert shown.count("Para probar") >= 1
    row: Any = clarity_history.in_force(ArticlePage.objects.filter(pk=page.pk)).get()
    assert row.inflesz > 75
    assert row.first < 10
    assert "Mes por mes" in shown
    csv = client.get(reverse("campaigns_reports:clarity"), {"export": "csv"})
    assert "Para probar" in csv.getvalue().decode()


def test_who_edits_no_page_has_no_report() -> None:
    archivist = client_of(factories.member(factories.institution()))
    assert archivist.get(reverse("campaigns_reports:clarity")).status_code == 302


def test_refusals_of_empty_scores_are_never_asked_for() -> None:
    assert clarity.reaches(draft(SHORT).clarity().measure, 55)


def test_a_heading_is_no_sentence_to_be_judged_by() -> None:
    page = draft(SHORT)
    page.body = [("heading", "La solicitud fue respondida"), *paragraph(SHORT)]
    assert page.clarity().is_enough


@pytest.mark.parametrize(("score", "said"), [(42.3, "42"), (54.6, "54.6"), (54.96, "54.9"), (54.4, "54")])
def test_what_falls_short_is_never_told_as_if_it_were_enough(score: float, said: str) -> None:
    assert clarity._short_of(score, 55.0) == said
