"""What readers said, for who edits the page and for nobody else."""

import io
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from campaigns import reader_answers
from campaigns.admin.reader_dashboard import ReadersPanel
from campaigns.models import ReaderAnswer
from campaigns.reader_answers import COMMENT_REMOVED
from tests.cms.home.conftest import Section, Sections, client_of, sections

__all__ = ["sections"]
REPORT = "campaigns_reports:readers"


def said(of: Section, comment: str, *, was_useful: bool = False) -> ReaderAnswer:
    row = reader_answers.keep(of.live, revision_pk=of.live.live_revision_id, was_useful=was_useful, comment=comment)
    row.state = of.page.state
    row.save()
    return row


@pytest.fixture
def both(sections: Sections) -> tuple[ReaderAnswer, ReaderAnswer]:
    return said(sections.own, "Comentario propio"), said(sections.other, "Comentario ajeno")


def report(user: object, query: str = "") -> str:
    return client_of(user).get(f"{reverse(REPORT)}?{query}").content.decode()  # type: ignore[arg-type]


def test_each_state_reads_what_was_said_of_its_own_pages(
    sections: Sections, both: tuple[ReaderAnswer, ReaderAnswer]
) -> None:
    own = report(sections.own.person)
    assert ("Comentario propio" in own, "Comentario ajeno" in own) == (True, False)
    assert sections.other.live.title not in own
    everywhere = report(sections.national)
    assert "Comentario propio" in everywhere
    assert "Comentario ajeno" in everywhere
    for part in ("Páginas que menos sirvieron", "Por entidad", "Mes por mes", "Zacatecas"):
        assert part in everywhere


def test_it_is_narrowed_and_counted_as_narrowed(sections: Sections, both: tuple[ReaderAnswer, ReaderAnswer]) -> None:
    said(sections.own, "", was_useful=True)
    old = said(sections.own, "De hace mucho")
    ReaderAnswer.objects.filter(pk=old.pk).update(answered_on=timezone.localdate() - timedelta(days=60))
    assert "De hace mucho" in report(sections.own.person)
    lately = report(sections.own.person, f"answered_on_from={timezone.localdate() - timedelta(days=30)}")
    assert ("Comentario propio" in lately, "De hace mucho" in lately) == (True, False)
    useful = report(sections.own.person, "was_useful=true")
    assert ("100 %" in useful, "Comentario propio" in useful) == (True, False)
    assert "Comentario ajeno" not in report(sections.own.person, "said=ajeno")


def test_spreadsheets_hold_the_same_and_no_formulas(sections: Sections) -> None:
    said(sections.own, "=HYPERLINK(1)")
    said(sections.other, "Comentario ajeno")
    client = client_of(sections.own.person)
    csv = client.get(f"{reverse(REPORT)}?export=csv").getvalue().decode("utf-8-sig")
    assert csv.splitlines()[0] == "Página,Entidad,Fecha,Le sirvió,Comentario,Versión leída"
    assert "'=HYPERLINK(1)" in csv
    assert "ajeno" not in csv
    sheet = load_workbook(io.BytesIO(client.get(f"{reverse(REPORT)}?export=xlsx").getvalue())).active
    assert sheet is not None
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s"


def test_a_comment_is_taken_away_with_a_reason_and_the_answer_stays(
    sections: Sections, both: tuple[ReaderAnswer, ReaderAnswer]
) -> None:
    own, other = both
    client = client_of(sections.own.person)
    address = reverse("campaigns_reports:remove_comment", args=[own.pk])
    assert address in report(sections.own.person)
    assert "Comentario propio" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 200
    assert client.post(address, {"reason": "insult"}).status_code == 302
    own.refresh_from_db()
    assert (own.comment, own.was_useful) == ("", False)
    (entry,) = PageLogEntry.objects.filter(page=own.page_id, action=COMMENT_REMOVED)
    assert (entry.user, entry.data) == (sections.own.person, {"reason": "Insulta o amenaza"})
    foreign = reverse("campaigns_reports:remove_comment", args=[other.pk])
    assert client.get(foreign).status_code == client.post(foreign, {"reason": "insult"}).status_code == 404
    other.refresh_from_db()
    assert other.comment == "Comentario ajeno"


def test_the_dashboard_tells_of_the_last_days(sections: Sections, both: tuple[ReaderAnswer, ReaderAnswer]) -> None:
    said(sections.own, "", was_useful=True)
    request = RequestFactory().get("/admin/")
    request.user = sections.own.person
    counts = {str(each.label): each.count for each in ReadersPanel().waiting_for(request)}
    assert counts == {"Respuestas": 2, "Dijeron que no les sirvió": 1, "Con comentario": 1}
    for each in ReadersPanel().waiting_for(request):
        assert client_of(sections.own.person).get(each.url).status_code == 200
    assert "Lo que dicen los lectores" in client_of(sections.own.person).get("/admin/").content.decode()
