"""Files that attack their reader, taken in, published and opened in Chromium: nothing runs, nobody is called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page

from archive.citation import FILES
from tests.factories import PASSWORD
from tests.instances import Instance
from tests.journeys import hostile_samples
from tests.journeys.browser import RUNNING
from tests.journeys.hostile_samples import MARKUP, NAMES, RECORDING, WORD, Hostile
from tests.journeys.hostile_world import Listener, Watch, World

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("hostile")]

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
HARMLESS_NAME = re.compile(r"[^\x00-\x1f\x7f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostil")
    with World(folder / "data", folder) as made:
        yield made


@pytest.fixture(scope="module")
def browser(chromium: str) -> Browser:
    return RUNNING.browser(chromium)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="es-MX", accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def shown(world: World) -> list[Hostile]:
    return [each for each in world.files if each.is_shown]


def test_what_does_not_come_in_is_refused_with_its_reason(world: World) -> None:
    assert len(world.files) >= 30
    refused = {each.name: each.refused for each in world.files if each.refused}
    assert {name for name, said in world.said.items() if said["status"] == "refused"} == set(refused)
    for name, reason in refused.items():
        assert reason in world.said[name]["reason"], name
    assert set(world.codes) == {each.name[:255] for each in shown(world)}


def test_what_is_not_opened_is_in_quarantine_and_the_rest_is_read(world: World) -> None:
    for each in shown(world):
        said = world.said[each.name]
        assert (said["status"] == "quarantined") is bool(each.quarantined), said
        assert each.quarantined in (said["reason"] or ""), said
        assert bool(said["pages"]) is (each.is_read and not each.quarantined), said
    assert world.listener.asked == []


def test_nothing_of_them_runs_or_calls_in_the_readers_browser(world: World, page: Page) -> None:
    watch = Watch(page, world.site.url)
    seen = 0
    for each in shown(world):
        for tail in tails(each):
            answer = page.goto(f"{world.address(each.name)}{tail}")
            assert answer
            assert answer.status == 200, (each.name, tail)
            policy = answer.headers["content-security-policy"]
            assert "script-src 'self'" in policy
            assert "'unsafe" not in policy
            watch.look()
            if not tail:
                assert MARKUP in page.title()
                assert MARKUP in said_to_programs(page)["name"]
            seen += 1
    assert (watch.faults, world.listener.asked) == ([], [])
    assert seen > 100


def said_to_programs(page: Page) -> dict[str, str]:
    """The metadata in the head of a page."""
    found: dict[str, str] = json.loads(page.locator("script[type='application/ld+json']").first.text_content() or "")
    return found


def tails(each: Hostile) -> list[str]:
    """The addresses below a document's own that say something of the file."""
    if each.name in NAMES:
        return ["", "/citar"]
    has_pages = (each.is_read and not each.quarantined) or each.name == RECORDING
    pages = [f"/p1?q={WORD}", "/p1/citar"] if has_pages else []
    return ["", *pages, "/paginas", f"/buscar?q={WORD}", "/citar"]


def test_nothing_runs_where_they_are_found(world: World, page: Page) -> None:
    watch = Watch(page, world.site.url)
    addresses = [f"/buscar/?q={WORD}", f"/buscar/?q={WORD}&pagina=2", f"/buscar/?q={quote(MARKUP)}", "/", "/archivo/"]
    creators = world.site.query("SELECT code FROM archive_creator")
    for path in [*addresses, *(f"/productores/{code}" for (code,) in creators)]:
        answer = page.goto(f"{world.site.url}{path}")
        assert answer
        assert answer.status == 200, path
        watch.look()
        if path == addresses[0]:
            assert page.locator("mark").count() > 10
    assert (watch.faults, world.listener.asked) == ([], [])


def test_a_file_opened_at_its_address_is_kept_and_not_shown(world: World, page: Page) -> None:
    watch = Watch(page, world.site.url)
    for name in ("dibujo.svg", "pagina.html", "pagina.xhtml", "carta.txt", "guion.pdf", "correo.eml", "xmp.png"):
        page.goto(world.address(name))
        with page.expect_download() as download:
            page.evaluate(f"location.href = {json.dumps(f'{world.address(name)}/descarga')}")
        assert download.value.suggested_filename == name
    for name in NAMES:
        page.goto(world.address(name))
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("Descargar")).first.click()
        assert HARMLESS_NAME.fullmatch(download.value.suggested_filename), name
    assert (watch.faults, world.listener.asked) == ([], [])


def test_files_leave_as_attachments_with_harmless_names(world: World) -> None:
    for each in shown(world):
        answer = requests.get(f"{world.address(each.name)}/descarga", timeout=20)
        if each.quarantined:
            assert answer.status_code == 404, each.name
            continue
        assert (answer.status_code, answer.content == each.content) == (200, True), each.name
        assert_inert(answer, each.name)
        assert answer.headers["Content-Disposition"].startswith("attachment;"), each.name
        name = name_of(answer)
        assert HARMLESS_NAME.fullmatch(name), name
        assert not name.lower().startswith((".", " ", "con.")), name
        assert name.endswith(f".{each.name.rsplit('.', 1)[1]}"), name


def name_of(answer: requests.Response) -> str:
    """As a browser reads it."""
    said = answer.headers["Content-Disposition"].removeprefix("attachment; ")
    if said.startswith("filename*=utf-8''"):
        assert said.isascii()
        assert not set(said.removeprefix("filename*=utf-8''")) & set("\"';, ")
        return unquote(said.removeprefix("filename*=utf-8''"))
    found = re.fullmatch(r'filename="((?:[^"\\]|\\["\\])*)"', said)
    assert found, said
    return re.sub(r'\\(["\\])', r"\1", found.group(1))


def assert_inert(answer: requests.Response, what: str) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff", what
    assert answer.headers["Content-Security-Policy"] == SANDBOX, what
    assert "X-Inyectado" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_citations_leave_as_attachments(world: World) -> None:
    for code in FILES:
        answer = requests.get(f"{world.address('guion.pdf')}/citar", params={"formato": code}, timeout=20)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_images_are_drawn_anew_and_carry_nothing_along(world: World, page: Page) -> None:
    watch = Watch(page, world.site.url)
    drawn = 0
    for each in shown(world):
        if each.name in NAMES:
            continue
        address = f"{world.address(each.name)}/p1/imagen"
        answer = requests.get(address, timeout=20)
        if answer.status_code == 200:
            drawn += 1
            assert answer.headers["Content-Type"] == "image/webp"
            assert b"script" not in answer.content
            assert b"__ran" not in answer.content
            assert_inert(answer, each.name)
            page.goto(address)
    assert drawn >= 10
    assert (watch.faults, world.listener.asked) == ([], [])


def test_a_player_and_its_captions_are_inert(world: World) -> None:
    address = world.address(RECORDING)
    captions = requests.get(f"{address}/subtitulos", timeout=20)
    assert captions.headers["Content-Type"].startswith("text/vtt")
    assert captions.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in captions.text
    assert_inert(requests.get(f"{address}/reproducir", timeout=20), RECORDING)


def test_names_that_only_an_upload_can_have_do_no_harm(world: World, page: Page) -> None:
    session = logged_in(world.site)
    names = [
        b"../../../../etc/cron.d/acta.pdf",
        b"..\\\\..\\\\acta.pdf",
        b"<img src=x onerror=alert(1)>.pdf",
        b"/acta.pdf",
    ]
    for number, name in enumerate(names):
        said = uploaded(session, world.site, name, world.files[number].content + b"\n ")
        assert "<img src=x" not in said
        assert "X-Inyectado" not in said
    kept = {str(name) for (name,) in world.site.query("SELECT filename FROM archive_original")}
    assert not any("/" in name or "\\" in name for name in kept)
    assert not list(Path("/tmp").glob("acervo-*.html"))


def logged_in(site: Instance) -> requests.Session:
    session = requests.Session()
    address = f"{site.url}/admin/login/"
    form = {
        "username": "ana",
        "password": PASSWORD,
        "csrfmiddlewaretoken": token(session.get(address, timeout=20).text),
    }
    session.post(address, data=form, timeout=20)
    return session


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page[:500]
    return found.group(1)


def uploaded(session: requests.Session, site: Instance, name: bytes, content: bytes) -> str:
    """A request as no browser sends it: the name stands in it as it is."""
    address = f"{site.url}/admin/snippets/archive/document/add/"
    form = session.get(address, timeout=20).text
    chosen = re.search(r'<option value="(\d+)"', form)
    fields = {"csrfmiddlewaretoken": token(form), "institution": chosen.group(1) if chosen else ""}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    file = b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + name + b'"\r\n\r\n' + content
    body = "".join(parts).encode() + file + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return session.post(address, data=body, headers=headers, timeout=20).text


def test_the_watch_can_fail(page: Page) -> None:
    """The control: the very page that hostile files hold, shown by a site that does not know better."""
    with Listener() as careless, Listener() as called:
        careless.page = hostile_samples.page(called.url).replace("http-equiv", "data-later")
        watch = Watch(page, careless.url)
        page.goto(f"{careless.url}/pagina")
        watch.look()
        assert {"dialog", "script", "request", "element"} <= watch.kinds()
        assert {"/pixel.gif", "/frame", "/sheet.css"} <= {urlsplit(path).path for path in called.asked}
        careless.page = f"<p>{MARKUP}</p>"
        page.goto(f"{careless.url}/pagina")
        watch.faults.clear()
        watch.look()
        assert watch.kinds() == {"script", "element"}


def test_the_watch_sees_what_only_the_policy_stops(world: World, page: Page) -> None:
    """The other control: markup that got into a page of the site does nothing there, and is noticed all the same."""
    watch = Watch(page, world.site.url)
    page.goto(f"{world.site.url}/")
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", MARKUP)
    watch.look()
    assert watch.kinds() == {"console", "element"}
