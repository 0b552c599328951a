"""The dashboard says what waits for the people who keep pages, and each number leads to as many rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive import publication
from campaigns.models import EasyReadPage
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.home.admin.dashboard import PagesWaitingPanel
from cms.home.models import ArticlePage, Topic
from tests import factories
from tests.archive.test_cited_pages import PASSAGE, quoting
from tests.cms.home.conftest import Sections, client_of


def counts(user: User) -> dict[str, int]:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=user.pk)
    return {str(each.label): each.count for each in PagesWaitingPanel().waiting_for(request)}


def listed(user: User, query: str) -> str:
    return client_of(user).get(f"{reverse('site_pages:index')}?{query}").content.decode()


def test_each_count_is_of_ones_own_pages(sections: Sections) -> None:
    own = sections.own
    ArticlePage.objects.filter(pk=own.draft.pk).update(owner=own.person)
    old = timezone.now() - timedelta(days=400)
    ArticlePage.objects.filter(pk__in=[own.live.pk, sections.other.live.pk]).update(
        first_published_at=old, expire_at=timezone.now() + timedelta(days=3)
    )
    gone = factories.published(pages=[PASSAGE])
    quoting(gone, under=own.page)
    publication.withdraw(gone, actor=factories.superuser(), reason="Orden")
    for section in (own, sections.other):
        section.page.add_child(instance=EasyReadPage(title="Fácil", source_said=["Lo que decía antes"]))
    assert counts(own.person) == {
        "Mis borradores": 1,
        "Con cambios sin publicar": 1,
        "Esperan su aprobación": 0,
        "Citan lo que cambió en el archivo": 1,
        "Versiones cuyo original cambió": 1,
        "Sin revisar desde hace más de un año": 1,
        "Spots sin sus archivos para las estaciones": 0,
        "Se publican o caducan en los próximos 30 días": 1,
    }
    assert counts(sections.national)["Con cambios sin publicar"] == 2


def test_a_review_counts_from_its_day(sections: Sections) -> None:
    old, person = timezone.now() - timedelta(days=400), sections.own.person
    rows = ArticlePage.objects.filter(pk=sections.own.live.pk)
    for reviewed_on, expected in ((None, 1), (timezone.localdate(), 0), (old.date(), 1)):
        rows.update(first_published_at=old, reviewed_on=reviewed_on)
        assert counts(person)["Sin revisar desde hace más de un año"] == expected


def test_the_dashboard_leads_to_the_lists(sections: Sections) -> None:
    answer = client_of(sections.own.person).get("/admin/").content.decode()
    assert "Le espera en las páginas" in answer
    assert f"{reverse('site_pages:index')}?task=changed" in answer
    rows = listed(sections.own.person, "task=changed")
    assert "Publicado de ZAC" in rows
    assert "Borrador propio" not in rows


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.UNIVERSITY])
def test_who_keeps_no_pages_is_told_nothing_of_them(db: Any, role: str) -> None:
    user = factories.member(Institution.objects.get(code="zac-archivo"), role)
    answer = client_of(user).get("/admin/").content.decode()
    assert "Le espera en las páginas" not in answer
    assert "Todas las páginas" not in answer


def test_the_list_is_narrowed_by_topic_institution_state_and_words(sections: Sections) -> None:
    topic = Topic.objects.create(name="Agua", slug="agua")
    institution = Institution.objects.filter(state__code="ZAC")[0]
    ArticlePage.objects.filter(pk=sections.own.live.pk).update(topic=topic, institution=institution)
    zacatecas = sections.own.page.state_id
    for query in (f"topic={topic.pk}", f"institution={institution.pk}", f"state={zacatecas}", "q=Publicado+de+ZAC"):
        rows = listed(sections.national, query)
        assert "Publicado de ZAC" in rows, query
        assert "Publicado de CMX" not in rows, query
    assert "Publicado de CMX" in listed(sections.national, "")
    assert "Publicado de CMX" not in listed(sections.own.person, "")


def test_a_longer_list_asks_the_database_no_more_often(sections: Sections) -> None:
    client, address = client_of(sections.national), reverse("site_pages:index")
    institution = Institution.objects.filter(state__code="ZAC")[0]
    topics = [Topic.objects.create(name=f"Tema {number}", slug=f"tema-{number}") for number in range(6)]

    def add(topic: Topic) -> None:
        page = ArticlePage(title=topic.name, slug=topic.slug, topic=topic, institution=institution)
        sections.own.page.add_child(instance=page)
        page.save_revision().publish()

    def rows_and_queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, {"state": sections.own.page.state_id})
        return len(answer.context["object_list"]), len(asked)

    add(topics[0])
    rows_and_queries()
    few, queries = rows_and_queries()
    for topic in topics[1:]:
        add(topic)
    # Wagtail asks once for the sites of pages from some number of rows on.
    assert rows_and_queries() == (few + 5, queries)
