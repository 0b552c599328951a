"""A site that was given all hostile files, whoever they would call, and what watches a page that shows them."""

from __future__ import annotations

import csv
import http.server
import threading
from pathlib import Path
from typing import Self

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from tests.conftest import serve
from tests.factories import PASSWORD
from tests.instances import Instance
from tests.journeys import hostile_samples
from tests.journeys.hostile_samples import MARKUP, WORD

INTRUDERS = (
    "iframe, frame, object, embed, base, meta[http-equiv], style, img[src='x'], svg use[href^='http'],"
    "script:not([src]):not([type='application/ld+json']), form[action^='http'],"
    "[onerror], [onload], [onclick], [onfocus], [href^='javascript:' i], [src^='javascript:' i]"
)
"""What a page of the site never has, and what a text that is taken for markup would bring."""
LOOK = "wanted => [Boolean(window.__ran), [...document.querySelectorAll(wanted)].map(each => each.outerHTML)]"
PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
user = User.objects.create_user("ana", password="{PASSWORD}")
Membership.objects.create(user=user, institution=Institution.objects.get(code="mx-archivo"), role="archivist")
"""
FINISH = """
from archive import publication, transcription
from archive.models import Document
from cms.core.tenancy import operator_account
from search import outbox
from search.engine import engine
actor = operator_account()
for document in Document.objects.filter(live=False):
    publication.publish(document, actor=actor)
recording = Document.objects.get(original__filename="grabacion.wav")
transcription.save_transcript(recording, {captions!r}, actor=actor, reason="prueba", seen=None)
outbox.drain(engine())
"""


class Listener(http.server.ThreadingHTTPServer):
    """Whom the files would call; it keeps what was asked of it, and shows `page` to whoever asks for /pagina."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[str] = []
        self.page = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        content = self.server.page.encode() if self.path == "/pagina" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        pass


class Watch:
    """Everything that a page does and a page of the site must not do."""

    def __init__(self, page: Page, own: str) -> None:
        self.page = page
        self.own = own
        self.faults: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("popup", lambda popup: self._note("popup", popup.url))
        page.context.on("request", self._request)

    def _note(self, what: str, detail: str) -> None:
        self.faults.append(f"{what} on {self.page.url}: {detail}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # A file without an image is answered with 404, and nothing else is ever said.
        if "the server responded with a status of 404" not in message.text:
            self._note("console", message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.own}/", "data:")):
            self._note("request", request.url)

    def look(self) -> None:
        """At the page as it stands now."""
        ran, found = self.page.evaluate(LOOK, INTRUDERS)
        if ran:
            self._note("script", "it ran")
        for each in found:
            self._note("element", each[:200])

    def kinds(self) -> set[str]:
        return {each.split(" ")[0] for each in self.faults}


class World:
    """A served site that was given all hostile files."""

    def __init__(self, data_dir: Path, folder: Path) -> None:
        self.listener = Listener()
        self.site = Instance(data_dir)
        making = folder / "hechos"
        making.mkdir()
        self.files = list(hostile_samples.every(self.listener.url, making))
        self.site.prepare(PREPARE)
        self.said = self._import(folder)
        self.site.python(FINISH.format(captions=hostile_samples.CAPTIONS))
        serve(self.site)
        rows = self.site.query(
            "SELECT o.filename, d.code FROM archive_document d JOIN archive_original o ON o.id = d.original_id"
        )
        self.codes = {str(name): str(code) for name, code in rows}

    def _import(self, folder: Path) -> dict[str, dict[str, str]]:
        place = folder / "entregados"
        place.mkdir()
        manifest = folder / "tabla.csv"
        with manifest.open("w", newline="", encoding="utf-8") as table:
            rows = csv.writer(table)
            rows.writerow(["file", "title", "creator", "scope_and_content", "subject"])
            for number, each in enumerate(self.files):
                (place / each.name).write_bytes(each.content)
                markup = f"</script></title></textarea>{MARKUP}"
                rows.writerow([each.name, f"{WORD} {number} {markup}", f"Mesa {MARKUP}", markup, "<b onclick=1>"])
        done = self.site.json(
            "import_documents", str(place), "--manifest", str(manifest), "--publish", "--wait", "--json"
        )
        return {each["file"]: each for each in done["files"]}

    def address(self, name: str) -> str:
        return f"{self.site.url}/d/{self.codes[name]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.site.close()
        self.listener.__exit__()
