"""The whole life of a document, played in Chromium by two institutions, the Archives commission and a citizen."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.archive.extraction import samples
from tests.conftest import serve
from tests.instances import Instance, until
from tests.journeys.browser import RUNNING, picture

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PASSWORD = "una clave de prueba"
PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
from archive import classification
from archive.models import ArchivalUnit, Creator, DocumentType
def person(name, code, role):
    user = User.objects.create_user(name, email=f"{{name}}@ejemplo.mx", password="{PASSWORD}")
    Membership.objects.create(user=user, institution=Institution.objects.get(code=code), role=role)
    return user
person("archivista", "cmx-archivo", "archivist")
boss = person("revision", "cmx-archivo", "reviewer")
person("ajena", "zac-archivo", "administrator")
person("comision", "snt-archivos", "reviewer")
fonds = ArchivalUnit.objects.create(
    institution=Institution.objects.get(code="cmx-archivo"), level="fonds", title="Fondo de la prueba",
    creator=Creator.objects.named("Mesa de la prueba"), date_from="2020-01-01", extent="Una caja",
    scope_and_content="Lo que la prueba reúne.", access_conditions="Consulta libre.",
)
classification.show(fonds, actor=boss)
DocumentType.objects.named("Acta")
"""


@contextmanager
def staff(browser: Browser, site: Instance, who: str) -> Iterator[Page]:
    """The administration as somebody sees it who has logged in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="es-MX")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{site.url}/admin/login/")
    page.locator("#id_username").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{site.url}/admin/")
    yield page
    context.close()


@pytest.fixture
def site(instance: Instance) -> Instance:
    instance.prepare(PREPARE)
    instance.spawn("run_relay")
    instance.spawn("run_worker")
    serve(instance)
    return instance


def choose(page: Page, field: str, text: str) -> None:
    """Pick a row in the chooser of a field."""
    page.locator(f"#id_{field}-chooser .unchosen [data-chooser-action-choose]").click()
    page.locator(".modal-dialog").get_by_role("link", name=re.compile(re.escape(text), re.IGNORECASE)).first.click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def decide(page: Page, site: Instance, act: str, button: str) -> None:
    page.goto(f"{site.url}/admin/snippets/archive/document/{act}/1/")
    picture(page, f"life-{act}")
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def document_at(site: Instance) -> str:
    (code,) = site.query("SELECT code FROM archive_document")[0]
    return f"{site.url}/d/{code}"


def upload(page: Page, site: Instance, path: Path) -> None:
    page.goto(f"{site.url}/admin/snippets/archive/document/add/")
    page.locator("#id_files").set_input_files(path)
    page.get_by_role("button", name="Subir").click()
    expect(page.get_by_text("Se guardó 1 documento nuevo")).to_be_visible()


def describe(page: Page, site: Instance, title: str) -> None:
    page.goto(f"{site.url}/admin/snippets/archive/document/edit/1/")
    page.locator("#id_title").fill(title)
    page.locator("#id_date_from").fill("2024-05-02")
    page.locator("#id_date_to").fill("2024-05-02")
    page.locator("#id_scope_and_content").fill("Acta de la primera sesión, con acuerdos y asistencia.")
    choose(page, "document_type", "Acta")
    choose(page, "creator", "Mesa de la prueba")
    choose(page, "unit", "Fondo de la prueba")
    save(page)
    picture(page, "life-described")


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Guardar")).first.click()
    page.wait_for_load_state()
    expect(page.locator(".messages .error")).to_have_count(0)


def read_text(site: Instance) -> bool:
    return bool(site.query("SELECT count(*) FROM archive_pagetext")[0][0])


def test_from_upload_to_tombstone(site: Instance, chromium: str, tmp_path: Path) -> None:
    first, second = tmp_path / "acta.pdf", tmp_path / "acta-con-anexo.pdf"
    samples.pdf(first, [["El comité acordó publicar su calendario en abril, como pidieron los vecinos."]])
    samples.pdf(second, [["El comité acordó publicar su calendario en mayo, como pidieron los vecinos, con anexo."]])
    browser = RUNNING.browser(chromium)
    citizen = browser.new_context(viewport={"width": 360, "height": 780}, locale="es-MX").new_page()
    submit_what_is_complete(browser, site, first)
    nobody_else_gets_at_it(browser, site)
    send_back_and_mend(browser, site)
    approve(browser, site)
    address = document_at(site)
    citizen.goto(address)
    expect(citizen.get_by_role("heading", name="Acta de la sesión 1")).to_be_visible()
    picture(citizen, "life-public-phone")
    replace(browser, site, second)
    compare(citizen, address)
    reserve_and_open(browser, site, citizen, address)
    withdraw(browser, site, citizen, address)


def submit_what_is_complete(browser: Browser, site: Instance, path: Path) -> None:
    with staff(browser, site, "archivista") as archivist:
        upload(archivist, site, path)
        until(lambda: read_text(site), what="the text is read")
        archivist.goto(f"{site.url}/admin/snippets/archive/document/submit/1/")
        expect(archivist.get_by_text("Todavía no puede enviarse")).to_be_visible()
        picture(archivist, "life-incomplete")
        describe(archivist, site, "Acta de la sesion 1")
        decide(archivist, site, "submit", "Sí, enviar")
        archivist.goto(f"{site.url}/admin/snippets/archive/document/approve/1/")
        expect(archivist.get_by_text("Usted lo envió")).to_be_visible()


def nobody_else_gets_at_it(browser: Browser, site: Instance) -> None:
    """Another institution's administrator never, the commission not before it is handed over."""
    for who in ("ajena", "comision"):
        with staff(browser, site, who) as stranger:
            for act in ("edit", "inspect", "approve", "history"):
                answer = stranger.goto(f"{site.url}/admin/snippets/archive/document/{act}/1/")
                assert answer is not None
                assert answer.status == 404


def send_back_and_mend(browser: Browser, site: Instance) -> None:
    with staff(browser, site, "revision") as reviewer:
        picture(reviewer, "life-dashboard")
        expect(reviewer.get_by_text("Esperan su aprobación")).to_be_visible()
        reviewer.goto(f"{site.url}/admin/snippets/archive/document/send-back/1/")
        reviewer.locator("#id_comment").fill("Revise el título")
        reviewer.locator("#id_about_title").fill("Lleva acento: sesión")
        picture(reviewer, "life-send-back")
        reviewer.get_by_role("button", name="Sí, devolver").click()
        reviewer.wait_for_load_state()
    with staff(browser, site, "archivista") as archivist:
        archivist.goto(f"{site.url}/admin/snippets/archive/document/edit/1/")
        expect(archivist.get_by_text("Lleva acento: sesión")).to_be_visible()
        picture(archivist, "life-returned")
        archivist.locator("#id_title").fill("Acta de la sesión 1")
        save(archivist)
        decide(archivist, site, "submit", "Sí, enviar")


def compare(citizen: Page, address: str) -> None:
    citizen.goto(f"{address}/v1/p1")
    expect(citizen.get_by_text("abril")).to_be_visible()
    expect(citizen.locator(f"a[href$='{address[-11:]}']").first).to_be_visible()
    citizen.goto(f"{address}/v2/diferencias")
    expect(citizen.locator("ins").first).to_be_visible()
    expect(citizen.locator("del").first).to_be_visible()
    picture(citizen, "life-differences-phone")


def approve(browser: Browser, site: Instance) -> None:
    for who, said in (("revision", "su aprobación quedó registrada"), ("comision", "ya es público")):
        with staff(browser, site, who) as page:
            decide(page, site, "approve", "Sí, aprobar")
            expect(page.get_by_text(said)).to_be_visible()


def replace(browser: Browser, site: Instance, path: Path) -> None:
    with staff(browser, site, "archivista") as archivist:
        archivist.goto(f"{site.url}/admin/snippets/archive/document/replace/1/")
        archivist.locator("#id_files").set_input_files(path)
        archivist.locator("#id_reason").fill("Faltaba el anexo y cambió el mes")
        picture(archivist, "life-replace")
        archivist.get_by_role("button", name="Sí, sustituir en el borrador").click()
        expect(archivist.get_by_text("fichero nuevo en su borrador")).to_be_visible()
        decide(archivist, site, "submit", "Sí, enviar")
    until(lambda: site.query("SELECT count(*) FROM archive_pagetext")[0][0] == 2, what="the new text is read")
    approve(browser, site)


def reserve_and_open(browser: Browser, site: Instance, citizen: Page, address: str) -> None:
    with staff(browser, site, "revision") as reviewer:
        reviewer.goto(f"{site.url}/admin/snippets/archive/document/reserve/1/")
        reviewer.locator("#id_reason").fill("Hay una investigación en curso")
        reviewer.locator("#id_legal_basis").fill("Artículo de la prueba")
        reviewer.locator("#id_until").fill("2040-01-01T10:00")
        reviewer.locator("#id_zone").select_option("America/Tijuana")
        reviewer.locator("#id_release_approved").check()
        reviewer.locator("#id_existence_public").check()
        picture(reviewer, "life-reserve")
        reviewer.get_by_role("button", name="Sí, reservar").click()
        expect(reviewer.get_by_text("queda reservado")).to_be_visible()
    answer = citizen.goto(address)
    assert answer is not None
    assert answer.status == 403
    for words in ("Hay una investigación en curso", "Artículo de la prueba", "Tijuana"):
        expect(citizen.get_by_text(words).first).to_be_visible()
    picture(citizen, "life-reserved-phone")
    # The form knows minutes; what is seen here is that it opens to the second, with nothing done then.
    said = site.python(
        "from datetime import timedelta; from django.utils import timezone; from archive.models import Document;"
        "d = Document.objects.get(); d.public_from = d.reserved_until = timezone.now() + timedelta(seconds=4);"
        "d.save_decision(); print(d.public_from.timestamp())"
    )
    status = site.get(address.removeprefix(site.url))[0]
    assert status == 403 or time.time() >= float(said), "it opened before its instant"
    until(lambda: site.get(address.removeprefix(site.url))[0] == 200, seconds=15, what="it opens by itself")


def withdraw(browser: Browser, site: Instance, citizen: Page, address: str) -> None:
    with staff(browser, site, "revision") as reviewer:
        reviewer.goto(f"{site.url}/admin/snippets/archive/document/withdraw/1/")
        reviewer.locator("#id_reason").fill("Orden de un juez")
        reviewer.get_by_role("button", name="Sí, retirar para siempre").click()
        expect(reviewer.get_by_text("fue retirado")).to_be_visible()
        reviewer.goto(f"{site.url}/admin/snippets/archive/document/history/1/")
        expect(reviewer.get_by_text("Retirado: Orden de un juez")).to_be_visible()
        picture(reviewer, "life-history")
    for tail in ("", "/p1", "/v1", "/v2/p1", "/descarga"):
        assert site.get(f"{address.removeprefix(site.url)}{tail}")[0] == 410
    citizen.goto(address)
    expect(citizen.get_by_text("Orden de un juez")).to_be_visible()
    picture(citizen, "life-tombstone-phone")
