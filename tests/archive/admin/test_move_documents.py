"""Moving many documents at once: drafts at once, public ones after approval, others' never."""

from typing import Any

import pytest
from django.urls import reverse

from archive import classification
from archive.models import Document
from tests.archive.admin.conftest import CANARY, World, text_of
from tests.archive.admin.test_tree import BULK, MEMBERS, reread, series_in


def test_drafts_are_moved_at_once_and_public_ones_after_approval(world: World) -> None:
    series, client = series_in(world), world.client("archivist")
    query = f"id={world.a.draft.pk}&id={world.a.published.pk}&id={world.a.waiting.pk}&next=/admin/"
    page = text_of(client.get(f"{BULK}?{query}"))
    assert "los lectores lo verán ahí cuando se apruebe" in page
    assert "Estos se quedan donde están" in page
    place = reread(world.a.waiting).unit
    response = client.post(f"{BULK}?{query}", {"unit": series.pk, "reason": "Por materia"})
    assert response.status_code == 302
    draft, published = reread(world.a.draft), reread(world.a.published)
    assert (draft.unit, published.unit) == (series, None)
    assert (draft.title, published.title) == ("Borrador propio", "Publicado propio")
    assert published.get_latest_revision_as_object().unit == series
    assert published.get_latest_revision_as_object().title == "Cambiado propio"
    assert reread(world.a.waiting).unit == place
    assert "Movido en el cuadro" in text_of(
        client.get(reverse("wagtailsnippets_archive_document:history_results", args=[draft.pk]))
    )


@pytest.mark.parametrize("who", [*MEMBERS, "commission"])
def test_documents_of_others_are_neither_listed_nor_moved(world: World, who: str) -> None:
    series, client = series_in(world), world.client(who)
    others = Document.objects.exclude(holding_institution=world.a.institution).order_by("pk")
    before = list(others.values())
    theirs = [each for holder in (world.b, world.c) for each in (holder.draft, holder.published)]
    query = "&".join(f"id={each.pk}" for each in theirs)
    for address in (f"{BULK}?{query}", f"{BULK}?id=all&holding_institution={world.b.institution.pk}"):
        assert CANARY not in text_of(client.get(address))
        for unit in (series, world.b.unit):
            assert CANARY not in text_of(client.post(address, {"unit": unit.pk}))
    own = f"{BULK}?id={world.a.draft.pk}"
    assert CANARY not in text_of(client.post(own, {"unit": world.b.unit.pk}))
    assert list(others.values()) == before
    assert not Document.objects.filter(unit=world.b.unit).exists()


def test_what_one_may_see_but_not_change_is_not_moved(world: World) -> None:
    series = series_in(world)
    for who in ("reviewer", "communication", "university"):
        world.client(who).post(f"{BULK}?id={world.a.draft.pk}", {"unit": series.pk})
        assert reread(world.a.draft).unit is None, who


def test_documents_of_two_institutions_are_not_moved_together(world: World) -> None:
    client = world.client("superuser")
    query = f"id={world.a.draft.pk}&id={world.b.draft.pk}"
    response = client.post(f"{BULK}?{query}", {"unit": world.a.unit.pk})
    assert "Son de varias instituciones" in text_of(response)
    assert reread(world.a.draft).unit is None


def test_moving_is_refused_where_the_domain_refuses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the page and its form the document may have been submitted."""

    def refuse(*_args: Any, **_kwargs: Any) -> int:
        raise classification.NotPossible("Está en revisión")

    monkeypatch.setattr(classification, "move_documents", refuse)
    address = f"{BULK}?id={world.a.draft.pk}&next=/admin/"
    response = world.client("archivist").post(address, {"unit": world.a.unit.pk}, follow=True)
    assert "Está en revisión" in text_of(response)
