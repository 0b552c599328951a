"""Six tasks by the keyboard alone: search, read page 3, download, share; upload and review in the administration."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.archive.extraction import samples
from tests.instances import Instance
from tests.journeys.browser import open_context, picture
from tests.journeys.keyboard import enter, tab_to, type_into

PASSWORD = "una clave de prueba"
SUBMITTED = f"""
from datetime import date
from archive import classification, review
from archive.models import ArchivalUnit, Creator, Document, DocumentType
from cms.core.models import Membership
from cms.core.reference.models import Institution
from django.contrib.auth.models import User
holder = Institution.objects.get(code="cmx-archivo")
people = {{}}
for name, role in (("archivista", "archivist"), ("revision", "reviewer")):
    people[name] = User.objects.create_user(name, password="{PASSWORD}")
    Membership.objects.create(user=people[name], institution=holder, role=role)
fonds = ArchivalUnit.objects.create(
    institution=holder, level="fonds", title="Fondo", creator=Creator.objects.named("Mesa"), date_from="2020-01-01",
    extent="Una caja", scope_and_content="Lo que reúne.", access_conditions="Libre.",
)
classification.show(fonds, actor=people["revision"])
kind, _new = DocumentType.objects.named("Acta")
row = Document.objects.get()
row.title, row.creator, row.document_type, row.unit = "Acta que espera", Creator.objects.named("Mesa"), kind, fonds
row.date_from = row.date_to = date(2024, 5, 2)
row.scope_and_content = "Acta de la sesión."
row.save()
review.submit(row, by=people["archivista"])
"""


def long_document(site: Instance) -> str:
    (code,) = site.query(
        "SELECT d.code FROM archive_document d JOIN archive_reading r ON r.original_id = d.original_id "
        "WHERE d.state = 'published' AND r.unit = 'page' AND r.pages_with_text >= 3 ORDER BY d.id LIMIT 1"
    )[0]
    return str(code)


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_citizen_searches_reads_page_three_downloads_and_shares(
    demo_site: Instance, chromium: str, width: str
) -> None:
    with open_context(chromium, width, javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        type_into(page, "input[type=search]", "informacion publica")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/buscar/\?"))
        enter(page, ".hit a", r"/d/\w+")
        page.goto(f"{demo_site.url}/d/{long_document(demo_site)}")
        type_into(page, "input[name=pagina]", "3")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/p3$"))
        picture(page, f"keyboard-page-three-{width}")
        share = tab_to(page, ".share a")
        assert (share.get_attribute("href") or "").startswith("https://wa.me/?text=")
        page.goto(f"{demo_site.url}/d/{long_document(demo_site)}")
        tab_to(page, "a[download]")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.path().stat().st_size > 0


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.xdist_group("demo")
def test_the_first_stop_leads_past_the_menu(demo_site: Instance, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/archivo/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenido"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.xdist_group("demo")
def test_a_focus_that_nobody_sees_would_be_noticed(demo_site: Instance, chromium: str) -> None:
    """The control."""
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        page.evaluate("document.querySelectorAll('a, input, button').forEach(each => each.setAttribute('inert', ''))")
        with pytest.raises(AssertionError):
            tab_to(page, "input[type=search]")
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        page.evaluate("document.querySelector('link[rel=stylesheet]').remove()")
        page.evaluate("document.querySelectorAll('a, input').forEach(each => each.style = 'outline: none')")
        with pytest.raises(AssertionError):
            tab_to(page, "input[type=search]")


@pytest.mark.browser
@pytest.mark.processes
def test_staff_upload_and_review(instance: Instance, chromium: str, tmp_path: Path) -> None:
    file = tmp_path / "acta.pdf"
    samples.pdf(file, [["El comité acordó publicar su calendario."]])
    manifest = tmp_path / "tabla.csv"
    manifest.write_text("file\nacta.pdf\n", encoding="utf-8")
    instance.manage("rebuild_search")
    instance.json(
        "import_documents", str(tmp_path), "--manifest", str(manifest), "--institution", "cmx-archivo", "--json"
    )
    instance.python(SUBMITTED)
    instance.serve()
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        # From now on, for the browser takes a while to hand choosers over: one that opens before then is lost.
        page.on("filechooser", lambda _chooser: None)
        log_in(page, instance, "archivista")
        page.goto(f"{instance.url}/admin/snippets/archive/document/add/")
        other = tmp_path / "otra.pdf"
        samples.pdf(other, [["Otra acta."]])
        tab_to(page, "#id_files")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(other)
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Se guardó 1 documento nuevo")).to_be_visible()
        picture(page, "keyboard-upload")
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        log_in(page, instance, "revision")
        enter(page, "a[href*='mine=true']", r"mine=true")
        enter(page, "main td a[href*='/inspect/'], main td a[href*='/edit/'], main td a[href*='/approve/']", r"/\d+/")
        enter(page, "a[href*='/approve/']", r"/approve/")
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.get_by_text("su aprobación quedó registrada")).to_be_visible()
        picture(page, "keyboard-review")


def log_in(page: Page, site: Instance, who: str) -> None:
    page.goto(f"{site.url}/admin/login/")
    if page.evaluate("document.activeElement.id") != "id_username":
        tab_to(page, "#id_username")
    page.keyboard.type(who)
    type_into(page, "#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/admin/$"))
