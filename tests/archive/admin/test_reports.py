"""Each report shows what it promises, only to whom it may, in a page and in spreadsheets, with few queries."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from archive import publication, review
from archive.admin.reports import REPORTS
from archive.models import ArchiveLogEntry, Consultation, Document, Reading
from archive.vocabularies import ReadingState
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories
from tests.archive.admin.conftest import CANARY, LURE, World, text_of

# That of pages is limited by who may edit a page: tests/archive/test_cited_pages.py.
SLUGS = [report.slug for report in REPORTS if report.slug != "cited"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def address(slug: str, query: str = "") -> str:
    return f"{reverse(f'archive_reports:{slug}')}{query}"


def lines(client: Client, slug: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a report as its CSV gives them, by heading."""
    response = client.get(address(slug, f"?export=csv{query}"))
    assert response.status_code == 200, slug
    return list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]


def cells(client: Client, slug: str) -> str:
    """All that the workbook of a report says."""
    response = client.get(address(slug, "?export=xlsx"))
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as workbook:  # type: ignore[attr-defined]
        return " ".join(workbook.read(name).decode() for name in workbook.namelist())


def titles(client: Client, slug: str, query: str = "") -> list[str]:
    return [row["Título"] for row in lines(client, slug, query)]


def read_as(document: Document, state: str, **fields: Any) -> Document:
    Reading.objects.filter(original=document.original).update(state=state, **fields)
    return document


def troubles(holder: Institution, word: str) -> None:
    """Something for every report."""
    factories.submitted(f"En revisión {word}", holder=holder)
    given = factories.before_the_commission(f"Ante la comisión {word}", holder=holder)
    review.approve(given, by=factories.commission_reviewer(), comment=f"Bien {word}")
    read_as(factories.document(f"Escaneado {word}", holder=holder), ReadingState.OCR_PENDING)
    read_as(factories.document(f"Roto {word}", holder=holder), ReadingState.QUARANTINED, reason=f"Dañado {word}")
    factories.reserved(f"Reservado {word}", holder=holder)
    opened = factories.published(f"Leído {word}", holder=holder)
    Consultation.objects.create(document=opened, count=7)


@pytest.fixture
def full(world: World) -> World:
    for theirs, word in ((world.a, "propio"), (world.b, f"{LURE} {CANARY}"), (world.c, f"{LURE} {CANARY}")):
        troubles(theirs.institution, word)
    return world


@pytest.mark.parametrize("who", [role.value for role in Role])
def test_nothing_of_another_institution_is_in_any_report_or_export(full: World, who: str) -> None:
    client = full.client(who)
    for slug in SLUGS:
        theirs = full.b.institution.pk
        assert lines(client, slug), slug
        asked = f"?holding_institution={theirs}&institution={theirs}"
        for name, query in (
            (slug, ""),
            (slug, asked),
            (f"{slug}_results", ""),
            (f"{slug}_results", f"?words={LURE}"),
        ):
            response = client.get(f"{reverse(f'archive_reports:{name}')}{query}")
            assert response.status_code == 200, (name, query)
            assert CANARY not in text_of(response), (name, query)
        export = text_of(client.get(address(slug, "?export=csv")))
        assert CANARY not in export, slug
        assert "propio" in export, slug
        assert CANARY not in cells(client, slug), slug


def test_the_canaries_are_in_every_report_of_who_may_see_all(full: World) -> None:
    """The control: what is not found above is there to be found."""
    client = full.client("superuser")
    for slug in SLUGS:
        for what in (text_of(client.get(address(slug))), cells(client, slug)):
            assert CANARY in what, slug
            assert "propio" in what, slug


def test_the_commission_sees_what_was_submitted_to_it_and_no_more(full: World) -> None:
    given = factories.before_the_commission("Entregado a la comisión", holder=full.b.institution)
    client = client_of(factories.commission_reviewer())
    assert titles(client, "in_review") == [given.title]
    for slug in ("undescribed", "without_text", "quarantined", "reservations", "most_read", "log"):
        assert CANARY not in text_of(client.get(address(slug, "?export=csv"))), slug
        assert f"En revisión {LURE}" not in text_of(client.get(address(slug))), slug


def test_who_has_no_institution_gets_no_report(db: None) -> None:
    client = client_of(User.objects.create_user("nadie"))
    for slug in SLUGS:
        assert client.get(address(slug)).status_code == 302
    assert Client().get(address("log")).status_code == 302


def test_the_menu_leads_to_every_report(world: World) -> None:
    page = world.client("reviewer").get(reverse("wagtailadmin_home")).content.decode()
    for slug in SLUGS:
        assert address(slug) in page, slug


def few(holder: Institution, number: int) -> None:
    for _place in range(number):
        troubles(holder, "más")


def test_queries_do_not_grow_with_the_rows(db: None) -> None:
    holder = factories.institution("Archivo propio")
    client = client_of(factories.member(holder, Role.ADMINISTRATOR))
    addresses = [address(slug, export) for slug in SLUGS for export in ("", "?export=csv")]

    def asked() -> dict[str, int]:
        counted = {}
        for each in addresses:
            with CaptureQueriesContext(connection) as queries:
                text_of(client.get(each))
            counted[each] = len(queries)
        return counted

    few(holder, 2)
    asked()
    before = asked()
    few(holder, 18)
    assert asked() == before
    assert max(before.values()) <= 20, before


@pytest.fixture
def holder(db: None) -> Institution:
    return factories.institution("Archivo de Ejemplo")


@pytest.fixture
def client(holder: Institution) -> Client:
    return client_of(factories.member(holder, Role.ADMINISTRATOR))


def test_in_review_says_whose_turn_it_is_since_when_and_until_when(client: Client, holder: Institution) -> None:
    fresh = factories.submitted("Reciente", holder=holder)
    old = factories.submitted("Antigua", holder=holder)
    began = timezone.now() - timedelta(days=30, hours=1)
    turn = review.turn_of(old)
    assert turn is not None
    TaskState.objects.filter(pk=turn.task_state.pk).update(started_at=began)
    Document.objects.filter(pk=old.pk).update(stage_since=began)
    factories.complete("Sin enviar", holder=holder)
    first, second = lines(client, "in_review")
    assert (first["Título"], first["Días de espera"], first["Plazo"]) == ("Antigua", "30", "Fuera de plazo")
    assert (second["Título"], second["Días de espera"], second["Plazo"]) == ("Reciente", "0", "En plazo")
    assert first["Le toca a"] == "Revisa la institución"
    assert turn.submitted_by is not None
    assert first["Lo envió"] == turn.submitted_by.get_username()
    due = timezone.localtime(began + timedelta(days=turn.task_state.task.specific.days))
    assert first["Responder antes de"] == f"{due:%Y-%m-%d %H:%M}"
    assert titles(client, "in_review", "&late=true") == ["Antigua"]
    assert titles(client, "in_review", "&late=false") == ["Reciente"]
    review.approve(fresh, by=factories.member(holder))
    assert titles(client, "in_review", "&stage=commission") == ["Reciente"]


def test_review_times_by_body(client: Client, holder: Institution) -> None:
    for days in (1, 2, 9):
        document = factories.submitted(f"Acta {days}", holder=holder)
        turn = review.turn_of(document)
        assert turn is not None
        TaskState.objects.filter(pk=turn.task_state.pk).update(started_at=timezone.now() - timedelta(days=days))
        other = factories.member(holder)
        if days == 9:
            review.send_back(document, by=other, comment="Falta el anexo")
        else:
            review.approve(document, by=other)
    (row,) = lines(client, "review_times")
    assert row == {
        "Institución": "Archivo de Ejemplo",
        "Instancia": "Revisa la institución",
        "Respuestas": "3",
        "Días, mediana": "2.0",
        "Días, la más lenta": "9.0",
        "Devueltos": "1",
    }
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert lines(client, "review_times", f"&period_from={tomorrow}") == []
    assert lines(client, "review_times", "&stage=commission") == []
    assert lines(client, "review_times", f"&institution={holder.pk}") == [row]


def test_undescribed_says_what_is_missing(client: Client, holder: Institution) -> None:
    factories.complete("Completa", holder=holder)
    factories.withdrawn("Retirada", holder=holder)
    half = factories.complete("A medias", holder=holder)
    half.scope_and_content, half.unit = "", None
    half.save()
    bare = factories.document("Sin nada", holder=holder)
    assert {row["Título"]: row["Falta"] for row in lines(client, "undescribed")} == {
        "A medias": "alcance y contenido, serie o expediente",
        bare.title: "tipo de documento, alcance y contenido, fecha inicial, serie o expediente, productor",
    }
    assert titles(client, "undescribed", "&lacks=creator") == ["Sin nada"]


def test_what_has_no_text_or_only_in_part(client: Client, holder: Institution) -> None:
    read_as(factories.document("Escaneado", holder=holder), ReadingState.OCR_PENDING, page_count=3)
    read_as(factories.document("Hoja de cálculo", holder=holder), ReadingState.UNSUPPORTED, page_count=None)
    read_as(factories.document("A medias", holder=holder), ReadingState.READ, page_count=3, pages_with_text=2)
    factories.document("Con texto", holder=holder, pages=["uno"])
    read_as(factories.document("Roto", holder=holder), ReadingState.QUARANTINED, reason="Dañado")
    assert titles(client, "without_text") == ["A medias", "Hoja de cálculo", "Escaneado"]
    assert titles(client, "without_text", "&reading=ocr_pending") == ["Escaneado"]
    (row,) = lines(client, "quarantined")
    assert (row["Título"], row["Motivo"]) == ("Roto", "Dañado")


def test_reservations_that_fall_due(client: Client, holder: Institution) -> None:
    now = timezone.now()
    for title, days, approved in (
        ("Lejana", 91, False),
        ("Próxima", 80, False),
        ("Se abre", 10, True),
        ("Vencida", -2, False),
        ("Abierta", -1, True),
    ):
        until = now + timedelta(days=days)
        document = factories.complete(title, holder=holder)
        publication.reserve(
            document,
            actor=factories.superuser(),
            legal_basis="Artículo 110",
            until=until,
            release_approved=approved,
        )
    rows = lines(client, "reservations")
    assert [(row["Título"], row["Qué sigue"]) for row in rows] == [
        ("Vencida", "Vencida: falta decidir"),
        ("Se abre", "Se abre sola"),
        ("Próxima", "Vence: falta decidir"),
        ("Lejana", "Vence: falta decidir"),
    ]
    assert {row["Fundamento legal"] for row in rows} == {"Artículo 110"}
    assert titles(client, "reservations", "&due=true") == ["Vencida"]
    assert titles(client, "reservations", "&soon=true") == ["Se abre", "Próxima"]


def test_most_read_by_period(client: Client, holder: Institution) -> None:
    often, seldom = factories.published("Mucho", holder=holder), factories.published("Poco", holder=holder)
    factories.published("Nada", holder=holder)
    today = timezone.localdate()
    for document, days, count in ((often, 0, 5), (often, 40, 8), (seldom, 0, 6)):
        Consultation.objects.create(document=document, day=today - timedelta(days=days), count=count)
    assert [(row["Título"], row["Consultas"]) for row in lines(client, "most_read")] == [
        ("Mucho", "13"),
        ("Poco", "6"),
    ]
    week = f"&period_from={today - timedelta(days=7)}&period_to={today}"
    assert [(row["Título"], row["Consultas"]) for row in lines(client, "most_read", week)] == [
        ("Poco", "6"),
        ("Mucho", "5"),
    ]


def test_the_log_says_who_did_what_when_and_why(client: Client, holder: Institution) -> None:
    document = factories.submitted("Acta", holder=holder)
    reviewer = factories.member(holder)
    reviewer.first_name, reviewer.last_name = "Ana", "Ruiz"
    reviewer.save()
    review.send_back(document, by=reviewer, comment="Falta el anexo")
    publication.make_confidential(document, actor=reviewer, legal_basis="Artículo 116", reason="Datos personales")
    newest, *_others = rows = lines(client, "log")
    assert (newest["Quién"], newest["Qué"]) == ("Ana Ruiz", "Clasificado como confidencial")
    assert (newest["Sobre qué"], newest["Clase"]) == ("Acta", "documento")
    assert newest["Por qué"] == "Datos personales · Artículo 116"
    assert newest["Cuándo"] == timezone.localtime().strftime("%Y-%m-%d %H:%M")[: len(newest["Cuándo"])]
    assert "Falta el anexo" in [row["Por qué"] for row in rows]
    page = client.get(address("log")).content.decode()
    assert "Datos personales" in page
    factories.published("Otra", holder=holder)
    for query, found in (
        (f"&words={document.code}", {"Acta"}),
        (f"&words={document.reference_code}", {"Acta"}),
        ("&words=otra", {"Otra"}),
        (f"&user={reviewer.pk}", {"Acta"}),
        ("&action=archive.publish", {"Otra"}),
        (f"&timestamp_to={timezone.localdate() - timedelta(days=1)}", set()),
    ):
        assert {row["Sobre qué"] for row in lines(client, "log", query)} == found, query
    assert ArchiveLogEntry.objects.filter(institution=holder).count() == len(lines(client, "log"))


def test_no_cell_of_a_csv_is_a_formula(client: Client, holder: Institution) -> None:
    factories.document('=HYPERLINK("http://malo")', holder=holder)
    (row,) = lines(client, "undescribed")
    assert row["Título"].startswith("'=")
