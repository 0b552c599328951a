"""The stamp of the public site: another one after every change that readers can see, and only then."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from archive import derivatives, tasks
from archive.models import Creator, Document, PageText
from cms.core import freshness, jobs
from cms.core.models import PublicChange
from cms.home.models import HomePage
from search import outbox
from search.models import Change
from tests import factories

SEEN = {
    "home_homepage",
    "core_siteimage",
    "home_articleindexpage",
    "home_articlepage",
    "home_articlepage_unmarked_terms",
    "home_bodiespage",
    "home_bodypage",
    "home_bodypage_results",
    "home_glossarypage",
    "home_placespage",
    "home_regionpage",
    "home_statepage",
    "home_textpage",
    "home_topic",
    "campaigns_adaptation",
    "campaigns_airing",
    "campaigns_correction",
    "campaigns_announcement",
    "campaigns_eventpage",
    "campaigns_eventspage",
    "campaigns_campaignpage",
    "campaigns_campaignpage_goals",
    "campaigns_campaignpage_states",
    "campaigns_campaignpage_subjects",
    "campaigns_campaignspage",
    "campaigns_easyreadpage",
    "campaigns_languagepage",
    "campaigns_kitfile",
    "campaigns_kitversion",
    "campaigns_artwork",
    "campaigns_recording",
    "campaigns_socialpost",
    "campaigns_spotformat",
    "campaigns_spotpage",
    "campaigns_universitiespage",
    "campaigns_universityactivitypage",
    "reference_strategygoal",
    "navigation_navigation",
    "navigation_sitetexts",
    "reference_fact",
    "reference_fact_states",
    "reference_region",
    "reference_region_states",
    "archive_archivepage",
    "archive_creator",
    "archive_archivalunit",
    "archive_original",
    "archive_reading",
    "archive_documenttype",
    "archive_document",
    "archive_version",
    "archive_correction",
    "archive_relatedunit",
    "archive_subject",
    "archive_subjectofdocument",
    "archive_creatorname",
    "archive_creatorsuccession",
    "archive_fondspage",
    "archive_pagetext",
    "reference_source",
    "reference_state",
    "reference_institution",
    "reference_succession",
    "reference_glossaryterm",
    "campaigns_pressroompage",
    "campaigns_pressreleasepage",
    "campaigns_clipping",
    "campaigns_appearancepage",
    "core_pageembargo",
    "wagtailcore_page",
    "wagtailcore_site",
    "wagtailcore_locale",
    "wagtailcore_collection",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups",
    "wagtailredirects_redirect",
    "wagtaildocs_document",
    "wagtailimages_image",
    "wagtailembeds_embed",
    "taggit_tag",
    "taggit_taggeditem",
}
"""Tables that a public page shows, or that decide who may see it."""
RARE = {
    "archive_reviewtask",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "auth_user_groups",
    "auth_user_user_permissions",
    "django_content_type",
    "wagtailadmin_admin",
    "wagtailcore_apitoken",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_groupapprovaltask",
    "wagtailcore_groupapprovaltask_groups",
    "wagtailcore_groupcollectionpermission",
    "wagtailcore_grouppagepermission",
    "wagtailcore_groupsitepermission",
    "wagtailcore_pagesubscription",
    "wagtailcore_task",
    "wagtailcore_workflow",
    "wagtailcore_workflowcontenttype",
    "wagtailcore_workflowpage",
    "wagtailcore_workflowtask",
}
"""No page shows them; they are written so seldom that nobody needs to know."""


def test_of_every_table_somebody_has_said_whether_the_public_sees_it() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    only_on_sqlite = {"wagtailsearch_indexentry_fts"}
    assert tables | only_on_sqlite == SEEN | RARE | set(freshness.UNSEEN)
    assert not (SEEN | RARE) & set(freshness.UNSEEN)


def rename(document: Document) -> None:
    document.title = "Otro"
    document.save()


WRITES: dict[str, Callable[[Document], object]] = {
    "save": rename,
    "update of a queryset": lambda document: Document.objects.update(rights="Otros"),
    "bulk_create": lambda document: PageText.objects.bulk_create(
        [PageText(original=document.original, number=9, quality="good", width=1, height=1)]
    ),
    "bulk_update": lambda document: Document.objects.bulk_update([document], ["title"]),
    "deletion": lambda document: PageText.objects.all().delete(),
    "a page that is moved": lambda document: HomePage.objects.get().move(Page.objects.get(depth=1), "last-child"),
    "a page that is unpublished": lambda document: HomePage.objects.get().unpublish(),
    "the name of a site": lambda document: Site.objects.update(site_name="Otro"),
    "a redirect": lambda document: Redirect.add_redirect("/viejo", "/archivo/"),
    "a name": lambda document: Creator.objects.update(name="Otra"),
    "a cover": lambda document: tasks._write(derivatives.cover_path("0" * 64), b"RIFF"),
    "SQL by hand": lambda document: connection.cursor().execute("UPDATE archive_document SET rights = 'x'"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_every_way_of_writing_changes_the_stamp(write: Callable[[Document], object]) -> None:
    document = factories.published("Ley", pages=["texto"], creator="Comité")
    before = freshness.stamp()
    assert freshness.stamp() == before
    write(document)
    assert freshness.stamp() != before


@pytest.mark.django_db
def test_what_the_public_does_not_see_leaves_the_stamp() -> None:
    document = factories.published("Ley", pages=["texto"])
    staff = factories.superuser()
    before = freshness.stamp()
    Client().force_login(staff)
    jobs.enqueue("prueba", "prueba", {})
    Change.objects.create(source=1, row=document.pk)
    assert freshness.stamp() == before


@pytest.mark.django_db
def test_reading_leaves_the_stamp(index: None) -> None:
    document = factories.published("Ley", pages=["texto"])
    before = freshness.stamp()
    for address in ("/", "/archivo/", f"/d/{document.code}", f"/d/{document.code}/p1", "/buscar/?q=texto", "/nada/"):
        Client().get(address)
    assert freshness.stamp() == before


@pytest.mark.django_db
def test_a_transaction_leaves_one_row_however_much_it_writes() -> None:
    freshness.stamp()
    before = PublicChange.objects.count()
    with transaction.atomic():
        for number in range(20):
            factories.document(f"Acta {number}")
    assert PublicChange.objects.count() == before + 1


@pytest.mark.django_db
def test_a_part_that_is_rolled_back_does_not_count_for_the_rest() -> None:
    """The row of the first change goes with its savepoint: the second one needs a row of its own."""
    document = factories.document("Acta")
    before = freshness.stamp()
    with transaction.atomic():
        with transaction.atomic():
            rename(document)
            transaction.set_rollback(True)
        Document.objects.update(rights="Otros")
    assert freshness.stamp() != before


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_the_stamp() -> None:
    document = factories.document("Acta")
    before = freshness.stamp()
    with transaction.atomic():
        rename(document)
        transaction.set_rollback(True)
    assert freshness.stamp() == before


@pytest.mark.django_db
def test_a_number_given_again_after_a_rollback_is_no_old_stamp() -> None:
    seen = set()
    for _turn in range(3):
        with transaction.atomic():
            factories.document("Acta")
            seen.add(freshness.stamp())
            transaction.set_rollback(True)
    assert len(seen) == 3


def test_outside_a_transaction_change_and_row_are_one(committed_db: None) -> None:
    """Otherwise a process that is killed between the two would leave old pages behind."""
    assert not connection.in_atomic_block
    creator = Creator.objects.named("Comité")
    with connection.execute_wrapper(_refuse_public_changes), pytest.raises(Killed):
        Creator.objects.filter(pk=creator.pk).update(name="Otro")
    assert Creator.objects.get(pk=creator.pk).name == "Comité"
    before = freshness.stamp()
    Creator.objects.filter(pk=creator.pk).update(name="Otro")
    assert freshness.stamp() != before
    before = freshness.stamp()
    Redirect.objects.create(old_path="/viejo", redirect_link="/archivo/")
    assert freshness.stamp() != before


def test_whoever_wraps_statements_for_a_while_takes_the_watch_from_nobody(committed_db: None) -> None:
    connection.close()
    with connection.execute_wrapper(lambda execute, *asked: execute(*asked)):
        before = freshness.stamp()
    Creator.objects.named("Comité")
    assert freshness.stamp() != before


class Killed(Exception):
    """Stands for the end of the process."""


def _refuse_public_changes(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    if "core_publicchange" in sql:
        raise Killed
    return execute(sql, params, many, context)


def test_other_threads_see_the_new_stamp_at_the_commit_and_not_before(committed_db: None) -> None:
    document = factories.document("Acta")
    before = stamp_elsewhere()
    with transaction.atomic():
        rename(document)
        assert stamp_elsewhere() == before
    assert stamp_elsewhere() != before


def stamp_elsewhere() -> str:
    seen: list[str] = []

    def look() -> None:
        seen.append(freshness.stamp())
        connection.close()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


@pytest.mark.django_db
def test_the_relay_forgets_old_changes_and_no_stamp_comes_back() -> None:
    for minutes in (40, 30, 20, 1):
        with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
            freshness.stamp()
            freshness.touch()
    before = freshness.stamp()
    outbox.prune()
    assert not PublicChange.objects.filter(created_at__lt=timezone.now() - freshness.KEEP_CHANGES).exists()
    assert freshness.stamp() != before
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        outbox.prune()
    assert PublicChange.objects.count() == 1


def test_changes_outlive_the_pages_that_were_made_before_them() -> None:
    assert freshness.KEEP_CHANGES > 2 * freshness.LONGEST


@pytest.mark.django_db
def test_what_opens_by_itself_is_announced() -> None:
    now = timezone.now()
    assert freshness.next_change(now) is None
    later = factories.published("Después", at=now + timedelta(hours=2)).public_from
    sooner = factories.reserved("Antes", until=now + timedelta(hours=1), approved=True).public_from
    factories.reserved("Nunca", until=now + timedelta(minutes=1), approved=False)
    assert sooner
    assert freshness.next_change(now) == sooner
    assert freshness.next_change(sooner) == later


def test_migrations_run_where_the_table_of_changes_is_not_there_yet(committed_db: None) -> None:
    call_command("migrate", "core", "0002", verbosity=0)
    Creator.objects.create(name="Mientras tanto")
    call_command("migrate", "core", verbosity=0)
    assert PublicChange.objects.count() == 1
    Creator.objects.create(name="Después")
    assert PublicChange.objects.count() == 2
