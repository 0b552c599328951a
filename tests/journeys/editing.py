"""What editors do in the administration, in whichever journey: come in, write, publish."""

from playwright.sync_api import Locator, Page, expect

from tests.instances import Instance

PASSWORD = "una clave de prueba"
PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
user = User.objects.create_user("comunicacion", email="comunicacion@ejemplo.mx", password="{PASSWORD}")
Membership.objects.create(user=user, institution=Institution.objects.get(code="snt-archivos"), role="communication")
"""
"""A person of communication who keeps the whole site."""


def log_in(page: Page, site: Instance) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.locator("#id_username").fill("comunicacion")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("Le espera en las páginas")).to_be_visible()


def new_article(page: Page, site: Instance, *, title: str, summary: str, heading: str) -> Locator:
    """An article with its first heading; gives the field of its first text."""
    page.goto(f"{site.url}/admin/pages/add/home/articlepage/{pk_of(site, 'articulos')}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill(summary)
    page.locator("[name='body-0-value']").fill(heading)
    text = page.locator("[data-contentpath=body] [contenteditable=true]").first
    text.click()
    return text


def add_part(page: Page, name: str, number: int) -> Locator:
    """Append a part to the page by its name in the list, and give what the editor shows of it."""
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    added = page.locator(f"[name='body-{number}-type']").locator("xpath=ancestor::*[@data-streamfield-child][1]")
    expect(added).to_be_visible()
    return added


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()


def pk_of(site: Instance, slug: str) -> int:
    (found,) = site.query(f"SELECT id FROM wagtailcore_page WHERE slug = '{slug}'")
    return int(found[0])
