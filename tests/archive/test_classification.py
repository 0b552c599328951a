"""The classification scheme: units and documents change places, and are shown or not, with the index told once."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import classification, publication
from archive.classification import NotPossible
from archive.models import ArchivalUnit, ArchiveLogEntry, Creator, Document
from archive.vocabularies import Level, Stage
from cms.core.visibility import State
from search.models import Change
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def fonds() -> ArchivalUnit:
    return factories.unit("Fondo", holder=factories.institution())


@pytest.fixture
def actor(fonds: ArchivalUnit) -> User:
    return factories.member(fonds.institution)


def within(parent: ArchivalUnit, level: str = Level.SERIES, title: str = "") -> ArchivalUnit:
    return factories.unit(title, parent=parent, level=level)


def reread(unit: ArchivalUnit) -> ArchivalUnit:
    return ArchivalUnit.objects.get(pk=unit.pk)


def fill(unit: ArchivalUnit, number: int) -> None:
    """Many documents at once, as they stand in the table."""
    first = Document.objects.count()
    Document.objects.bulk_create(
        Document(
            code=f"x{first + place}",
            title=f"Documento {place}",
            holding_institution=unit.institution,
            unit=unit,
            reference_code=f"{unit.reference_code}/{place:05d}",
        )
        for place in range(number)
    )


def changed() -> list[int]:
    return sorted(Change.objects.values_list("row", flat=True))


def test_a_move_takes_along_what_hangs_below_and_keeps_codes_and_addresses(fonds: ArchivalUnit, actor: User) -> None:
    section, series = within(fonds, Level.SECTION), within(fonds)
    dossier = within(series, Level.DOSSIER)
    fill(dossier, 3)
    kept = [(each.code, each.reference_code) for each in (series, dossier)]
    classification.move(series, section, actor=actor, reason="Nuevo cuadro")
    series, dossier = reread(series), reread(dossier)
    assert series.parent == section
    assert series.path == f"{reread(section).path}{series.pk:09d}/"
    assert dossier.path == f"{series.path}{dossier.pk:09d}/"
    assert [(each.code, each.reference_code) for each in (series, dossier)] == kept
    assert classification.documents_in(section).count() == 3
    entry = ArchiveLogEntry.objects.for_instance(series).get()
    assert (entry.action, entry.data["to"], entry.data["reason"]) == (
        "archive.move",
        section.reference_code,
        "Nuevo cuadro",
    )


def test_a_move_tells_the_index_of_each_document_once(fonds: ArchivalUnit, actor: User) -> None:
    section, series = within(fonds, Level.SECTION), within(fonds)
    dossier = within(series, Level.DOSSIER)
    fill(series, 2)
    fill(dossier, 2)
    fill(section, 1)
    Change.objects.all().delete()
    classification.move(series, section, actor=actor)
    assert changed() == sorted(classification.documents_in(reread(series)).values_list("pk", flat=True))


def test_a_move_of_ten_thousand_asks_as_many_statements_as_one_of_ten(fonds: ArchivalUnit, actor: User) -> None:
    asked = {}
    for number in (10, 1_000, 10_000):
        series, section = within(fonds), within(fonds, Level.SECTION)
        fill(series, number)
        Change.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            classification.move(series, section, actor=actor)
        asked[number] = len(queries)
        assert Change.objects.count() == number
    assert asked[10] == asked[1_000] == asked[10_000] <= 20


def test_what_is_not_a_place_is_refused(fonds: ArchivalUnit, actor: User) -> None:
    series = within(fonds)
    dossier = within(series, Level.DOSSIER)
    elsewhere = factories.unit(holder=factories.institution())
    for unit, parent in ((series, dossier), (series, series), (series, elsewhere), (fonds, series), (series, fonds)):
        with pytest.raises(NotPossible):
            classification.move(unit, parent, actor=actor)
        assert reread(unit).parent == unit.parent
    assert not ArchiveLogEntry.objects.exists()


def test_what_readers_see_is_not_hung_from_what_they_do_not(fonds: ArchivalUnit, actor: User) -> None:
    series, hidden = within(fonds), within(fonds, Level.SECTION)
    classification.show(fonds, actor=actor)
    classification.show(series, actor=actor)
    with pytest.raises(NotPossible, match="Muéstrela antes"):
        classification.move(series, hidden, actor=actor)


def test_units_to_hang_from_are_the_higher_ones_of_the_same_institution(fonds: ArchivalUnit) -> None:
    section, series = within(fonds, Level.SECTION), within(fonds)
    within(series, Level.SUBSERIES)
    factories.unit(holder=factories.institution())
    assert set(classification.may_hang_from(series)) == {fonds, section}
    assert not classification.may_hang_from(fonds).exists()


def test_showing_begins_at_the_top_and_hiding_takes_everything_below(fonds: ArchivalUnit, actor: User) -> None:
    series = within(fonds)
    fill(series, 2)
    with pytest.raises(NotPossible, match="Muestre antes"):
        classification.show(series, actor=actor)
    for unit in (fonds, series):
        Change.objects.all().delete()
        assert classification.show(unit, actor=actor).is_shown
        assert changed() == sorted(Document.objects.values_list("pk", flat=True))
    Change.objects.all().delete()
    classification.hide(fonds, actor=actor, reason="Se ordena de nuevo")
    assert not reread(series).is_shown
    assert not reread(fonds).is_shown
    assert changed() == sorted(Document.objects.values_list("pk", flat=True))


def test_showing_or_hiding_again_leaves_no_trace(fonds: ArchivalUnit, actor: User) -> None:
    classification.hide(fonds, actor=actor)
    classification.show(fonds, actor=actor)
    since = reread(fonds).public_from
    classification.show(fonds, actor=actor)
    assert reread(fonds).public_from == since
    assert [entry.action for entry in ArchiveLogEntry.objects.for_instance(fonds)] == ["archive.show"]


def test_counts_of_siblings_take_two_statements(fonds: ArchivalUnit) -> None:
    first, second = within(fonds), within(fonds)
    within(first, Level.DOSSIER)
    fill(within(first, Level.DOSSIER), 3)
    fill(first, 1)
    fill(factories.unit(holder=factories.institution()), 5)
    with CaptureQueriesContext(connection) as queries:
        found = classification.branches([first, second], Document.objects.all())
    assert [(each.units, each.documents) for each in found] == [(2, 4), (0, 0)]
    assert len(queries) == 2
    assert (classification.below(fonds).units, classification.below(fonds).documents) == (4, 4)


def test_the_level_of_what_is_added_follows_its_siblings(fonds: ArchivalUnit) -> None:
    assert classification.fitting_level(None) == Level.FONDS
    assert classification.fitting_level(fonds) == Level.SECTION
    series = within(fonds, Level.SERIES)
    assert classification.fitting_level(fonds) == Level.SERIES
    assert classification.fitting_level(series) == Level.SUBSERIES
    assert not classification.may_hold_units(within(series, Level.DOSSIER))


def test_a_draft_is_put_elsewhere_in_its_row_and_in_its_revision(fonds: ArchivalUnit, actor: User) -> None:
    series = within(fonds)
    plain, edited = (factories.document(holder=fonds.institution) for _each in range(2))
    edited.title = "Título mejor"
    edited.save_revision(user=actor)
    assert classification.move_documents([plain, edited], series, actor=actor, reason="Por materia") == 2
    for each in (plain, edited):
        row = Document.objects.get(pk=each.pk)
        assert (row.unit, row.live) == (series, False)
        assert row.reference_code.startswith(f"{series.reference_code}/")
        assert row.get_latest_revision_as_object().unit == series
    assert Document.objects.get(pk=plain.pk).latest_revision is None
    assert Document.objects.get(pk=edited.pk).get_latest_revision_as_object().title == "Título mejor"
    entries = ArchiveLogEntry.objects.filter(action="archive.move")
    assert len(entries) == 2
    assert len({each.uuid for each in entries}) == 1


def test_what_is_public_stays_where_readers_know_it_until_it_is_approved(fonds: ArchivalUnit, actor: User) -> None:
    old, new = within(fonds), within(fonds)
    document = factories.document(holder=fonds.institution)
    document.unit = old
    document.save()
    publication.publish(document, actor=actor)
    before = Document.objects.filter(pk=document.pk).values("title", "unit", "state", "reference_code").get()
    classification.move_documents([document], new, actor=actor, reason="Por materia")
    row = Document.objects.get(pk=document.pk)
    assert Document.objects.filter(pk=document.pk).values("title", "unit", "state", "reference_code").get() == before
    latest = row.get_latest_revision_as_object()
    assert (latest.unit, latest.change_reason, row.has_unpublished_changes) == (new, "Por materia", True)


@pytest.mark.parametrize("stage", [Stage.INSTITUTION, Stage.COMMISSION])
def test_what_is_under_review_or_withdrawn_is_not_moved(fonds: ArchivalUnit, actor: User, stage: str) -> None:
    series = within(fonds)
    in_review, withdrawn = factories.document(holder=fonds.institution), factories.withdrawn(holder=fonds.institution)
    Document.objects.filter(pk=in_review.pk).update(stage=stage)
    own = factories.document(holder=fonds.institution)
    for each in (in_review, withdrawn):
        with pytest.raises(NotPossible):
            classification.move_documents([own, each], series, actor=actor)
    assert Document.objects.filter(unit=series).count() == 0
    assert withdrawn.state == State.WITHDRAWN


def test_a_document_is_not_put_into_anothers_unit(actor: User) -> None:
    foreign, document = factories.unit(holder=factories.institution()), factories.document()
    with pytest.raises(NotPossible, match="otra institución"):
        classification.move_documents([document], foreign, actor=actor)


def test_a_reserved_document_keeps_its_row(fonds: ArchivalUnit, actor: User) -> None:
    document = factories.reserved(holder=fonds.institution, until=timezone.now() + timedelta(days=1))
    series = within(fonds)
    classification.move_documents([document], series, actor=actor)
    row = Document.objects.get(pk=document.pk)
    assert (row.unit, row.get_latest_revision_as_object().unit) == (None, series)


FULL = {
    "date_from": date(1990, 1, 1),
    "extent": "12 cajas",
    "scope_and_content": "De qué trata",
    "access_conditions": "Consulta libre",
}


def bare(parent: ArchivalUnit, level: str, **given: object) -> ArchivalUnit:
    """A unit that says what is given, and nothing else."""
    return ArchivalUnit.objects.create(
        institution=parent.institution, parent=parent, level=level, title=level, **given
    )


@pytest.mark.parametrize(
    ("level", "needed"),
    [
        (Level.SECTION, {"creator", "date_from", "scope_and_content"}),
        (Level.SERIES, {"creator", "date_from", "extent", "scope_and_content", "access_conditions"}),
        (Level.SUBSERIES, {"creator", "date_from", "extent", "scope_and_content"}),
        (Level.DOSSIER, {"creator", "date_from", "extent"}),
    ],
)
def test_each_level_needs_its_own_and_what_is_above_says_it_once(
    fonds: ArchivalUnit, level: str, needed: set[str]
) -> None:
    said_once = {"creator", "access_conditions"}
    unit = bare(fonds, level)
    assert set(classification.missing(unit)) == needed - said_once
    ArchivalUnit.objects.filter(pk=fonds.pk).update(creator=None, access_conditions="")
    assert set(classification.missing(unit)) == needed
    section = bare(fonds, Level.SECTION, **FULL, creator=Creator.objects.named("Quien produjo"))
    if level != Level.SECTION:
        assert set(classification.missing(bare(section, level))) == needed - said_once


def test_list_and_row_agree_on_what_is_missing(fonds: ArchivalUnit) -> None:
    for level in (Level.SECTION, Level.SERIES, Level.SUBSERIES, Level.DOSSIER):
        bare(fonds, level, **FULL)
        for left_out in FULL:
            bare(fonds, level, **{name: value for name, value in FULL.items() if name != left_out})
    other = ArchivalUnit.objects.create(institution=fonds.institution, level=Level.FONDS, title="Otro", **FULL)
    bare(other, Level.SERIES, **FULL)
    lacking = set(ArchivalUnit.objects.filter(classification.lacking()))
    assert lacking == {unit for unit in ArchivalUnit.objects.all() if classification.missing(unit)}
    assert {other.pk} < {unit.pk for unit in lacking}
    assert fonds not in lacking


def test_what_lacks_something_is_not_shown_and_says_what(fonds: ArchivalUnit, actor: User) -> None:
    classification.show(fonds, actor=actor)
    series = bare(fonds, Level.SERIES, **{**FULL, "extent": ""})
    with pytest.raises(NotPossible, match="volumen y soporte"):
        classification.show(series, actor=actor)
    assert reread(series).state == State.DRAFT
    ArchivalUnit.objects.filter(pk=series.pk).update(extent="3 cajas")
    assert classification.show(series, actor=actor).is_shown


def test_codes_differ_by_more_than_capitals(fonds: ArchivalUnit) -> None:
    ArchivalUnit.objects.create(institution=fonds.institution, level=Level.FONDS, title="Uno", local_code="NOV")
    other = ArchivalUnit(institution=fonds.institution, level=Level.FONDS, title="Dos", local_code="nov")
    with pytest.raises(ValidationError, match="ya se usó"):
        other.full_clean()
