"""Two texts side by side: pure rules, then the page that shows them."""

import time

import pytest
from django.test import Client

from archive import differences, publication
from archive.comparison import Kind, Paragraph, compare, rows, word_changes
from archive.models import Document, PageText, Reading, Version
from tests import factories


def paragraphs(*texts: str, page: int = 1) -> list[Paragraph]:
    return [Paragraph(text, page) for text in texts]


def test_equal_paragraphs_are_counted_and_not_shown() -> None:
    found = compare(paragraphs("uno", "dos", "tres", "cuatro"), paragraphs("uno", "dos", "otro", "cuatro"))
    (block,) = found.blocks
    assert (block.same, found.same_at_end) == (2, 1)
    assert [each.text for each in block.before] == ["tres"]
    assert [each.text for each in block.after] == ["otro"]


def test_identical_texts_have_no_blocks() -> None:
    found = compare(paragraphs("uno", "dos"), paragraphs("uno", "dos"))
    assert (list(found.blocks), found.same_at_end) == ([], 2)


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = word_changes("la suma es de cien pesos", "la suma total es de mil pesos")
    assert [each.text for each in before if each.changed] == ["cien"]
    assert [each.text for each in after if each.changed] == ["total", "mil"]
    assert " ".join(each.text for each in after) == "la suma total es de mil pesos"


def test_a_paragraph_is_paired_with_the_one_it_became() -> None:
    old = paragraphs("El plazo será de diez días hábiles.")
    new = paragraphs("Se añade un párrafo distinto.", "El plazo será de veinte días hábiles.")
    (block,) = compare(old, new).blocks
    assert [(row.kind, row.before_page, row.after_page) for row in rows(block, 100)] == [
        (Kind.ADDED, 0, 1),
        (Kind.CHANGED, 1, 1),
    ]


def test_nothing_in_common_is_one_removed_and_one_added() -> None:
    (block,) = compare(paragraphs("uno dos tres"), paragraphs("cuatro cinco seis")).blocks
    assert [row.kind for row in rows(block, 100)] == [Kind.REMOVED, Kind.ADDED]


def test_beyond_the_words_that_may_be_compared_paragraphs_are_marked_whole() -> None:
    (block,) = compare(paragraphs("a b c d"), paragraphs("a b c e")).blocks
    (row,) = rows(block, 3)
    assert [piece.changed for piece in row.before] == [True]
    assert row.before[0].text == "a b c d"


@pytest.mark.parametrize("sort", ["alternating", "all equal", "shuffled", "repeated"])
def test_texts_made_to_be_slow_are_compared_in_seconds(sort: str) -> None:
    count = 10_000
    old = {
        "alternating": [f"p{i}" for i in range(count)],
        "all equal": ["x"] * count,
        "shuffled": [f"p{i}" for i in range(count)],
        "repeated": [f"p{i % 7}" for i in range(count)],
    }[sort]
    new = {
        "alternating": [f"p{i}" if i % 2 else f"q{i}" for i in range(count)],
        "all equal": ["x"] * (count // 2),
        "shuffled": [f"p{(i * 7919) % count}" for i in range(count)],
        "repeated": [f"p{i % 5}" for i in range(count)],
    }[sort]
    begun = time.process_time()
    found = compare(paragraphs(*old), paragraphs(*new))
    assert time.process_time() - begun < 5
    gone = sum(len(block.before) for block in found.blocks)
    assert gone + sum(block.same for block in found.blocks) + found.same_at_end == count


def versions(first: list[str], second: list[str]) -> Document:
    document = factories.published("Ley", pages=first)
    return replaced(document, second)


def replaced(document: Document, pages: list[str]) -> Document:
    second = factories.document("Otro", pages=pages, holder=document.holding_institution)
    original = second.original
    Document.objects.filter(pk=second.pk).delete()
    draft = Document.objects.get(pk=document.pk)
    draft.replacement = original
    draft.save_revision()
    draft = Document.objects.get(pk=document.pk)
    return publication.publish(draft, actor=factories.superuser(), reason="Se corrigió una cifra")


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.django_db
def test_the_page_shows_words_pages_and_reason_and_stays_out_of_robots(client: Client) -> None:
    document = versions(["igual", "La suma es de cien pesos"], ["igual", "La suma es de mil pesos"])
    response = client.get(f"/d/{document.code}/v2/diferencias")
    page = response.content.decode()
    assert "[quitado:</span>" in page.replace(" </span>", "</span>")
    assert "<del" in page
    assert "cien" in page
    assert "<ins" in page
    assert f'href="/d/{document.code}/v1/p2"' in page
    assert f'href="/d/{document.code}/v2/p2"' in page
    assert "1 párrafo igual" in page
    assert "Se corrigió una cifra" in page
    assert 'name="robots" content="noindex"' in page
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_clear_states(client: Client) -> None:
    document = versions(["uno"], ["uno"])
    assert "es el mismo" in text(client, f"/d/{document.code}/v2/diferencias")
    assert "No hay otra versión" in text(client, f"/d/{document.code}/v1/diferencias")
    without = versions([], ["uno"])
    assert "no tiene texto" in text(client, f"/d/{without.code}/v2/diferencias")
    text(client, f"/d/{document.code}/v3/diferencias", 404)
    text(client, f"/d/{document.code}/v2/diferencias?con=9", 404)


@pytest.mark.django_db
def test_another_version_can_be_chosen_and_a_withdrawn_one_is_passed_over(client: Client) -> None:
    document = replaced(versions(["primera redacción"], ["segunda redacción"]), ["tercera redacción"])
    assert "segunda" in text(client, f"/d/{document.code}/v3/diferencias")
    assert "primera" in text(client, f"/d/{document.code}/v3/diferencias?con=1")
    second = document.versions.get(number=2)
    publication.withdraw_version(second, actor=factories.superuser(), reason="Datos personales")
    page = text(client, f"/d/{document.code}/v3/diferencias")
    assert "primera" in page
    assert "segunda" not in page
    assert "Datos personales" in text(client, f"/d/{document.code}/v3/diferencias?con=2", 410)
    text(client, f"/d/{document.code}/v2/diferencias", 410)


@pytest.mark.django_db
def test_many_changes_are_shown_a_page_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "BLOCKS_AT_ONCE", 2)
    old = [word for number in range(5) for word in (f"cambia {number} antes", f"igual {number}")]
    new = [word for number in range(5) for word in (f"cambia {number} después", f"igual {number}")]
    document = versions(old, new)
    first = text(client, f"/d/{document.code}/v2/diferencias")
    assert "Cambio 2<" in first
    assert "Cambio 3<" not in first
    assert "?pagina=2" in first
    assert "Cambio 5<" in text(client, f"/d/{document.code}/v2/diferencias?pagina=3")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["MOST_CHARACTERS", "MOST_PARAGRAPHS"])
def test_very_long_texts_are_compared_page_by_page_and_it_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(differences, limit, 2)
    monkeypatch.setattr(differences, "PAGES_AT_ONCE", 2)
    document = versions(["uno", "dos", "tres viejo"], ["uno", "dos", "tres nuevo"])
    first = text(client, f"/d/{document.code}/v2/diferencias")
    assert "muy largos" in first
    assert "no cambió" in first
    assert "2 párrafos iguales" in first
    second = text(client, f"/d/{document.code}/v2/diferencias?pagina=2")
    assert "viejo" in second
    assert "Cambio 1<" in second


@pytest.mark.django_db
def test_text_read_with_doubt_is_said(client: Client) -> None:
    document = versions(["uno viejo"], ["uno nuevo"])
    Reading.objects.filter(original__version__document=document).update(pages_with_poor_text=1)
    assert "errores de lectura" in text(client, f"/d/{document.code}/v2/diferencias")


@pytest.mark.django_db
def test_the_history_leads_to_the_comparison(client: Client) -> None:
    document = versions(["uno"], ["dos"])
    page = text(client, f"/d/{document.code}")
    assert f'href="/d/{document.code}/v2/diferencias"' in page
    assert f"/d/{document.code}/v1/diferencias" not in page
    assert PageText.objects.filter(original__version__document=document).count() == 2
    assert Version.objects.filter(document=document).count() == 2
