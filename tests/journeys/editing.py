"""What editors do in the administration, in whichever journey: come in, write, publish."""

import json
import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.instances import Instance, until

PASSWORD = "una clave de prueba"
PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
user = User.objects.create_user("comunicacion", email="comunicacion@ejemplo.mx", password="{PASSWORD}")
Membership.objects.create(user=user, institution=Institution.objects.get(code="snt-archivos"), role="communication")
"""
"""A person of communication who keeps the whole site."""


WATCHED = """
addEventListener("w-unsaved:watch-edits", () => { document.documentElement.dataset.watched = "" }, true)
"""
"""Wagtail takes what a form says for its beginning some seconds after it was loaded: what is typed before is noticed
only with the next change."""


def tell_when_watched(context: BrowserContext) -> None:
    """Let every page that is opened from now on tell when its form is watched."""
    context.add_init_script(WATCHED)


def wait_until_watched(page: Page) -> None:
    """Until what is typed is saved by itself. The browser's context has to tell."""
    expect(page.locator("html[data-watched]")).to_have_count(1)


def wait_until_saved(page: Page, site: Instance, text: str) -> None:
    """Until the newest draft holds the text, and the page has its own address: both come by themselves."""
    once = json.dumps(text)[1:-1]
    # Parts of a page are JSON within JSON.
    forms = {text, once, json.dumps(once)[1:-1]}
    until(lambda: any(form in newest_draft(site) for form in forms), what=f"«{text}» is saved by itself")
    expect(page).to_have_url(re.compile("/edit/$"))
    expect(page.locator("[data-w-autosave-state-value=saving]")).to_have_count(0)


def newest_draft(site: Instance) -> str:
    """What the newest revision of any page holds; nothing where there is none."""
    found = site.query("SELECT content FROM wagtailcore_revision ORDER BY id DESC LIMIT 1")
    return str(found[0][0]) if found else ""


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
