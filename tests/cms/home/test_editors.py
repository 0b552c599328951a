"""Who may work with which pages, by their role and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupPagePermission, Page

from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Fact, GlossaryTerm, Institution, Region
from cms.home import editors
from cms.home.models import ArticleIndexPage, ArticlePage, HomePage, StatePage
from tests import factories
from tests.cms.home.conftest import CANARY, Sections, client_of


def text_of(response: Any) -> str:
    return f"{response.headers}{response.content.decode('utf-8', 'replace')}"


def page_address(name: str, page: Page, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *args])


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.REVIEWER, Role.UNIVERSITY])
def test_other_roles_have_nothing_to_do_with_pages(db: Any, role: str) -> None:
    user = factories.member(Institution.objects.get(code="zac-archivo"), role)
    assert groups_of(user) == set()
    assert client_of(user).get("/admin/pages/").status_code == 302


@pytest.mark.parametrize("role", editors.EDITORS)
def test_a_role_gives_the_pages_of_its_institution(db: Any, role: str) -> None:
    assert groups_of(factories.member(Institution.objects.get(code="zac-archivo"), role)) == {
        "Comunicación de estado: ZAC"
    }
    national = Institution.objects.filter(state=None, kind=Institution.Kind.COMMISSION).first()
    assert national is not None
    assert groups_of(factories.member(national, role)) == {"Comunicación nacional"}
    assert groups_of(factories.member(factories.institution(), role)) == set()


def test_a_lost_role_takes_the_pages_away_at_once(sections: Sections) -> None:
    client, person = client_of(sections.own.person), sections.own.person
    edit = page_address("edit", sections.own.live)
    assert client.get(edit).status_code == 200
    person.memberships.all()[0].delete()
    assert groups_of(person) == set()
    assert client.get(edit).status_code == 302


def test_a_role_that_changes_hands_or_kind_takes_its_pages_along(sections: Sections) -> None:
    before, after = sections.own.person, User.objects.create_user("otra-persona")
    membership = before.memberships.get()
    membership.user = after
    membership.save()
    assert (groups_of(before), groups_of(after)) == (set(), {"Comunicación de estado: ZAC"})
    membership.institution = Institution.objects.filter(state__code="CMX")[0]
    membership.save()
    assert groups_of(after) == {"Comunicación de estado: CMX"}
    membership.role = Role.ARCHIVIST
    membership.save()
    assert groups_of(after) == set()


def test_the_group_is_changed_in_the_transaction_of_the_role(sections: Sections) -> None:
    person = sections.own.person
    with transaction.atomic():
        person.memberships.get().delete()
        assert groups_of(person) == set()
        transaction.set_rollback(True)
    assert groups_of(person) == {"Comunicación de estado: ZAC"}


def test_an_institution_that_becomes_a_states_takes_its_people_along(db: Any) -> None:
    institution = factories.institution()
    person = factories.member(institution, Role.COMMUNICATION)
    institution.state = StatePage.objects.all()[0].state
    institution.save()
    assert groups_of(person) == {f"Comunicación de estado: {institution.state.code}"}


def test_who_was_put_in_by_hand_leaves_with_the_next_change(sections: Sections) -> None:
    intruder = User.objects.create_user("por-la-ventana")
    intruder.groups.add(Group.objects.get(name="Comunicación nacional"))
    factories.member(Institution.objects.get(code="zac-archivo"), Role.COMMUNICATION)
    assert groups_of(intruder) == set()


def test_after_migrations_everything_is_as_roles_say(sections: Sections) -> None:
    Membership.objects.all()  # The rows stay; what they gave is lost.
    Group.objects.all().delete()
    GroupPagePermission.objects.all().delete()
    editors.migrated()
    assert groups_of(sections.own.person) == {"Comunicación de estado: ZAC"}
    assert client_of(sections.own.person).get(page_address("edit", sections.own.live)).status_code == 200


def test_a_states_people_work_on_their_page_and_below_it(sections: Sections) -> None:
    client, own = client_of(sections.own.person), sections.own
    assert client.get(reverse("wagtailadmin_explore", args=[own.page.pk])).status_code == 200
    for name in ("edit", "history", "view_draft", "copy"):
        assert client.get(page_address(name, own.live)).status_code == 200, name
    assert client.get(reverse("wagtailadmin_pages:add", args=["home", "articlepage", own.page.pk])).status_code == 200
    editor = text_of(client.get(page_address("edit", own.page)))
    assert 'name="summary"' in editor
    assert 'name="state"' not in editor
    assert 'name="state"' in text_of(client_of(sections.national).get(page_address("edit", own.page)))


def test_a_states_people_cannot_take_their_page_away(sections: Sections) -> None:
    client, page = client_of(sections.own.person), sections.own.page
    for article in (sections.own.live, sections.own.draft):
        Page.objects.get(pk=article.pk).delete()
    for name in ("delete", "unpublish", "move"):
        assert client.post(page_address(name, page)).status_code in {302, 403}, name
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={page.pk}", {})
    kept = StatePage.objects.get(pk=page.pk)
    assert (kept.live, kept.path) == (True, page.path)
    assert client_of(sections.national).get(page_address("unpublish", page)).status_code == 200


def test_a_states_people_neither_hide_their_page_nor_change_its_address(sections: Sections) -> None:
    page = sections.own.page
    form = {
        "title": "Zacatecas transparente",
        "slug": "otra-direccion",
        "go_live_at": "2099-01-01 00:00",
        "expire_at": "2098-01-01 00:00",
        "state": page.state_id,
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    edit = page_address("edit", page)
    shown = text_of(client_of(sections.own.person).get(edit))
    assert 'name="slug"' not in shown
    assert 'name="expire_at"' not in shown
    assert client_of(sections.own.person).post(edit, form).status_code == 302
    kept = StatePage.objects.get(pk=page.pk)
    assert (kept.title, kept.live) == ("Zacatecas transparente", True)
    assert (kept.slug, kept.go_live_at, kept.expire_at) == (page.slug, None, None)
    client_of(sections.national).post(edit, {**form, "go_live_at": ""})
    changed = StatePage.objects.get(pk=page.pk)
    assert changed.slug == "otra-direccion"
    assert changed.expire_at is not None


NAMED = ["edit", "view_draft", "delete", "unpublish", "copy", "move", "history", "usage", "lock", "unlock"]


def attempts(sections: Sections) -> list[tuple[str, str]]:
    """Every way in that has a name, against what is another's."""
    other, found = sections.other, []
    for page in (other.page, other.live, other.draft):
        found += [(name, page_address(name, page)) for name in NAMED]
        found.append(("preview", page_address("preview_on_edit", page)))
        found.append(("set_privacy", page_address("set_privacy", page)))
        found.append(("workflow_history", page_address("workflow_history", page)))
        found.append(("explore", reverse("wagtailadmin_explore", args=[page.pk])))
        found.append(("results", reverse("wagtailadmin_explore_results", args=[page.pk])))
    live, revision = other.live, other.revision.pk
    for name, args in (
        ("revisions_view", [revision]),
        ("revisions_revert", [revision]),
        ("revisions_compare", ["live", revision]),
        ("revisions_unschedule", [revision]),
        ("move_confirm", [sections.own.page.pk]),
    ):
        found.append((name, page_address(name, live, *args)))
    move_here = page_address("move_confirm", sections.own.live, other.page.pk)
    for action in ("delete", "publish", "unpublish", "move"):
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        found.append((f"bulk {action}", f"{bulk}?id={live.pk}&id={other.draft.pk}"))
    add = reverse("wagtailadmin_pages:add", args=["home", "articlepage", other.page.pk])
    add_to_list = reverse("wagtailadmin_pages:add", args=["home", "articlepage", ArticleIndexPage.objects.get().pk])
    return [*found, ("move there", move_here), ("add", add), ("add to the national list", add_to_list)]


def state_of(sections: Sections) -> list[Any]:
    """All that an attempt could change."""
    rows = Page.objects.order_by("pk").values_list("pk", "path", "title", "live", "locked", "latest_revision_id")
    return list(rows)


def test_nobody_gets_at_the_pages_of_another_state(sections: Sections) -> None:
    client, before = client_of(sections.own.person), state_of(sections)
    for name, address in attempts(sections):
        for answer in (client.get(address), client.post(address, {"title": "Tomado", "slug": "tomado"})):
            assert CANARY not in text_of(answer), (name, answer.status_code)
    assert state_of(sections) == before
    seen = {name: client_of(sections.national).get(address) for name, address in attempts(sections)}
    assert sum(CANARY in text_of(answer) for answer in seen.values()) > 10, "the attempts reach nothing at all"


def test_an_article_is_not_copied_into_another_state(sections: Sections) -> None:
    client = client_of(sections.own.person)
    form = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": sections.other.page.pk}
    client.post(page_address("copy", sections.own.live), form)
    assert not Page.objects.filter(slug="copia").exists()
    client.post(page_address("copy", sections.own.live), {**form, "new_parent_page": sections.own.page.pk})
    assert Page.objects.get(slug="copia").get_parent().pk == sections.own.page.pk


LISTS = [
    "/admin/",
    "/admin/pages/search/?q=borrador",
    "/admin/pages/search/results/?q=borrador",
    "/admin/choose-page/search/?q=borrador",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/page-types-usage/",
    "/admin/pages/usage/home/articlepage/",
]


@pytest.mark.parametrize("address", LISTS)
def test_lists_tell_nothing_of_others_drafts(sections: Sections, address: str) -> None:
    assert CANARY not in text_of(client_of(sections.own.person).get(address))


def test_the_page_chooser_shows_of_others_what_is_public(sections: Sections) -> None:
    client, other = client_of(sections.own.person), sections.other
    below = reverse("wagtailadmin_choose_page_child", args=[other.page.pk])
    answer = text_of(client.get(below))
    assert "Publicado de CMX" in answer
    assert CANARY not in answer
    assert CANARY in text_of(client_of(sections.national).get(below))
    draft = reverse("wagtailadmin_choose_page_child", args=[other.draft.pk])
    assert client.get(draft).status_code == 404
    assert client_of(sections.national).get(draft).status_code == 200
    several = reverse("wagtailadmin_choose_page_chosen_multiple")
    assert client.get(f"{several}?id={other.draft.pk}").status_code == 404
    assert client.get(f"{several}?id={other.live.pk}").status_code == 200


def test_an_article_is_signed_with_ones_own_institution(sections: Sections) -> None:
    foreign = Institution.objects.filter(state__code="CMX")[0]
    editor = text_of(client_of(sections.own.person).get(page_address("edit", sections.own.live)))
    assert f'<option value="{foreign.pk}"' not in editor
    assert f'<option value="{sections.own.person.memberships.get().institution_id}"' in editor
    assert f'<option value="{foreign.pk}"' in text_of(
        client_of(sections.national).get(page_address("edit", sections.own.live))
    )


def test_the_national_people_keep_the_site(sections: Sections) -> None:
    client = client_of(sections.national)
    home, index = HomePage.objects.get(), ArticleIndexPage.objects.get()
    assert client.get(page_address("edit", home)).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:add", args=["home", "articlepage", index.pk])).status_code == 200
    for address in (
        "/admin/settings/navigation/navigation/",
        "/admin/settings/navigation/sitetexts/",
        reverse("topics:add"),
        reverse("facts:add"),
        reverse("sources:add"),
        reverse("glossary:add"),
        reverse("regions:add"),
        reverse("wagtailredirects:add"),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:add"),
    ):
        assert client.get(address, follow=True).status_code == 200, address
        assert "/login/" not in text_of(client.get(address)), address


def test_a_states_people_do_not_keep_the_site(sections: Sections) -> None:
    client = client_of(sections.own.person)
    for address in (
        "/admin/settings/navigation/navigation/",
        reverse("topics:add"),
        reverse("facts:add"),
        reverse("glossary:add"),
        reverse("regions:add"),
        reverse("wagtailredirects:add"),
        reverse("institutions:add"),
        page_address("edit", HomePage.objects.get()),
        reverse("wagtailusers_users:index"),
    ):
        assert client.get(address).status_code in {302, 403}, address
    for model in (Fact, GlossaryTerm, Region):
        assert not sections.own.person.has_perm(f"reference.change_{model._meta.model_name}")


@pytest.mark.parametrize(("name", "is_taken"), [("guia.pdf", True), ("virus.exe", False), ("pagina.html", False)])
def test_editors_bring_what_people_read_and_no_programs(sections: Sections, name: str, is_taken: bool) -> None:
    data = {"title": "Adjunto", "collection": Collection.get_first_root_node().pk, "tags": ""}
    file = SimpleUploadedFile(name, b"%PDF-1.4 MZ")
    client_of(factories.superuser()).post(reverse("wagtaildocs:add"), {**data, "file": file})
    assert get_document_model().objects.filter(title="Adjunto").exists() == is_taken


def test_each_states_files_are_its_own(sections: Sections) -> None:
    own = Collection.objects.get(name="Páginas de Zacatecas")
    other = Collection.objects.get(name="Páginas de Ciudad de México")
    form = text_of(client_of(sections.own.person).get(reverse("wagtailimages:add_multiple")))
    assert other.name not in form
    answer = client_of(sections.own.person).get(f"{reverse('wagtailimages:index')}?collection_id={other.pk}")
    assert "Páginas de Ciudad" not in text_of(answer)
    assert own.get_parent().is_root()


def test_an_article_of_a_state_is_made_and_published_by_its_people(sections: Sections) -> None:
    client = client_of(sections.own.person)
    form = {
        "title": "Qué hace el instituto",
        "slug": "que-hace",
        "summary": "Una frase",
        "kind": "article",
        "body-count": "0",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    client.post(reverse("wagtailadmin_pages:add", args=["home", "articlepage", sections.own.page.pk]), form)
    made = ArticlePage.objects.get(slug="que-hace")
    assert made.live
    assert made.owner == sections.own.person
