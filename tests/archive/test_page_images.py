"""Pages as they look: made when first needed, once, bare, and for those who may see the document."""

import errno
import io
import re
from pathlib import Path

import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from archive import derivatives, finding, publication, tasks
from archive.derivatives import NoImage
from archive.extraction.contract import ExtractionError, Reason
from archive.extraction.sandbox import ExtractionPool, PoolBusyError
from archive.models import Document, PageText, Reading
from archive.page_reading import Look, open_page, page_parts
from archive.reading import open_document
from cms.core.visibility import viewer_of
from tests import factories
from tests.archive.extraction import samples

pytestmark = pytest.mark.django_db
WORDS = ["Acta de la sesión ordinaria", "del comité de transparencia"]


@pytest.fixture
def actor() -> User:
    return factories.superuser()


@pytest.fixture
def document(tmp_path: Path, actor: User) -> Document:
    content = samples.pdf(tmp_path / "acta.pdf", [WORDS, ["Segunda página"]]).read_bytes()
    drafted = factories.document("Acta", content=content)
    assert drafted.original
    tasks.read({"original": drafted.original.pk})()
    return publication.publish(drafted, actor=actor)


def image(client: Client, address: str) -> Image.Image:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["X-Content-Type-Options"] == "nosniff"
    return Image.open(io.BytesIO(response.getvalue()))


def test_each_size_and_turn_is_made_once_and_found_again(client: Client, document: Document) -> None:
    base = f"/d/{document.code}/p1/imagen"
    upright, large, small = (image(client, base + tail) for tail in ("", "?ampliar=1", "?mini=1"))
    assert [each.width for each in (upright, large, small)] == [1000, 2000, 200]
    assert image(client, f"{base}?girar=90").size == upright.size[::-1]
    assert document.original
    made = derivatives.page_path(document.original.digest, 1, "pagina")
    before = made.stat().st_mtime_ns
    image(client, base)
    assert made.stat().st_mtime_ns == before
    held = client.get(base)["ETag"]
    assert client.get(base, headers={"if-none-match": held}).status_code == 304


@pytest.mark.parametrize("tail", ["?girar=45", "?girar=x", "?ampliar=9", "?girar=99999999999"])
def test_what_is_no_size_or_turn_gives_the_usual_image(client: Client, document: Document, tail: str) -> None:
    assert image(client, f"/d/{document.code}/p1/imagen{tail}").width == 1000


def test_pages_that_are_not_there_have_no_image(client: Client, document: Document) -> None:
    for number in (0, 3):
        assert client.get(f"/d/{document.code}/p{number}/imagen").status_code == 404


def test_marks_stand_on_the_words_however_the_page_is_turned(document: Document) -> None:
    shown = open_document(document.code, viewer_of(factories.superuser()))
    page = PageText.objects.get(original=document.original, number=1)
    line = next(each for each in page.lines if "sesión" in page.text[each[0] : each[1]])
    for turn in (0, 90, 180, 270):
        opened = open_page(shown, 1, "sesion", Look(turn=turn))
        assert opened.image
        ((left, top, width, height),) = opened.image.boxes
        assert 0 <= left < left + width <= opened.image.width + 1
        assert 0 <= top < top + height <= opened.image.height + 1
        long, short = (width, height) if turn in {0, 180} else (height, width)
        assert long > short
        assert long < line[4] - line[2], "a word, not its line"
    assert open_page(shown, 1).image.boxes == []  # type: ignore[union-attr]


def test_a_page_that_cannot_be_drawn_is_tried_once_and_the_text_stays(client: Client, actor: User) -> None:
    document = publication.publish(factories.document("Roto", pages=["texto que se lee"]), actor=actor)
    assert document.original
    assert client.get(f"/d/{document.code}/p1/imagen").status_code == 404
    assert (derivatives.folder(document.original.digest) / "p1-1000.failed").exists()
    with pytest.raises(NoImage):
        derivatives.page_image(document.original, 1)
    assert "que se lee" in client.get(f"/d/{document.code}/p1?q=texto").content.decode()


def test_on_a_phone_the_image_is_a_link_with_its_weight_once_it_is_made(client: Client, document: Document) -> None:
    address = f"/d/{document.code}/p1"
    assert "Ver la imagen de la página<" in client.get(address).content.decode()
    image(client, f"{address}/imagen")
    assert "Ver la imagen de la página (" in client.get(f"{address}?q=").content.decode()


def test_all_pages_at_a_glance(client: Client, document: Document) -> None:
    page = client.get(f"/d/{document.code}/paginas").content.decode()
    assert "2 páginas" in page
    for number in (1, 2):
        assert f"/d/{document.code}/p{number}/imagen?mini=1" in page
        assert f'href="/d/{document.code}/p{number}"' in page


def test_words_within_one_document(client: Client, document: Document) -> None:
    found = client.get(f"/d/{document.code}/buscar?q=SESION").content.decode()
    assert "1 coincidencia" in found
    assert f"/d/{document.code}/p1?q=SESION" in found
    assert "<mark>sesión</mark>" in found
    assert f"/d/{document.code}/p2" not in found
    assert "no aparece" in client.get(f"/d/{document.code}/buscar?q=jirafa").content.decode()
    empty = client.get(f"/d/{document.code}/buscar")
    assert (empty.status_code, empty["X-Robots-Tag"]) == (200, "noindex")


def test_of_a_damaged_file_readers_learn_what_was_saved(client: Client, document: Document) -> None:
    addresses = [f"/d/{document.code}", f"/d/{document.code}/p1"]
    assert not any("llegó dañado" in client.get(each).content.decode() for each in addresses)
    Reading.objects.update(repaired=True)
    for address in addresses:
        page = client.get(address).content.decode()
        assert "El fichero llegó dañado o incompleto." in page
        assert "lo que se pudo salvar (2 páginas)" in page


def test_an_excerpt_is_cut_where_the_page_says_more(client: Client, actor: User) -> None:
    page = ("principio " * 40 + "jacaranda " + "final " * 40).strip()
    document = publication.publish(factories.document("Árboles", pages=[page, "una jacaranda"]), actor=actor)
    found = client.get(f"/d/{document.code}/buscar?q=jacaranda").content.decode()
    excerpts = re.findall(r'passage__text">(.*?)</p>', found, re.DOTALL)
    assert [(each.strip()[0] == "…", each.strip()[-1] == "…") for each in excerpts] == [(True, True), (False, False)]


def test_controls_keep_the_words_and_one_another(client: Client, document: Document) -> None:
    page = client.get(f"/d/{document.code}/p1?q=acta&girar=90").content.decode()
    for address in (
        "p1?q=acta&amp;ampliar=1&amp;girar=90#imagen",
        "p1?q=acta&amp;girar=180#imagen",
        "p1?q=acta#imagen",
    ):
        assert address in page
    assert "p2?q=acta&amp;girar=90" in page


def test_sharing_is_plain_links_with_the_permanent_address(client: Client, document: Document) -> None:
    page = client.get(f"/d/{document.code}/p1").content.decode()
    assert "https://wa.me/?text=Acta+http%3A%2F%2Ftestserver%2Fd%2F" in page
    assert "mailto:?subject=Acta&amp;body=http" in page


def test_a_page_to_keep_looks_alike_and_says_where_it_is_from(client: Client, document: Document) -> None:
    response = client.get(f"/d/{document.code}/p1/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="{document.code}-p1.pdf"'
    kept = pypdfium2.PdfDocument(response.content)
    assert len(kept) == 1
    page = PageText.objects.get(original=document.original, number=1)
    assert kept[0].get_width() == pytest.approx(page.width, abs=1)
    text = kept[0].get_textpage().get_text_bounded()
    for words in ("sesión ordinaria", "Página 1 de 2", "Acta", f"/d/{document.code}/v1/p1"):
        assert words in text, words
    assert b"/JavaScript" not in response.content
    for number in (0, 3):
        assert client.get(f"/d/{document.code}/p{number}/pdf").status_code == 404


def test_a_page_that_has_no_image_is_kept_as_text(client: Client, actor: User) -> None:
    document = publication.publish(
        factories.document("Hoja", pages=["Texto “raro” en náhuatl: tlācatl\tꞌ €"]), actor=actor
    )
    response = client.get(f"/d/{document.code}/p1/pdf")
    text = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_bounded()
    assert "Texto “raro” en náhuatl: tlacatl" in text
    assert f"/d/{document.code}/v1/p1" in text


def test_who_finds_all_children_busy_is_asked_to_come_back(
    client: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> bytes:
        raise PoolBusyError("2 children are busy")

    with monkeypatch.context() as patched:
        patched.setattr(ExtractionPool, "draw", busy)
        response = client.get(f"/d/{document.code}/p1/imagen")
        assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
    image(client, f"/d/{document.code}/p1/imagen")


def test_a_pool_lets_nobody_wait_for_ever(tmp_path: Path) -> None:
    path = samples.pdf(tmp_path / "una.pdf", [["una"]])
    with ExtractionPool(1, longest_wait=0.05) as pool:
        place = pool._places.get()
        with pytest.raises(PoolBusyError):
            pool.extract(path, samples.MEDIA_TYPE)
        pool._places.put(place)
        assert pool.extract(path, samples.MEDIA_TYPE).head.page_count == 1


def test_a_full_disk_costs_the_image_and_never_the_text(
    client: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        assert "<mark>Acta</mark>" in client.get(f"/d/{document.code}/p1?q=acta").content.decode()
        assert client.get(f"/d/{document.code}/p1/imagen").status_code == 503
    image(client, f"/d/{document.code}/p1/imagen")


def test_words_that_were_cut_off_are_placed_again(client: Client, document: Document) -> None:
    address = f"/d/{document.code}/p1"
    assert "<rect" in client.get(f"{address}?q=acta").content.decode()
    assert document.original
    (kept,) = derivatives.folder(document.original.digest).glob("p1-words-*.json")
    kept.write_bytes(b"")
    for _time in range(2):
        assert "<rect" in client.get(f"{address}?q=acta").content.decode()
    PageText.objects.filter(original=document.original, number=1).update(text="Otro texto que se leyó")
    assert "<mark>Otro</mark>" in client.get(f"{address}?q=otro").content.decode()
    assert "<rect" in client.get(f"{address}?q=otro").content.decode(), "of the line, where words can't be told"


def test_one_size_that_fails_takes_none_of_the_others_along(
    client: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = ExtractionPool.draw

    def only_small(self: ExtractionPool, path: Path, media_type: str, number: int, width: int) -> bytes:
        if width > 1000:
            raise ExtractionError(Reason.TOO_SLOW)
        return draw(self, path, media_type, number, width)

    monkeypatch.setattr(ExtractionPool, "draw", only_small)
    assert client.get(f"/d/{document.code}/p1/imagen?ampliar=1").status_code == 404
    image(client, f"/d/{document.code}/p1/imagen")


def test_a_very_long_document_is_searched_as_far_as_time_allows(
    client: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LONGEST", -1.0)
    page = client.get(f"/d/{document.code}/buscar?q=acta").content.decode()
    assert "se buscó desde el principio hasta el número 1" in page


@pytest.mark.parametrize("leading", [12.0, 24.0], ids=["set close", "typed with wide spaces"])
def test_lines_flow_into_paragraphs_however_they_are_spaced(leading: float) -> None:
    texts = [
        "El comité acordó por unanimidad",
        "que la información se publique",
        "sin esperar.",
        "Segundo acuerdo del",
    ]
    tops = [leading * place for place in range(3)] + [leading * 2 + 2.2 * leading]
    starts = [sum(len(each) + 1 for each in texts[:place]) for place in range(4)]
    lines = [
        [start, start + len(text), 50.0, top, 50.0 + 6 * len(text), top + 10.0]
        for text, start, top in zip(texts, starts, tops, strict=True)
    ]
    page = PageText(text="\n".join(texts), lines=lines)
    assert [page.text[each.start : each.end].split()[0] for each in page_parts(page)] == ["El", "Segundo"]
