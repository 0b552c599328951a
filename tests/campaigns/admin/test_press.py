"""What whoever works with the press meets in the administration, and what other states' people do not."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from campaigns.models import Clipping, PressReleasePage, PressRoomPage
from cms.core.models import PageEmbargo
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.home.models import StatePage
from tests import factories
from tests.campaigns.press import clipping, embargoed, in_hours, published
from tests.campaigns.texts import CLEAR
from tests.cms.home.conftest import client_of

pytestmark = pytest.mark.django_db
LIST = "fecha,medio,título,clase,autor,entidad,url,audiencia\n"
ROWS = (
    "15/04/2016,El Diario,Preguntar es fácil,nota,Una firma,Jalisco,https://ejemplo.mx/1,12000\n"
    "16/04/2016,La Revista,A fondo,reportaje,,,,\n"
)
PDF = b"%PDF-1.4 una copia"


def of_state(code: str) -> Institution:
    found = Institution.objects.filter(state__code=code).order_by("pk").first()
    assert found
    return found


def person_of(code: str) -> Client:
    return client_of(factories.member(of_state(code), Role.COMMUNICATION))


def typed(institution: Institution, **fields: Any) -> dict[str, Any]:
    given = {
        "title": "Abren las cuentas",
        "slug": "abren-las-cuentas",
        "summary": "Una frase clara.",
        "institution": str(institution.pk),
        "place": "Tlaxcala",
        "issued_on": "2026-03-09",
        "embargo_until": "",
        "embargo_zone": "America/Mexico_City",
        "body": streamfield([("paragraph", rich_text(f"<p>{CLEAR}</p>"))]),
        "contacts": streamfield(
            [("contact", {"name": "Oficina", "role": "Prensa", "phone": "246 000 0000", "mail": ""})]
        ),
        "kit": streamfield([]),
        "corrections": streamfield([]),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }
    return dict(nested_form_data({**given, **fields}))


def add(client: Client, above: Page, **fields: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["campaigns", "pressreleasepage", above.pk])
    return client.post(address, {**typed(of_state("TLA"), **fields), "action-publish": "1"})


def wall_clock(instant: datetime, zone: str) -> str:
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def test_an_embargo_is_typed_and_shown_in_its_zone() -> None:
    """Also where the clocks of whoever opens it show another hour."""
    client, section = person_of("TLA"), StatePage.objects.get(state__code="TLA")
    until = in_hours(30)
    zone = "America/Tijuana"
    answer = add(client, section, embargo_until=wall_clock(until, zone), embargo_zone=zone)
    page = PressReleasePage.objects.get(slug="abren-las-cuentas")
    assert answer.status_code == 302
    assert PageEmbargo.objects.get(page=page.pk).until == until
    assert "nadie la lee antes del" in client.get(answer["Location"]).content.decode()
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'value="{wall_clock(until, zone)}"' in editor
    assert "Bajo embargo hasta el" in editor
    explorer = client.get(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    assert "bajo embargo hasta el" in explorer.lower()
    report = client.get(reverse("site_pages:index")).content.decode()
    assert "bajo embargo hasta el" in report.lower()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"embargo_until": "2020-01-01 10:00"}, "Ese minuto ya pasó"),
        ({"embargo_until": "2027-03-14 02:30", "embargo_zone": "America/Tijuana"}, "esa hora no existe en esa zona"),
        ({"contacts": streamfield([])}, "quién pueden preguntar"),
        (
            {"contacts": streamfield([("contact", {"name": "Oficina", "role": "Prensa", "phone": "", "mail": ""})])},
            "sin ellos nadie puede preguntar",
        ),
    ],
)
def test_what_is_amiss_is_said_and_nothing_is_lost(fields: dict[str, Any], said: str) -> None:
    answer = add(person_of("TLA"), StatePage.objects.get(state__code="TLA"), **fields)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page or said in str(answer.context["form"].errors)
    assert 'value="Abren las cuentas"' in page
    assert not PressReleasePage.objects.exists()


def test_a_page_does_not_end_before_anybody_reads_it() -> None:
    until = in_hours(30)
    fields = {"embargo_until": wall_clock(until, "America/Mexico_City")}
    fields["expire_at"] = wall_clock(until - timedelta(hours=1), "America/Mexico_City")
    answer = add(client_of(factories.superuser()), PressRoomPage.objects.get(), **fields)
    assert "caduca antes de que termine el embargo" in answer.content.decode()


def test_who_may_publish_moves_and_lifts_it() -> None:
    section = StatePage.objects.get(state__code="TLA")
    page = embargoed(above=section, institution=of_state("TLA"))
    address = reverse("campaigns_press:embargo", args=[page.pk])
    assert person_of("JAL").get(address).status_code == 404
    client = person_of("TLA")
    later = in_hours(50)
    moved = client.post(
        address, {"until": wall_clock(later, "America/Cancun"), "zone": "America/Cancun"}, follow=True
    )
    assert "hora del sureste" in moved.content.decode()
    assert PageEmbargo.objects.get(page=page.pk).until == later
    past = client.post(address, {"until": "2020-01-01 10:00", "zone": "America/Cancun"})
    assert "Ese minuto ya pasó" in past.content.decode()
    client.post(address, {"lift": "1"})
    assert Client().get(page.url).status_code == 200
    assert client.get(address).status_code == 404
    assert PageLogEntry.objects.filter(page=page.pk, action="core.embargo").count() == 3
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Se levantó el embargo que terminaba el" in history


def hand_in(client: Client, page: Page, log: str, **more: str) -> str:
    address = reverse("campaigns_press:import_clippings", args=[page.pk])
    file = SimpleUploadedFile("lista.csv", log.encode(), "text/csv")
    return str(client.post(address, {"file": file, **more}, follow=True).content.decode())


def test_a_list_of_clippings_is_taken_once_and_read_as_a_report() -> None:
    page, client = published("Abren las cuentas"), client_of(factories.superuser())
    assert "Se agregaron 2 publicaciones." in hand_in(client, page, LIST + ROWS)
    assert "2 ya estaban." in hand_in(client, page, LIST + ROWS)
    corrected = hand_in(client, page, LIST + ROWS.replace("12000", "15000"))
    assert "Se corrigió 1." in corrected
    first = Clipping.objects.get(medium="El Diario")
    assert (first.audience, first.kind, first.state.code if first.state else "") == (15_000, "news", "JAL")
    report = reverse("campaigns_reports:clippings")
    csv = client.get(report, {"export": "csv"}).getvalue().decode()
    assert "Preguntar es fácil" in csv
    narrowed = client.get(report, {"kind": "report"}).content.decode()
    assert ("A fondo" in narrowed, "Preguntar es fácil" in narrowed) == (True, False)
    assert client.get(report, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("15/04/2016,,Sin medio,,,,,", "Está vacía"),
        ("15/04/2999,El Diario,Mañana,,,,,", "todavía no llega"),
        ("15/04/2016,El Diario,Rara,poema,,,,", "nota, entrevista, columna o reportaje"),
        ("15/04/2016,El Diario,Mal,,,,javascript:alert(1),", "Debe empezar con https://"),
        ("15/04/2016,El Diario,Lejos,,,Narnia,,", "No es una entidad"),
    ],
)
def test_a_list_with_mistakes_is_refused_row_by_row(row: str, said: str) -> None:
    page, client = published(), client_of(factories.superuser())
    answer = hand_in(client, page, LIST + ROWS + row + "\n")
    assert "Fila 4" in answer
    assert said in answer
    assert not Clipping.objects.exists()
    hand_in(client, page, LIST + ROWS + row + "\n", keep_good="on")
    assert Clipping.objects.count() == 2


def note(client: Client, page: Page, **more: Any) -> Any:
    given = {"medium": "El Diario", "date": "2026-03-09", "title": "Una nota", "kind": "news"}
    return client.post(reverse("campaigns_press:note_clipping", args=[page.pk]), {**given, **more}, follow=True)


def test_a_scan_is_for_staff_until_a_licence_says_otherwise() -> None:
    page, client = published(), client_of(factories.superuser())
    note(client, page, scan=SimpleUploadedFile("pagina.pdf", PDF))
    made = Clipping.objects.get()
    address = reverse("campaigns:clipping_scan", args=[made.pk])
    assert Client().get(address).status_code == 404
    assert b"".join(client.get(address).streaming_content) == PDF  # type: ignore[attr-defined]
    given = {"medium": made.medium, "date": made.date, "title": made.title, "kind": made.kind}
    correct = reverse("campaigns_press:correct_clipping", args=[made.pk])
    unsaid = client.post(correct, {**given, "is_licensed": "on"})
    assert "Diga quién dio la licencia" in unsaid.content.decode()
    client.post(correct, {**given, "is_licensed": "on", "licence": "El Diario, por escrito"})
    assert Client().get(address).status_code == 200
    assert address in Client().get(page.url).content.decode()
    page.unpublish()
    assert Client().get(address).status_code == 404


def test_what_is_no_scan_is_refused_and_nothing_of_it_stays() -> None:
    page, client = published(), client_of(factories.superuser())
    answer = note(client, page, scan=SimpleUploadedFile("pagina.pdf", b"<script>alert(1)</script>"))
    assert not Clipping.objects.exists()
    assert 'value="Una nota"' in answer.content.decode()


def test_the_same_piece_is_not_noted_twice() -> None:
    page, client = published(), client_of(factories.superuser())
    note(client, page)
    assert "ya está registrada" in note(client, page).content.decode()
    assert Clipping.objects.count() == 1


def test_a_deleted_clipping_takes_its_scan_with_it(django_capture_on_commit_callbacks: Any) -> None:
    page, client = published(), client_of(factories.superuser())
    note(client, page, scan=SimpleUploadedFile("pagina.pdf", PDF + b" que se borra"))
    made = Clipping.objects.get()
    assert made.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("campaigns_press:correct_clipping", args=[made.pk]), {"delete": "1"})
    assert not Clipping.objects.exists()
    assert not made.path.exists()
    assert PageLogEntry.objects.filter(page=page.pk, action="campaigns.delete_clipping").exists()


def test_other_states_neither_see_nor_change_anything_of_it() -> None:
    section = StatePage.objects.get(state__code="TLA")
    page = embargoed("Canario", above=section, institution=of_state("TLA"))
    made = clipping(page, "Canario de la nota")
    stranger = person_of("JAL")
    addresses = [
        reverse("campaigns_press:embargo", args=[page.pk]),
        reverse("campaigns_press:note_clipping", args=[page.pk]),
        reverse("campaigns_press:import_clippings", args=[page.pk]),
        reverse("campaigns_press:correct_clipping", args=[made.pk]),
    ]
    for address in addresses:
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address, {"lift": "1", "delete": "1"}).status_code == 404, address
    assert "Canario" not in stranger.get(reverse("campaigns_reports:clippings")).content.decode()
    assert "Canario" not in stranger.get(reverse("site_pages:index")).content.decode()
    assert "Canario" in person_of("TLA").get(reverse("campaigns_reports:clippings")).content.decode()
    assert Clipping.objects.count() == 1
    assert PageEmbargo.objects.filter(page=page.pk, until__gt=timezone.now()).exists()


def test_a_page_that_is_no_subject_of_the_press_has_no_clippings() -> None:
    section = StatePage.objects.get(state__code="TLA")
    address = reverse("campaigns_press:note_clipping", args=[section.pk])
    assert client_of(factories.superuser()).get(address).status_code == 404


def test_a_new_release_begins_with_the_clocks_of_its_state() -> None:
    section = StatePage.objects.get(state__code="BCN")
    address = reverse("wagtailadmin_pages:add", args=["campaigns", "pressreleasepage", section.pk])
    form = client_of(factories.superuser()).get(address).context["form"]
    assert form["embargo_zone"].value() == "America/Tijuana"
