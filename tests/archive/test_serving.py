"""Files leave with safe names and headers, whole or in part."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from archive.serving import serve

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "original"
    path.write_bytes(CONTENT)
    return path


def got(path: Path, filename: str = "acta.pdf", **headers: str) -> HttpResponseBase:
    request = RequestFactory().get("/", headers=headers)
    return serve(request, path, media_type="application/pdf", filename=filename, etag="abc", attachment=True)


def body(response: HttpResponseBase) -> bytes:
    return response.getvalue()


def test_whole(path: Path) -> None:
    response = got(path)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=1000-", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=-5000", 0, 1023),
    ],
)
def test_part(path: Path, asked: str, first: int, last: int) -> None:
    response = got(path, Range=asked)
    assert (response.status_code, body(response)) == (206, CONTENT[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9999-10000", "bytes=20-10", "bytes=-0"])
def test_a_part_that_is_not_there(path: Path, asked: str) -> None:
    response = got(path, Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "items=0-1", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-" + "9" * 5000]
)
def test_what_is_no_single_range_gets_the_whole(path: Path, asked: str) -> None:
    assert got(path, Range=asked).status_code == 200


def test_a_part_of_other_content_gets_the_whole(path: Path) -> None:
    assert got(path, Range="bytes=0-1", **{"If-Range": '"otro"'}).status_code == 200
    assert got(path, Range="bytes=0-1", **{"If-Range": '"abc"'}).status_code == 206


def test_what_the_reader_has_is_not_sent_again(path: Path) -> None:
    for held in ('"abc"', 'W/"abc"', '"otro", "abc"', "*"):
        response = got(path, **{"If-None-Match": held})
        assert (response.status_code, response["ETag"]) == (304, '"abc"')
    assert got(path, **{"If-None-Match": '"otro"'}).status_code == 200


def test_a_range_is_for_getting(path: Path) -> None:
    request = RequestFactory().head("/", headers={"Range": "bytes=0-1"})
    response = serve(request, path, media_type="application/pdf", filename="a.pdf", etag="abc", attachment=True)
    assert (response.status_code, response["Content-Length"]) == (200, "1024")


def test_nothing_runs_in_the_browser_that_opens_it(path: Path) -> None:
    response = got(path)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Sesión  N° 3.pdf", "filename*=utf-8''Sesi%C3%B3n%20%20N%C2%B0%203.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", 'filename="a__Set-Cookie: x=1.pdf"'),
        ("acta\u202efdp.exe", 'filename="acta_fdp.exe"'),
        ("../../etc/passwd", 'filename="_.._etc_passwd"'),
        ("...", 'filename="documento"'),
        ("...pdf", 'filename="documento.pdf"'),
        (".oculto.pdf", 'filename="oculto.pdf"'),
        ("CON.pdf", 'filename="_CON.pdf"'),
        ("constancia.pdf", 'filename="constancia.pdf"'),
        ("acta%0d%0aX: 1%2F..%5c.pdf", 'filename="acta__X: 1_.._.pdf"'),
        ("Ley%20de%20aguas 100%.pdf", 'filename="Ley%20de%20aguas 100%.pdf"'),
        ('"; filename="malo.html', 'filename="\\"; filename=\\"malo.html"'),
    ],
)
def test_names(path: Path, name: str, sent: str) -> None:
    disposition = got(path, filename=name)["Content-Disposition"]
    assert sent in disposition
    assert "\n" not in disposition


@pytest.fixture
def behind_a_web_server(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ACCEL_REDIRECT_PREFIX = "/_privado/"


@pytest.mark.usefixtures("behind_a_web_server")
def test_a_web_server_gets_the_address_of_the_file_and_all_headers(path: Path) -> None:
    response = got(path, Range="bytes=0-1")
    assert (response.status_code, body(response)) == (200, b"")
    assert response["X-Accel-Redirect"] == "/_privado/original"
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == '"abc"'
    assert "sandbox" in response["Content-Security-Policy"]
    # Lengths and ranges are the business of whoever sends the bytes.
    assert not {"Content-Length", "Accept-Ranges", "Content-Range"} & set(response.headers)


@pytest.mark.usefixtures("behind_a_web_server")
def test_what_the_reader_has_is_not_handed_over(path: Path) -> None:
    response = got(path, **{"If-None-Match": '"abc"'})
    assert response.status_code == 304
    assert "X-Accel-Redirect" not in response


@pytest.mark.usefixtures("behind_a_web_server")
def test_names_of_files_are_quoted_for_the_web_server(path: Path) -> None:
    odd = path.rename(path.with_name("acta ñ%41?#.pdf"))
    assert got(odd)["X-Accel-Redirect"] == "/_privado/acta%20%C3%B1%2541%3F%23.pdf"


@pytest.mark.usefixtures("behind_a_web_server")
def test_nothing_outside_the_instance_is_handed_over() -> None:
    with pytest.raises(ValueError, match="etc"):
        got(Path("/etc/passwd"))
