"""What an export writes, an import reads back the same."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import export
from archive.description import describe
from archive.export import rows
from archive.manifest import EXPORTED, join_values, split_values
from archive.models import ArchivalUnit, Document, DocumentType, RelatedUnit, Subject, SubjectOfDocument
from archive.vocabularies import Level
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from tests import factories

pytestmark = pytest.mark.django_db

FIELDS = (
    "reference_code",
    "title",
    "creator",
    "document_type",
    "date_from",
    "date_to",
    "place",
    "place_note",
    "language",
    "other_languages",
    "extent",
    "scope_and_content",
    "access_conditions",
    "rights",
    "acquisition",
    "public_note",
    "note",
)
"""Every field of a description; subjects, related units and the unit are compared beside them."""


def test_nothing_of_the_description_is_forgotten() -> None:
    decided = {"publish_from", "change_reason", "replacement", "code", "holding_institution", "unit", "id"}
    wagtails = {"latest_revision", "live", "has_unpublished_changes", "expired", "go_live_at", "expire_at"}
    wagtails |= {"locked", "locked_at", "locked_by"}
    names = {field.name for field in Document._meta.local_concrete_fields}
    others = decided | wagtails | (set(Document.DECIDED) - {"reference_code"})
    assert names - others == set(FIELDS)


def run_export(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("export_documents", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(run_export(*arguments)[0])))


def described(holder: Institution, title: str, **fields: object) -> Document:
    document = factories.document(title, holder=holder)
    for name, value in fields.items():
        setattr(document, name, value)
    document.save()
    return document


def rich(holder: Institution) -> list[Document]:
    """Documents that have everything a description can have, and what is awkward in a table."""
    section = factories.unit("Sección", holder=holder)
    full = described(
        holder,
        'Acta, con "comillas"; y más',
        unit=factories.unit("Serie", parent=section, level=Level.SERIES),
        document_type=DocumentType.objects.named("Acta rara")[0],
        date_from=date(2001, 1, 1),
        date_to=date(2001, 12, 31),
        place=Place.objects.get(code="MIC"),
        language="nah",
        other_languages="es, yua",
        extent="12 hojas",
        scope_and_content="Primera línea\nSegunda línea\r\nTercera; con \\ y =SUMA(A1)",
        access_conditions="Consulta libre",
        rights="Dominio público",
        acquisition="Donación de 1999",
        public_note="Faltan dos hojas",
        note="=Frágil",
    )
    full.subject_links.set(
        SubjectOfDocument(tag=Subject.objects.named(name)[0]) for name in ("Transparencia", "Agua; riego", "Datos")
    )
    full.related.set([RelatedUnit(note="Copia en otro archivo; caja 3\\"), RelatedUnit(note="Minuta")])
    full.save()
    return [
        full,
        described(holder, "Una fecha", date_from=date(2016, 4, 15), date_to=date(2016, 4, 15)),
        described(holder, "Sin final", date_from=date(2016, 4, 15), place_note="Buenos Aires (AR)"),
        described(holder, "Sin principio", date_to=date(2016, 4, 15), place_note="Durango"),
        described(holder, "Otro lugar", place_note="Villa Ficticia, a tres leguas"),
        described(holder, "Casi un país", place_note="Toluca (México)"),
        described(holder, "Solo el país", place_note="COL"),
    ]


def facts(document: Document) -> dict[str, object]:
    fields = {name: getattr(document, name) for name in FIELDS}
    return fields | {
        "subjects": list(document.subject_links.order_by("pk").values_list("tag__name", flat=True)),
        "related": list(document.related.order_by("pk").values_list("note", flat=True)),
        "unit": document.unit and document.unit.reference_code,
        "digest": document.original and document.original.digest,
    }


def test_export_and_import_into_an_empty_institution_is_a_round_trip(tmp_path: Path) -> None:
    source, target = factories.institution(), factories.institution()
    made = rich(source)
    # A type and a subject whose names were changed after their keys were made.
    DocumentType.objects.filter(label="Acta rara").update(label="Acta muy rara")
    Subject.objects.filter(name="Datos").update(name="Datos abiertos")
    for unit in ArchivalUnit.objects.filter(institution=source):
        ArchivalUnit.objects.create(
            institution=target, level=unit.level, title=unit.title, reference_code=unit.reference_code
        )
    types, subjects = DocumentType.objects.count(), Subject.objects.count()
    table, folder = tmp_path / "tabla.csv", tmp_path / "ficheros"
    _out, said = run_export("--institution", source.code, "--output", str(table), "--with-files", str(folder))
    assert f"{len(made)} exported" in said
    assert table.stat().st_mode & 0o077 == 0
    arguments = ["import_documents", str(folder), "--manifest", str(table), "--institution", target.code]
    call_command(*arguments, stdout=StringIO(), stderr=StringIO())
    copies = Document.objects.filter(holding_institution=target).order_by("pk")
    assert [facts(each) for each in copies] == [facts(Document.objects.get(pk=each.pk)) for each in made]
    assert (DocumentType.objects.count(), Subject.objects.count()) == (types, subjects)
    assert [each.code for each in copies] != [each.code for each in made]


def test_every_state_of_mexico_comes_back() -> None:
    holder = factories.institution()
    for place in Place.objects.all():
        described(holder, place.name, place=place)
    for row, place in zip(written("--institution", holder.code), Place.objects.all(), strict=True):
        copy = Document(holding_institution=holder)
        from archive.description import Description

        assert describe(copy, Description("x", place=row["coverage"], country=row["country"])) == []
        assert copy.place == place


@pytest.mark.parametrize(
    "values", [["a;b", "c\\", "\\d", "e\\;", "f\\\\;;g", "\\"], ["uno"], [], ["C:\\carpeta\\x", "y"]]
)
def test_several_values_in_one_cell_come_back(values: list[str]) -> None:
    assert split_values(join_values(values)) == values


def test_one_institution_or_all(tmp_path: Path) -> None:
    one, other = factories.institution(), factories.institution()
    factories.document("Suyo", holder=one)
    factories.document("Ajeno", holder=other)
    assert [row["title"] for row in written("--institution", one.code)] == ["Suyo"]
    assert {(row["title"], row["institution"]) for row in written()} >= {("Suyo", one.code), ("Ajeno", other.code)}
    with pytest.raises(CommandError, match="«nadie»"):
        run_export("--institution", "nadie")


def test_what_was_withdrawn_is_not_given_out_again() -> None:
    holder = factories.institution()
    factories.withdrawn("Retirado", holder=holder)
    factories.document("Queda", holder=holder)
    out, said = run_export("--institution", holder.code)
    assert "Retirado" not in out
    assert "1 fueron retirados" in said


def test_two_files_of_one_name_get_two_names(tmp_path: Path) -> None:
    holder = factories.institution()
    for name in ("sesi\u00f3n.pdf", "sesio\u0301n.pdf", "otra.pdf", "carpeta/otra.pdf", " suelta.pdf"):
        factories.document(holder=holder, filename=name)
    rows = written("--institution", holder.code, "--with-files", str(tmp_path))
    names = [row["file"] for row in rows]
    codes = list(Document.objects.filter(holding_institution=holder).order_by("pk").values_list("code", flat=True))
    assert names == ["sesi\u00f3n.pdf", f"{codes[1]}.pdf", "otra.pdf", f"{codes[3]}.pdf", f"{codes[4]}.pdf"]
    assert {path.name for path in tmp_path.iterdir()} == set(names)


def test_a_missing_original_and_an_unwritable_file_fail_the_command(tmp_path: Path) -> None:
    holder = factories.institution()
    document = factories.document("Acta", holder=holder, filename="perdida.pdf")
    assert document.original is not None
    document.original.path.unlink()
    with pytest.raises(CommandError, match=r"Faltan 1 .*perdida\.pdf"):
        run_export("--institution", holder.code, "--with-files", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="No se pudo escribir"):
        run_export("--output", str(tmp_path / "nada" / "tabla.csv"))


def test_a_failure_leaves_no_half_written_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.document("Acta")

    def fails(document: Document) -> dict[str, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_cells", fails)
    with pytest.raises(CommandError, match="No space left"):
        run_export("--output", str(tmp_path / "tabla.csv"))
    assert list(tmp_path.iterdir()) == []


def test_cells_are_written_as_they_are() -> None:
    """A table that is made safe for spreadsheets could not be read back."""
    holder = factories.institution()
    factories.document("=SUMA(A1)", holder=holder)
    (row,) = written("--institution", holder.code)
    assert row["title"] == "=SUMA(A1)"
    assert list(row) == [column.name for column in EXPORTED]


def test_queries_grow_with_the_chunks_and_not_with_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(holder: Institution) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(rows(Document.objects.filter(holding_institution=holder)))
        return len(queries)

    few, many = factories.institution(), factories.institution()
    for holder, number in ((few, 2), (many, 20)):
        for place in range(number):
            described(holder, f"Acta {place}", place_note="Lima (PE)")
    assert asked(few) == asked(many)
    monkeypatch.setattr(export, "AT_ONCE", 3)
    titles = [each.cells["title"] for each in rows(Document.objects.filter(holding_institution=many))]
    assert titles == [f"Acta {place}" for place in range(20)]
