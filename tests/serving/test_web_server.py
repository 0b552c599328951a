"""The real web server in front of the real site: pages, files by Range, and nothing of the disk."""

import gzip
import hashlib
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.instances import Instance, until
from tests.servers import nginx as web_server
from tests.servers.nginx import Front

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("web server")]

SIZE = 24 * 1024 * 1024
PREPARE = """
from tests import factories
from archive import derivatives, tasks
content = b"%PDF-1.4 " + bytes(range(256)) * 4096 * {mebibytes}
act = factories.published("Acta que se retira", pages=["texto"])
law = factories.published("Ley de archivos", pages=["texto"], content=content, filename="Ley general 2018 ñ.pdf")
draft = factories.document("Borrador", content=b"%PDF-1.4 secreto")
tasks._write(derivatives.cover_path(law.original.digest), b"RIFF de portada")
print(act.code, law.code, draft.code, law.original.digest, draft.original.digest)
"""
WITHDRAW_AND_DIE = """
import os, signal
from django.db import transaction
from archive import publication
from archive.models import Document
from cms.core.tenancy import operator_account
actor = operator_account()
with transaction.atomic():
    publication.withdraw(Document.objects.get(code="{code}"), actor=actor, reason="Datos personales")
    {before_the_commit}
os.kill(os.getpid(), signal.SIGKILL)
"""


class Site:
    """A served instance with one published and one unpublished document."""

    def __init__(self, instance: Instance) -> None:
        said = instance.prepare(PREPARE.format(mebibytes=SIZE // 1024**2)).split()
        self.act, self.law, self.draft, self.digest, self.draft_digest = said[-5:]
        self.content = b"%PDF-1.4 " + bytes(range(256)) * 4096 * (SIZE // 1024**2)
        self.front: Front = web_server.serve(instance)
        self.instance = instance
        self.file = f"/d/{self.law}/descarga"

    def get(self, path: str, method: str = "GET", **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(method, self.front.url + path, headers=named, timeout=30, allow_redirects=False)

    def raw(self, path: str, *lines: str) -> int:
        """The status of a request whose address no client has tidied up."""
        with socket.create_connection(("127.0.0.1", self.front.port), timeout=30) as connection:
            head = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *lines, "", ""]
            connection.sendall("\r\n".join(head).encode())
            return int(connection.recv(64).split()[1])


@pytest.fixture(scope="module")
def site(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    instance = Instance(tmp_path_factory.mktemp("served") / "data")
    try:
        yield Site(instance)
    finally:
        instance.close()


def test_a_page_is_asked_for_again_and_not_sent_again(site: Site) -> None:
    page = site.get("/", Accept_Encoding="gzip")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Set-Cookie" not in page.headers
    assert page.headers["Server"] == "nginx"
    again = site.get("/", Accept_Encoding="gzip", If_None_Match=page.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    head = site.get("/", "HEAD", Accept_Encoding="gzip")
    assert (head.status_code, head.headers["ETag"]) == (200, page.headers["ETag"])
    plain = site.get("/", Accept_Encoding="identity")
    assert "Content-Encoding" not in plain.headers
    assert plain.text == page.text


def test_what_a_process_withdrew_before_it_was_killed_is_gone_everywhere(site: Site) -> None:
    address = f"/d/{site.act}"
    assert [site.get(address).status_code for _made_then_kept in range(2)] == [200, 200]
    for last_act, status in (("os.kill(os.getpid(), signal.SIGKILL)", 200), ("", 410)):
        code = WITHDRAW_AND_DIE.format(code=site.act, before_the_commit=last_act)
        done = site.instance.manage("shell", "--no-imports", "--command", code, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert site.get(address).status_code == status


def test_style_sheets_come_through(site: Site) -> None:
    assert site.get("/static/css/site.css").headers["Content-Type"].startswith("text/css")


def test_a_file_is_sent_by_the_web_server_with_all_that_the_site_said(site: Site) -> None:
    response = site.get(site.file, Accept_Encoding="gzip")
    assert (response.status_code, response.content == site.content) == (200, True)
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "%C3%B1.pdf" in headers["Content-Disposition"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["ETag"] == f'"{site.digest}"'
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Length"] == str(len(site.content))
    assert headers["Accept-Ranges"] == "bytes"
    assert not {"X-Accel-Redirect", "Content-Encoding", "Last-Modified", "Set-Cookie"} & set(headers)


def test_the_site_itself_sends_no_bytes(site: Site) -> None:
    """The control of the test above: without nginx there is an address for it and nothing else."""
    response = requests.get(site.instance.url + site.file, timeout=30)
    assert response.content == b""
    assert response.headers["X-Accel-Redirect"] == f"/_privado/originals/{site.digest[:2]}/{site.digest}"


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=100-299", 100, 299), ("bytes=-9", -9, None), ("bytes=25165820-", 25165820, None)],
)
def test_parts(site: Site, wanted: str, first: int, last: int | None) -> None:
    response = site.get(site.file, Range=wanted)
    expected = site.content[first : None if last is None else last + 1]
    assert (response.status_code, response.content) == (206, expected)
    assert response.headers["Content-Range"].endswith(f"/{len(site.content)}")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["ETag"] == f'"{site.digest}"'


def test_a_part_of_other_content_gets_the_whole(site: Site) -> None:
    for tag, status in ((site.digest, 206), ("otro", 200)):
        assert site.get(site.file, Range="bytes=0-1", If_Range=f'"{tag}"').status_code == status
    assert site.get(site.file, Range="bytes=0-1,5-6").status_code == 200


def test_a_part_that_is_not_there(site: Site) -> None:
    response = site.get(site.file, Range="bytes=999999999-")
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(site.content)}"


def test_what_the_reader_has_is_not_sent_again(site: Site) -> None:
    held = site.get(site.file, If_None_Match=f'"{site.digest}"')
    assert (held.status_code, held.content) == (304, b"")
    head = site.get(site.file, "HEAD")
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(site.content)))
    assert (head.content, head.headers["ETag"]) == (b"", f'"{site.digest}"')


def test_a_cover_is_sent_too(site: Site) -> None:
    response = site.get(f"/d/{site.law}/portada")
    assert (response.content, response.headers["Content-Type"]) == (b"RIFF de portada", "image/webp")


def test_what_is_closed_stays_closed_whatever_a_reader_sends(site: Site) -> None:
    inside = f"/_privado/originals/{site.draft_digest[:2]}/{site.draft_digest}"
    assert (site.instance.data_dir / "originals" / site.draft_digest[:2] / site.draft_digest).exists()
    for line in (
        f"X-Accel-Redirect: {inside}",
        f"X-Sendfile: {inside}",
        f"X-Original-URL: {inside}",
        f"X-Rewrite-URL: {inside}",
        f"X-Accel-Mapping: /={site.instance.data_dir}/",
    ):
        assert site.raw(f"/d/{site.draft}/descarga", line) == 404
        assert site.raw("/nada/", line) == 404
    assert site.raw(inside) == 404


def test_no_path_of_the_instance_is_an_address(site: Site) -> None:
    """Every file that lies in DATA_DIR, asked for in every way in which it might be reached."""
    data = site.instance.data_dir
    files = [path for path in data.rglob("*") if path.is_file()]
    assert {"db.sqlite3", "secret_key"} & {path.name for path in files}
    assert any("originals" in path.parts for path in files)
    for path in files:
        inside = path.relative_to(data).as_posix()
        for address in (
            f"/{inside}",
            f"{path}",
            f"/_privado/{inside}",
            f"/_privado//{inside}",
            f"/_privado/originals/../{inside}",
            f"/_privado/originals/%2e%2e/{inside}",
            f"/%5fprivado/{inside}",
            f"/static/../{inside}",
            f"/static/%2e%2e/{inside}",
            f"/media/{inside}",
        ):
            assert site.raw(address) in {301, 400, 404}, address


def test_the_file_handed_over_is_there_for_the_web_server(site: Site) -> None:
    """The control of the two tests above: the same address inside is a file."""
    path = site.instance.data_dir / "originals" / site.digest[:2] / site.digest
    assert hashlib.sha256(path.read_bytes()).hexdigest() == site.digest
    assert site.get(site.file, Range="bytes=0-3").content == b"%PDF"


def test_other_host_names_get_no_answer(site: Site) -> None:
    with pytest.raises(requests.ConnectionError):
        site.get("/", Host="ajeno.example")


def test_addresses_that_readers_claim_reach_nobody(site: Site) -> None:
    claimed = site.get(
        "/", X_Forwarded_Host="ajeno.example", X_Forwarded_Proto="https", Forwarded="host=ajeno.example"
    )
    assert claimed.text == site.get("/").text
    assert "ajeno.example" not in claimed.text
    assert "https://127" not in claimed.text


def test_the_log_tells_neither_who_read_nor_what_they_searched(site: Site) -> None:
    before = len(site.front.log())
    site.get("/buscar/?q=palabraquenadiedebeleer")
    site.get(f"/d/{site.law}/p1?q=palabraquenadiedebeleer", User_Agent="navegadorsecreto")
    site.get(site.file, Range="bytes=0-3")
    until(lambda: site.front.log().count("\n", before) >= 3, what="three lines of the log")
    log = site.front.log()[before:]
    assert '"path":"/buscar/"' in log
    assert f'"path":"{site.file}"' in log
    assert re.search(r'"request_id":"[0-9a-f]{32}"', log)
    for personal in ("palabraquenadiedebeleer", "127.0.0.1", "navegadorsecreto", "_privado"):
        assert personal not in log
    assert "127.0.0.1" not in site.front.log("error.log")


def test_a_large_body_is_refused_but_where_files_are_received(site: Site) -> None:
    def answer(path: str, mebibytes: int, cookie: str = "sessionid=x") -> int:
        with socket.create_connection(("127.0.0.1", site.front.port), timeout=30) as connection:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {mebibytes * 1024**2}\r\n"
            head += f"Cookie: {cookie}\r\n" if cookie else ""
            connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
            return int(connection.recv(64).split()[1])

    assert answer("/buscar/", 2) == 413
    assert answer("/admin/images/add/", 20) == 100
    assert answer("/admin/images/add/", 30) == 413
    assert answer("/admin/snippets/archive/document/add/", 2048) == 100
    assert answer("/admin/snippets/archive/document/add/", 2048, cookie="") == 403


def test_slow_readers_of_files_hold_up_nobody(site: Site) -> None:
    """More of them than the site has threads: they wait in the web server."""
    slow = [slow_download(site.front.port, site.file) for _reader in range(20)]
    began = time.monotonic()
    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(lambda _number: site.get("/?lento=1").status_code, range(12)))
    took = time.monotonic() - began
    for connection in slow:
        connection.close()
    assert answers == [200] * 12
    assert took < 20


def test_without_the_web_server_slow_readers_hold_the_threads(site: Site) -> None:
    """The control of the test above: as many slow readers as there are threads, and the site is silent."""
    bare = Instance(Path(f"{site.instance.data_dir}-bare"))
    try:
        bare.environment |= {"DATA_DIR": str(site.instance.data_dir), "WEB_WORKERS": "1"}
        bare.environment |= {
            name: site.instance.environment[name] for name in bare.environment if name.endswith("_URL")
        }
        bare.serve()
        slow = [slow_download(bare.port, site.file) for _reader in range(8)]
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{bare.url}/?lento=1", timeout=2)
        for connection in slow:
            connection.close()
    finally:
        bare.close()


def slow_download(port: int, path: str) -> socket.socket:
    """A reader who has asked for a file, has its head, and reads no further."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    connection.settimeout(2)
    with suppress(TimeoutError):
        connection.recv(1)
    return connection


def test_a_page_that_comes_compressed_is_whole(site: Site) -> None:
    with requests.get(f"{site.front.url}/", headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30) as response:
        assert gzip.decompress(response.raw.read()).endswith(b"</html>\n")
