"""Odd values warn, are kept as well as they can be, and never refuse."""

from datetime import date

import pytest

from archive.description import Description, check, describe
from archive.models import Creator, Document, DocumentType, Subject
from tests import factories

pytestmark = pytest.mark.django_db


def described(**fields: str) -> tuple[Document, list[str]]:
    document = Document(holding_institution=factories.institution())
    remarks = describe(document, Description(title="Acta", **fields))
    document.save()
    return document, [remark.column for remark in remarks]


def test_the_issuing_body_becomes_the_creator_and_never_the_holder() -> None:
    document, _remarks = described(creator="Ayuntamiento de Ejemplo")
    assert document.creator == Creator.objects.get(name="Ayuntamiento de Ejemplo")
    assert document.holding_institution.name != "Ayuntamiento de Ejemplo"


def test_one_creator_however_its_name_is_written() -> None:
    first, _remarks = described(creator="Comité de Información")
    second, _remarks = described(creator="  COMITE  de información ")
    assert first.creator == second.creator


@pytest.mark.parametrize(
    ("typed", "first", "last", "odd"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31), True),
        ("2021-04", date(2021, 4, 1), date(2021, 4, 30), True),
        ("2016-04-15", date(2016, 4, 15), date(2016, 4, 15), False),
        ("abril", None, None, True),
        ("", None, None, False),
    ],
)
def test_dates(typed: str, first: date | None, last: date | None, odd: bool) -> None:
    document, remarks = described(date=typed)
    assert (document.date_from, document.date_to) == (first, last)
    assert ("date" in remarks) == odd


@pytest.mark.parametrize("typed", ["Michoacán", "michoacan", "Michoacán de Ocampo", "MIC", "Mich."])
def test_a_state_by_any_of_its_names(typed: str) -> None:
    document, remarks = described(place=typed)
    assert document.place is not None
    assert (document.place.code, remarks) == ("MIC", [])


def test_a_place_elsewhere_is_kept_as_a_note() -> None:
    document, remarks = described(place="Buenos Aires")
    assert (document.place, document.place_note, remarks) == (None, "Buenos Aires", ["place"])
    assert document.where == "Buenos Aires"


def test_an_unknown_type_is_proposed_and_a_known_one_is_not() -> None:
    document, remarks = described(document_type="relación de bienes")
    assert document.document_type is not None
    assert document.document_type.proposed
    assert remarks == ["document_type"]
    again, remarks = described(document_type="Relación de Bienes")
    assert again.document_type == document.document_type
    known, remarks = described(document_type="Ley")
    assert known.document_type == DocumentType.objects.get(slug="ley")
    assert remarks == []


def test_a_dry_run_says_the_same_and_changes_nothing() -> None:
    description = Description(
        "Acta",
        date="2013",
        place="Buenos Aires",
        document_type="oficio reservado raro",
        subjects=["Tema raro"],
    )
    before = DocumentType.objects.count(), Subject.objects.count()
    assert [remark.column for remark in check(description, factories.institution())] == [
        "date",
        "place",
        "document_type",
        "subjects",
    ]
    assert (DocumentType.objects.count(), Subject.objects.count()) == before


@pytest.mark.parametrize(
    ("place", "country", "note"),
    [
        ("Buenos Aires", "AR", "Buenos Aires (AR)"),
        ("", "GT", "GT"),
        ("Durango", "ES", "Durango (ES)"),
        ("Marte", "MX", "Marte"),
        ("x" * 300, "Argentina", "x" * 108 + " (Argentina)"),
    ],
)
def test_a_place_abroad_says_its_country(place: str, country: str, note: str) -> None:
    document, _remarks = described(place=place, country=country)
    assert (document.place, document.place_note) == (None, note)


def test_a_state_of_mexico_needs_no_country() -> None:
    document, remarks = described(place="Jalisco", country="México")
    assert document.place is not None
    assert (document.place_note, remarks) == ("", [])


def test_what_does_not_fit_is_cut_and_said() -> None:
    fields = {"creator": "C" * 300, "document_type": "t" * 100, "language": "español", "note": "a\x00b"}
    document, remarks = described(**fields)
    assert document.creator is not None
    assert document.document_type is not None
    assert (len(document.creator.name), len(document.document_type.label)) == (255, 80)
    assert (document.language, document.note) == ("es", "ab")
    assert remarks == ["creator", "document_type", "note", "language", "document_type"]
