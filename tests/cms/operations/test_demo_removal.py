"""Taking the demonstration out: exactly what it brought goes, with its files, and what is somebody's stays."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from archive import intake
from archive.demonstration import NotDemonstration, remove_document
from archive.description import Description
from archive.models import ArchivalUnit, Creator, Document, Original, RelatedUnit
from campaigns import taking
from campaigns.models import CampaignPage, SpotPage
from cms.core import demonstration
from cms.core.models import DemoRecord, Job
from cms.core.reference.models import GlossaryTerm, Institution, State
from cms.core.tenancy import operator_account
from cms.core.visibility import viewer_of
from cms.home.models import ArticlePage, HomePage, StatePage
from search import outbox
from search.engine import engine
from search.ports import SearchQuery

STAYS = {
    "archive.ArchiveLogEntry": "what was done remains known",
    "archive.IssuedCode": "no code is given twice",
    "archive.IssuedReference": "no code is given twice",
    "core.PublicChange": "what the public sees has changed",
    "search.Change": "the index is told",
    "wagtailcore.ModelLogEntry": "what was done remains known",
    "wagtailcore.PageLogEntry": "what was done remains known",
    "wagtailcore.Revision": "the drafts of pages that the site has from the beginning",
    "wagtailcore.ReferenceIndex": "what those pages point to",
    "wagtailsearch.IndexEntry": "where the administration finds those pages",
    "wagtailsearch.SQLiteFTSIndexEntry": "where the administration finds those pages",
    "contenttypes.ContentType": "made when first asked for",
}
"""Tables in which a demonstration leaves rows, with the reason."""


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in STAYS
    }


def files() -> set[Path]:
    folders = (Path(settings.ORIGINALS_DIR), Path(settings.DERIVATIVES_DIR), Path(settings.KITS_DIR))
    return {
        path for folder in folders for path in folder.rglob("*") if path.is_file() and path.parent.name != "incoming"
    }


def run(command: str, *arguments: str) -> str:
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def removed(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("remove_demo", "--json", *arguments))
    return found


def foreign_document(code: str = "cmx-archivo") -> Document:
    """A document of somebody's in an institution that the demonstration uses too."""
    with intake.Receiver() as receiver:
        receiver.write(b"Oficio de la oficina de obras.\n")
        return intake.take_in(
            receiver.finish(),
            "oficio.txt",
            institution=Institution.objects.get(code=code),
            description=Description(title="Oficio de la oficina de obras"),
            received_by="alguien",
        ).document


@pytest.mark.usefixtures("committed_db", "index", "few")
class TestExactly:
    def test_all_that_was_brought_goes_and_nothing_else(self) -> None:
        operator_account()
        own = foreign_document()
        before, on_disk, front = counts(), files(), HomePage.objects.get().body.raw_data[:]

        run("load_demo", "--wait")
        assert counts() != before
        answer = removed()
        outbox.drain(engine())

        assert answer["kept"] == []
        assert counts() == before
        # Another test may have left the same demonstration's files behind, its rows rolled back.
        assert files() <= on_disk
        assert own.original is not None
        assert own.original.path.exists()
        assert [part["type"] for part in HomePage.objects.get().body.raw_data] == [part["type"] for part in front]
        assert list(Document.objects.all()) == [own]
        assert not engine().search(SearchQuery("solicitud de información", viewer_of(None))).total

    def test_it_can_come_again_under_new_codes(self) -> None:
        run("load_demo")
        codes = set(Document.objects.values_list("code", flat=True))
        removed()

        run("load_demo")

        assert Document.objects.count() == len(codes)
        assert codes.isdisjoint(Document.objects.values_list("code", flat=True))


@pytest.mark.django_db
@pytest.mark.usefixtures("few")
class TestRemoving:
    def test_a_second_run_finds_nothing(self) -> None:
        run("load_demo")
        removed()

        assert removed() == {"removed": {}, "kept": []}

    def test_a_rehearsal_says_what_would_go_and_changes_nothing(self) -> None:
        run("load_demo")
        before, on_disk = counts(), files()

        answer = removed("--dry-run")

        assert answer["removed"]["documento"] == Document.objects.count()
        assert counts() == before
        assert files() == on_disk

    def test_a_run_that_was_killed_is_taken_up_by_the_next(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run("load_demo")
        first = Document.objects.order_by("pk").first()
        with monkeypatch.context() as patched:
            patched.setattr(intake, "announce_removal", broken)
            with pytest.raises(KeyboardInterrupt):
                run("remove_demo")
        assert Document.objects.order_by("pk").first() == first

        assert removed()["kept"] == []
        assert not Document.objects.exists()
        assert not DemoRecord.objects.exists()

    def test_a_campaign_with_somebodys_spot_stays_with_it(self) -> None:
        run("load_demo")
        campaign = CampaignPage.objects.get(slug="preguntar-es-su-derecho", adaptation=None)
        campaign.add_child(instance=SpotPage(title="De un editor", slug="de-un-editor", live=False))

        kept = removed()["kept"]

        assert any("tiene páginas debajo" in str(each) for each in kept)
        assert SpotPage.objects.filter(slug="de-un-editor").exists()

    def test_a_campaign_that_a_state_took_stays_with_the_copy(self) -> None:
        run("load_demo")
        campaign = CampaignPage.objects.get(slug="preguntar-es-su-derecho", adaptation=None)
        copy = taking.take(campaign, State.objects.get(code="JAL"), operator_account()).adaptation.page

        kept = removed()["kept"]

        assert any("la tomó un estado" in str(each) for each in kept)
        assert list(CampaignPage.objects.exclude(adaptation=None).values_list("pk", flat=True)) == [copy.pk]

    def test_no_job_waits_for_what_is_gone(self) -> None:
        run("load_demo")
        assert Job.objects.exists()

        removed()

        assert not Job.objects.exists()

    def test_nothing_without_the_mark_is_ever_removed(self) -> None:
        own = foreign_document()

        with pytest.raises(NotDemonstration):
            remove_document(own, actor=operator_account())

        assert Document.objects.filter(pk=own.pk).exists()

    @pytest.mark.parametrize("change", ["edited", "cited"])
    def test_a_document_that_is_somebodys_now_stays_with_all_above_it(self, change: str) -> None:
        run("load_demo")
        document = Document.objects.get(title__startswith="Guía para pedir información")
        title = document.title
        CHANGES[change](document)

        kept = {each["name"] for each in removed()["kept"]}

        assert Document.objects.filter(pk=document.pk).exists()
        assert title in kept
        assert document.unit is not None
        for unit in [document.unit, *ArchivalUnit.objects.above(document.unit)]:
            assert str(ArchivalUnit.objects.get(pk=unit.pk)) in kept
        assert Creator.objects.filter(documents=document).exists()

    def test_a_file_that_another_institution_keeps_as_well_stays(self) -> None:
        run("load_demo")
        brought = Original.objects.get(filename="demostracion-glosario-gobierno-abierto.pdf")
        with intake.receive_file(brought.path) as receiver:
            intake.take_in(
                receiver,
                "glosario.pdf",
                institution=Institution.objects.get(code="yuc-archivo"),
                description=Description(title="Copia"),
                received_by="alguien",
            )

        removed()

        assert Original.objects.get().path.exists()

    def test_a_page_or_a_word_that_an_editor_changed_stays_and_is_named(self) -> None:
        run("load_demo")
        term = GlossaryTerm.objects.get(slug="version-publica")
        term.definition = "Otra explicación."
        term.save()
        page = ArticlePage.objects.get(slug="como-pido-informacion")
        page.title = "Cómo se pide información"
        page.save()

        kept = {each["name"] for each in removed()["kept"]}

        assert {"Versión pública", "Cómo se pide información"} <= kept
        assert GlossaryTerm.objects.get().definition == "Otra explicación."
        assert ArticlePage.objects.get().title == "Cómo se pide información"

    def test_an_article_that_somebodys_page_or_the_menu_leads_to_stays_and_is_named(self) -> None:
        run("load_demo")
        article = ArticlePage.objects.get(slug="como-pido-informacion")
        link = {"title": "Siga leyendo", "text": "", "label": "Cómo se pide", "page": article.pk, "address": ""}
        page_of_somebody([("action", link)])

        kept = {each["name"]: each["reason"] for each in removed()["kept"]}

        assert "lleva a ella" in kept[article.title]
        assert ArticlePage.objects.filter(pk=article.pk).exists()

    def test_a_part_of_somebodys_that_would_be_refused_today_stays_as_it_is(self) -> None:
        run("load_demo")
        front = HomePage.objects.get()
        hidden = page_of_somebody([], published=False)
        link = {"title": "Siga leyendo", "text": "", "label": "Ver", "page": hidden.pk, "address": ""}
        front.body = [*front.body.raw_data, {"type": "action", "value": link, "id": "de-alguien"}]
        front.save()
        demonstration.mark(front, "front")

        removed()

        assert HomePage.objects.get().body.raw_data[-1]["value"]["page"] == hidden.pk

    def test_what_somebody_deleted_is_not_brought_again(self) -> None:
        run("load_demo")
        GlossaryTerm.objects.get(slug="version-publica").delete()
        ArticlePage.objects.get(slug="como-pido-informacion").delete()

        run("load_demo")

        assert not GlossaryTerm.objects.filter(slug="version-publica").exists()
        assert not ArticlePage.objects.exists()


def page_of_somebody(parts: list[tuple[str, Any]], *, published: bool = True) -> ArticlePage:
    """An article below the page of a state, published with these parts or only drafted."""
    page = ArticlePage(title="De alguien", slug="de-alguien", live=False)
    StatePage.objects.all()[0].add_child(instance=page)
    page.body = [{"type": kind, "value": value, "id": f"part-{number}"} for number, (kind, value) in enumerate(parts)]
    revision = page.save_revision()
    if published:
        revision.publish()
    page.refresh_from_db()
    return page


def broken(_digest: str) -> None:
    raise KeyboardInterrupt


def _edited(document: Document) -> None:
    document.title = "Un título mejor"
    document.save_revision()


def _cited(document: Document) -> None:
    RelatedUnit.objects.create(document=foreign_document(), target=document)


CHANGES: dict[str, Callable[[Document], None]] = {"edited": _edited, "cited": _cited}
