"""Editors make versions, see what changed in the original, and say that they caught up."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from campaigns.models import EasyReadPage, LanguagePage, UniversityActivityPage
from cms.core.reference.models import Institution
from tests import factories
from tests.campaigns.test_universities import activity
from tests.campaigns.test_versions import article, change, easy, nahuatl
from tests.cms.home.conftest import Sections, client_of, sections

__all__ = ["article", "sections"]
pytestmark = pytest.mark.django_db
SAID = "¿Ya está al día?"


def form(**fields: Any) -> dict[str, Any]:
    text = rich_text("<p>Usted puede preguntar. Es gratis.</p>")
    given = {
        "title": "Fácil",
        "summary": "",
        "body": streamfield([("paragraph", text)]),
        "clarity_reason": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MAX_NUM_FORMS": 0},
    }
    return dict(nested_form_data({**given, **fields}))


def editor() -> Client:
    return client_of(factories.superuser())


def add(kind: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["campaigns", kind, parent.pk])


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_version_begins_with_the_words_of_its_original(article: Any) -> None:
    answer = editor().get(add("easyreadpage", article))
    initial = answer.context["form"].initial
    assert initial["title"] == article.title
    assert [part.block_type for part in initial["body"]] == ["paragraph"]
    assert SAID not in answer.content.decode()


def test_it_is_made_and_published_in_the_editor(article: Any) -> None:
    answer = editor().post(add("easyreadpage", article), form(**{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    made = EasyReadPage.objects.get()
    assert (made.live, made.slug, made.source_revision_id) == (True, "lectura-facil", article.live_revision_id)


def test_a_second_version_in_a_language_is_refused_with_what_was_typed(article: Any) -> None:
    nahuatl(article)
    answer = editor().post(add("languagepage", article), form(title="Otra vez", language="nah", translator=""))
    assert "ya tiene una versión en esta lengua" in answer.content.decode()
    assert "Otra vez" in answer.content.decode()
    assert LanguagePage.objects.count() == 1


def test_the_editor_sees_what_changed_and_says_that_it_caught_up(article: Any) -> None:
    simple = easy(article)
    client = editor()
    assert "Dice lo mismo que el original de hoy" in client.get(edit(simple)).content.decode()
    change(article)
    answer = client.get(edit(simple))
    shown = answer.content.decode()
    assert "El original cambió después de hacer esta versión" in shown
    assert "deletion" in shown
    assert "Ahora dice otra cosa." in shown
    [(digest, _label)] = answer.context["form"].fields["is_current"].choices
    posted = form(is_current=digest, **{"action-publish": "1"})
    assert client.post(edit(simple), posted).status_code == 302
    simple.refresh_from_db()
    assert not simple.lags_behind()
    assert SAID not in client.get(edit(simple)).content.decode()


def test_saving_without_saying_so_leaves_it_behind(article: Any) -> None:
    simple = easy(article)
    change(article)
    assert editor().post(edit(simple), form(**{"action-publish": "1"})).status_code == 302
    simple.refresh_from_db()
    assert simple.lags_behind()


def test_what_changed_once_more_is_not_passed_over(article: Any) -> None:
    simple = easy(article)
    change(article)
    client = editor()
    [(digest, _label)] = client.get(edit(simple)).context["form"].fields["is_current"].choices
    change(article, "<p>Y ahora otra.</p>")
    answer = client.post(edit(simple), form(is_current=digest, **{"action-publish": "1"}))
    assert "El original cambió otra vez mientras usted trabajaba" in answer.content.decode()
    simple.refresh_from_db()
    assert simple.lags_behind()


def test_the_report_names_those_that_lag_behind(article: Any) -> None:
    easy(article)
    client, address = editor(), reverse("campaigns_reports:versions")
    assert "Al día" in client.get(address).content.decode()
    change(article)
    assert "El original cambió" in client.get(address).content.decode()
    table = client.get(f"{address}?export=csv")
    assert "El original cambió" in b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]
    listed = client.get(reverse("site_pages:index"), {"task": "versions"}).content.decode()
    assert "Preguntar es fácil" in listed


def test_a_states_people_neither_see_nor_make_versions_of_anothers_pages(sections: Sections) -> None:
    other, own = sections.other, sections.own
    for section in (other, own):
        section.live.title = "Canario de original" if section is other else "Original propio"
        section.live.save_revision().publish()
    strange, mine = easy(other.live, live=False), easy(own.live, live=False)
    strange.title = "Canario de versión"
    strange.save_revision()
    client = client_of(own.person)
    assert client.get(edit(mine)).status_code == 200
    for address in (add("easyreadpage", other.live), edit(strange)):
        answer = client.get(address, follow=True).content.decode()
        assert "Canario de versión" not in answer, address
    report = client.get(reverse("campaigns_reports:versions")).content.decode()
    assert mine.title in report
    assert "Canario" not in report


def test_a_state_announces_for_itself_only(sections: Sections) -> None:
    client = client_of(sections.own.person)
    answer = client.get(add("universityactivitypage", sections.own.page))
    fields = answer.context["form"].fields
    assert [each.code for each in fields["state"].queryset] == ["ZAC"]
    assert {each.state.code for each in fields["institution"].queryset} == {"ZAC"}
    assert answer.context["form"].initial["state"] == sections.own.page.state_id
    assert client.get(add("universityactivitypage", sections.other.page)).status_code in {302, 403}
    strange = activity(
        sections.other.page, "Canario", live=False, institution=Institution.objects.get(code="cmx-garante")
    )
    assert "Canario" not in client.get(edit(strange), follow=True).content.decode()


def test_what_is_missing_is_said_with_all_that_was_typed(sections: Sections) -> None:
    data = form(
        title="Convocatoria sin fecha",
        slug="sin-fecha",
        kind="call",
        university="Universidad de Ejemplo",
        modality="online",
        readings=streamfield([]),
        **{"action-publish": "1"},
    )
    answer = client_of(sections.own.person).post(add("universityactivitypage", sections.own.page), data)
    shown = answer.content.decode()
    assert "Escriba hasta qué día se puede participar" in shown
    assert "Convocatoria sin fecha" in shown
    assert not UniversityActivityPage.objects.exists()
