"""Finished pages: who gets them, until when, and what every answer says about being kept."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from archive import publication, reading
from archive.models import Document
from cms.core import freshness, public_cache
from cms.core.public_cache import ASK_AGAIN, OWN, UNDECIDED, PublicCacheMiddleware, TextGZipMiddleware
from cms.home.models import HomePage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_cache")]


def queries(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    return len(asked)


def kept() -> int:
    return len(caches["public"]._cache)  # type: ignore[attr-defined]


@pytest.fixture
def law() -> Document:
    return factories.published("Ley de archivos", pages=["texto de la ley"])


def test_the_second_reader_gets_the_page_of_the_first(reader: Client, law: Document) -> None:
    address = f"/d/{law.code}"
    first = reader.get(address)
    assert queries(Client(headers={"host": "localhost"}), address) == 1
    second = reader.get(address)
    assert (second.status_code, second.content) == (200, first.content)
    assert {**second.headers, "Content-Length": ""} == {**first.headers, "Content-Length": ""}


def test_a_kept_page_is_logged_under_its_route(reader: Client, law: Document) -> None:
    for _first_made_then_kept in range(2):
        match = reader.get(f"/d/{law.code}").wsgi_request.resolver_match
        assert match is not None
        assert match.view_name == "archive:document"


def test_without_the_cache_every_reader_is_served_anew(reader: Client, law: Document, settings: Any) -> None:
    """The control of the test above."""
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = dict.fromkeys(("default", "public", "kept"), nothing)
    reader.get(f"/d/{law.code}")
    assert queries(reader, f"/d/{law.code}") > 3


def test_a_withdrawn_document_is_gone_with_the_next_request(reader: Client, law: Document) -> None:
    addresses = [f"/d/{law.code}", f"/d/{law.code}/p1", f"/d/{law.code}/v1", f"/d/{law.code}/v1/p1"]
    assert {reader.get(address).status_code for address in addresses} == {200}
    assert law.title in reader.get("/").content.decode()
    tag = reader.get(addresses[0])["ETag"]
    publication.withdraw(law, actor=factories.superuser(), reason="Datos personales")
    assert {reader.get(address).status_code for address in addresses} == {410}
    assert reader.get(addresses[0], headers={"if-none-match": tag}).status_code == 410
    assert law.title not in reader.get("/").content.decode()


def test_a_publication_is_on_the_front_page_at_once(reader: Client) -> None:
    draft = factories.document("Acta nueva")
    assert draft.title not in reader.get("/").content.decode()
    publication.publish(draft, actor=factories.superuser())
    assert draft.title in reader.get("/").content.decode()


def test_a_change_that_is_rolled_back_leaves_the_page(reader: Client, law: Document) -> None:
    reader.get(f"/d/{law.code}")
    with transaction.atomic():
        publication.withdraw(law, actor=factories.superuser(), reason="Por error")
        transaction.set_rollback(True)
    assert queries(reader, f"/d/{law.code}") == 1
    assert reader.get(f"/d/{law.code}").status_code == 200


def test_a_page_made_while_a_change_commits_is_not_kept_for_those_after(
    reader: Client, law: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the change must not stand under the stamp of after it."""
    made = reading.open_document

    def slow(*args: Any) -> reading.Shown:
        shown = made(*args)
        Document.objects.filter(pk=law.pk).update(title="Ley corregida")
        return shown

    monkeypatch.setattr(reading, "open_document", slow)
    assert "Ley corregida" not in reader.get(f"/d/{law.code}").content.decode()
    monkeypatch.undo()
    assert "Ley corregida" in reader.get(f"/d/{law.code}").content.decode()


def test_an_embargo_ends_at_its_instant(reader: Client) -> None:
    opens = timezone.now() + timedelta(seconds=90)
    embargoed = factories.published("Informe embargado", at=opens)
    with time_machine.travel(opens - timedelta(milliseconds=1), tick=False):
        assert embargoed.title not in reader.get("/").content.decode()
        assert queries(reader, "/") == 1
        assert reader.get(f"/d/{embargoed.code}").status_code == 404
    with time_machine.travel(opens, tick=False):
        assert embargoed.title in reader.get("/").content.decode()
        assert reader.get(f"/d/{embargoed.code}").status_code == 200


def test_without_the_announced_instant_the_embargo_would_last(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    monkeypatch.setattr(freshness, "_next_changes", [])
    opens = timezone.now() + timedelta(seconds=90)
    embargoed = factories.published("Informe embargado", at=opens)
    with time_machine.travel(opens - timedelta(milliseconds=1), tick=False):
        reader.get("/")
    with time_machine.travel(opens, tick=False):
        assert embargoed.title not in reader.get("/").content.decode()


def test_a_page_during_whose_making_an_embargo_ended_is_not_kept(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens = timezone.now() + timedelta(seconds=90)
    factories.published("Informe embargado", at=opens)
    made = reading.newest
    with time_machine.travel(opens - timedelta(milliseconds=1), tick=False) as clock:

        def slow(*args: Any, **kwargs: Any) -> list[Document]:
            rows = made(*args, **kwargs)
            clock.move_to(opens)
            return rows

        monkeypatch.setattr(reading, "newest", slow)
        reader.get("/")
    assert kept() == 0


def test_no_page_is_kept_longer_than_its_end(reader: Client, law: Document) -> None:
    address = f"/d/{law.code}"
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        reader.get(address)
    with time_machine.travel(now + freshness.LONGEST - timedelta(seconds=1), tick=False):
        assert queries(reader, address) == 1
    with time_machine.travel(now + freshness.LONGEST, tick=False):
        assert queries(reader, address) > 3


def test_what_the_index_counts_is_kept_for_seconds(reader: Client, law: Document, index: None) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert reader.get("/archivo/")["Cache-Control"] == ASK_AGAIN
        assert queries(reader, "/archivo/") == 1
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        assert queries(reader, "/archivo/") > 3


def test_whoever_has_a_session_neither_leaves_nor_gets_a_shared_page(reader: Client, law: Document) -> None:
    staff = Client(headers={"host": "localhost"})
    staff.force_login(factories.superuser())
    for address in ("/", f"/d/{law.code}", f"/d/{law.code}/p1"):
        assert staff.get(address)["Cache-Control"] == OWN
        assert "ETag" not in staff.get(address)
    assert kept() == 0
    draft = factories.document("Borrador secreto")
    assert reader.get(f"/d/{draft.code}").status_code == 404
    assert staff.get(f"/d/{draft.code}").status_code == 200
    assert reader.get(f"/d/{draft.code}").status_code == 404
    reader.get("/")
    assert kept() == 1
    assert queries(staff, "/") > 3


@pytest.mark.parametrize(
    "headers", [{"authorization": "Basic x"}, {"cookie": "sessionid=x"}, {"cookie": "messages=x"}]
)
def test_whoever_may_be_known_is_asked_for_each_time(reader: Client, law: Document, headers: dict[str, str]) -> None:
    reader.get(f"/d/{law.code}")
    assert queries(reader, f"/d/{law.code}", **headers) > 1
    assert reader.get(f"/d/{law.code}", headers=headers)["Cache-Control"] == OWN


def test_a_cookie_of_somebody_else_changes_nothing(reader: Client, law: Document) -> None:
    reader.get(f"/d/{law.code}")
    assert queries(reader, f"/d/{law.code}", cookie="estadistica=1") == 1


def test_what_readers_type_is_not_kept(reader: Client, law: Document, index: None) -> None:
    for address in ("/buscar/?q=ley", "/buscar/", f"/d/{law.code}/p1?q=ley", "/?x=1", "/nada/", "/d/zzzzzzzz"):
        reader.get(address)
    assert kept() == 0
    assert "private" in reader.get("/buscar/")["Cache-Control"]


def test_files_and_the_administration_are_not_kept(reader: Client, law: Document) -> None:
    for address in (f"/d/{law.code}/descarga", "/admin/login/", "/admin/", "/salud/"):
        assert "public" not in reader.get(address).get("Cache-Control", ""), address
    assert kept() == 0


def test_a_page_behind_a_password_is_not_kept(reader: Client) -> None:
    page = HomePage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="clave")
    for _time in range(2):
        assert "public" not in reader.get("/")["Cache-Control"]
    assert kept() == 0


def test_a_preview_shows_the_draft_and_is_not_kept(reader: Client) -> None:
    page = HomePage.objects.get()
    shown = reader.get("/").content
    page.title = "Borrador de portada"
    assert "Borrador de portada" in page.make_preview_request().content.decode()
    assert reader.get("/").content == shown


def test_hosts_share_nothing(reader: Client, law: Document) -> None:
    reader.get(f"/d/{law.code}")
    other = Client(headers={"host": "127.0.0.1"})
    assert queries(other, f"/d/{law.code}") > 3
    assert 'href="http://127.0.0.1/' in other.get(f"/d/{law.code}").content.decode()
    assert Client(headers={"host": "ajeno.example"}).get(f"/d/{law.code}").status_code == 400


def test_readers_ask_again_each_time_and_get_a_page_only_if_it_is_another(reader: Client, law: Document) -> None:
    for address in ("/", f"/d/{law.code}", f"/d/{law.code}/p1?q=texto", "/robots.txt"):
        for _first_made_then_kept in range(2):
            response = reader.get(address)
            assert response["Cache-Control"] == ASK_AGAIN
            assert {"Cookie", "Accept-Encoding"} <= set(response["Vary"].split(", "))
            assert not response.cookies
            again = reader.get(address, headers={"if-none-match": response["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert (again["ETag"], again["Vary"]) == (response["ETag"], response["Vary"])
            assert again["Cache-Control"] == ASK_AGAIN
    tag = reader.get("/")["ETag"]
    factories.published("Otra")
    assert reader.get("/", headers={"if-none-match": tag}).status_code == 200


def test_what_is_not_there_is_asked_for_again_too(reader: Client, law: Document) -> None:
    publication.withdraw(law, actor=factories.superuser(), reason="Datos personales")
    for address, status in ((f"/d/{law.code}", 410), ("/d/zzzzzzzz", 404)):
        response = reader.get(address)
        assert (response.status_code, response["Cache-Control"]) == (status, ASK_AGAIN)


def test_head_tells_the_same_without_the_page(reader: Client, law: Document) -> None:
    address = f"/d/{law.code}"
    assert reader.head(address).content == b""
    assert kept() == 0
    page = reader.get(address)
    head = reader.head(address)
    assert (head.content, head["Content-Length"], head["ETag"]) == (b"", page["Content-Length"], page["ETag"])
    assert reader.head(address, headers={"if-none-match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/", "/?x=1"])
def test_pages_are_compressed_for_whom_can_read_that(reader: Client, address: str) -> None:
    plain = reader.get(address)
    for _first_made_then_kept in range(2):
        packed = reader.get(address, headers={"accept-encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
        assert packed["ETag"] == plain["ETag"]
        for accepted in ("", "identity", "gzip;q=0, br"):
            unpacked = reader.get(address, headers={"accept-encoding": accepted})
            assert "Content-Encoding" not in unpacked
            assert "Accept-Encoding" in unpacked["Vary"]


def test_staff_pages_are_compressed_with_padding_against_guesses() -> None:
    """What is said to one person and holds a token must not have a length that can be compared."""
    client = Client(headers={"accept-encoding": "gzip", "host": "localhost"})
    client.force_login(factories.superuser())
    lengths = {len(client.get("/").content) for _time in range(8)}
    assert len(lengths) > 1


def test_files_are_sent_as_they_are(reader: Client, law: Document) -> None:
    response = reader.get(f"/d/{law.code}/descarga", headers={"accept-encoding": "gzip", "range": "bytes=0-3"})
    assert (response.status_code, response.getvalue()) == (206, b"%PDF")
    assert "Content-Encoding" not in response
    assert response["Cache-Control"] == "private, no-cache"


def answered(response: Any, path: str = "/prueba/", **request: Any) -> Any:
    """What the middleware makes of an answer."""
    asked = RequestFactory().get(path, headers={"host": "localhost"}, **request)
    return TextGZipMiddleware(PublicCacheMiddleware(lambda _request: response))(asked)


def shared(response: Any) -> Any:
    public_cache.share(response)
    return response


def with_cookie() -> HttpResponse:
    response = HttpResponse("hola")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (lambda: HttpResponse("hola"), UNDECIDED),
        (lambda: shared(with_cookie()), UNDECIDED),
        (lambda: HttpResponse("hola", headers={"Cache-Control": "no-store"}), "no-store"),
        (lambda: shared(StreamingHttpResponse(iter([b"hola"]))), UNDECIDED),
        (lambda: shared(HttpResponse("hola", headers={"Vary": "Accept-Language"})), ASK_AGAIN),
        (lambda: shared(HttpResponse("x" * (public_cache.LARGEST + 1))), ASK_AGAIN),
        (lambda: shared(HttpResponse("no", status=503)), ASK_AGAIN),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(response: Any, said: str) -> None:
    assert answered(response())["Cache-Control"] == said
    assert kept() == 0


def test_the_control_is_kept() -> None:
    assert answered(shared(HttpResponse("hola")))["Cache-Control"] == ASK_AGAIN
    assert kept() == 1


def test_a_user_without_a_session_is_somebody_too() -> None:
    staff = factories.superuser()

    def view(request: HttpRequest) -> HttpResponse:
        request.user = staff
        return shared(HttpResponse("hola"))  # type: ignore[no-any-return]

    response = PublicCacheMiddleware(view)(RequestFactory().get("/prueba/", headers={"host": "localhost"}))
    assert response["Cache-Control"] == OWN
    assert kept() == 0


def test_without_a_database_the_view_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> str:
        raise DatabaseError

    monkeypatch.setattr(freshness, "stamp", down)
    assert answered(HttpResponse("en obras", status=503)).status_code == 503


def test_pictures_and_streams_are_not_compressed() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 1000

    accepting = {"HTTP_ACCEPT_ENCODING": "gzip"}
    picture = HttpResponse(b"x" * 1000, content_type="image/webp")
    for response in (shared(picture), StreamingHttpResponse(pieces(), content_type="text/csv")):
        assert "Content-Encoding" not in answered(response, **accepting)
    assert answered(HttpResponse("x" * 1000), "/otra/", **accepting)["Content-Encoding"] == "gzip"
