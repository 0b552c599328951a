"""The page that helps to cite, its files, and what the head of public pages tells programs."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from archive import publication
from archive.models import Creator, Document, DocumentType, PageText, Reading
from tests import factories
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def described(**kwargs: Any) -> Document:
    """A public document of which everything is known."""
    document = factories.published("Acta del <puente> & otros", pages=["uno", "dos", "tres"], **kwargs)
    document_type, _is_new = DocumentType.objects.named("Acta")
    creator = Creator.objects.named("Comité del puente")
    Document.objects.filter(pk=document.pk).update(
        creator=creator,
        document_type=document_type,
        date_from=date(2013, 1, 1),
        date_to=date(2013, 12, 31),
        place_note="Ginebra",
    )
    document.refresh_from_db()
    return document


def replaced(document: Document) -> Document:
    second = factories.document("Otro", pages=["nuevo"], holder=document.holding_institution)
    original = second.original
    Document.objects.filter(pk=second.pk).delete()
    Document.objects.filter(pk=document.pk).update(original=original)
    document.refresh_from_db()
    return publication.publish(document, actor=factories.superuser(), reason="Se corrigió")


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    assert not response.cookies
    return response.content.decode()


def test_every_style_is_there_to_be_selected(client: Client) -> None:
    document = described()
    page = text(client, f"/d/{document.code}/citar")
    for code in ("apa-referencia", "apa-texto", "chicago-nota", "chicago-bibliografia", "iso-690-referencia"):
        assert f'id="{code}"' in page
    for code in ("bibtex", "ris", "csl"):
        assert f'<label for="{code}">' in page
        assert f'href="?formato={code}"' in page
    assert "<i>Acta del &lt;puente&gt; &amp; otros</i>" in page
    assert "<puente>" not in page
    assert page.count("<h1") == 1
    assert 'name="robots" content="noindex"' in page


def test_a_citation_is_pinned_to_the_version_in_force(client: Client) -> None:
    document = described()
    for asked, pinned in (
        ("citar", "v1"),
        ("p3/citar", "v1/p3"),
        ("v1/citar", "v1"),
        ("v1/p2/citar", "v1/p2"),
    ):
        page = text(client, f"/d/{document.code}/{asked}")
        assert f"<code>{HOST}/d/{document.code}/{pinned}</code>" in page, asked
    replaced(document)
    assert f"<code>{HOST}/d/{document.code}/v2</code>" in text(client, f"/d/{document.code}/citar")
    old = text(client, f"/d/{document.code}/v1/p3/citar")
    assert f"<code>{HOST}/d/{document.code}/v1/p3</code>" in old
    assert "(Versión 1)" in old
    assert "ya fue sustituida" in old


def test_what_was_never_published_is_cited_by_its_own_address(client: Client) -> None:
    draft = factories.document("Borrador", holder=factories.institution(), pages=["uno"])
    text(client, f"/d/{draft.code}/citar", 404)
    client.force_login(factories.member(draft.holding_institution))
    response = client.get(f"/d/{draft.code}/p1/citar")
    page = response.content.decode()
    assert f"<code>{HOST}/d/{draft.code}/p1</code>" in page
    assert "Solo usted" in page
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    "tail", ["p0/citar", "p4/citar", "v2/citar", "v1/p4/citar", "citar?formato=pdf", "citar?formato="]
)
def test_what_is_not_there_is_not_cited(client: Client, tail: str) -> None:
    text(client, f"/d/{described().code}/{tail}", 404)


def test_what_was_withdrawn_is_not_cited(client: Client) -> None:
    gone = factories.withdrawn("Título que se va", pages=["uno"])
    for tail in ("citar", "p1/citar", "v1/citar", "citar?formato=ris"):
        assert "Título que se va" not in text(client, f"/d/{gone.code}/{tail}", 410)
    secret = factories.reserved("Secreto", existence=True, pages=["uno"])
    text(client, f"/d/{secret.code}/citar", 404)


def test_the_printed_label_and_the_second_are_cited(client: Client) -> None:
    document = described()
    PageText.objects.filter(original=document.original, number=2).update(
        label="ii", blocks=[["paragraph", 0, 3, 65.2]]
    )
    assert "2013, p. ii)" in text(client, f"/d/{document.code}/p2/citar")
    Reading.objects.filter(original=document.original).update(unit="moment")
    assert "2013, minuto 1:05)" in text(client, f"/d/{document.code}/p2/citar")


@pytest.mark.parametrize(
    ("code", "media_type", "suffix", "said"),
    [
        (
            "bibtex",
            "application/x-bibtex; charset=utf-8",
            "bib",
            "{{Acta del \\textless{}puente\\textgreater{} \\& otros}}",
        ),
        ("ris", "application/x-research-info-systems; charset=utf-8", "ris", "TI  - Acta del <puente> & otros\r\n"),
        ("csl", "application/vnd.citationstyles.csl+json", "json", '"title": "Acta del <puente> & otros"'),
    ],
)
def test_a_file_leaves_with_a_safe_name(client: Client, code: str, media_type: str, suffix: str, said: str) -> None:
    document = described()
    response = client.get(f"/d/{document.code}/p2/citar?formato={code}")
    assert response["Content-Type"] == media_type
    name = f"acta-del-puente-otros-{document.code}-v1-p2.{suffix}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert said in response.content.decode()
    assert f"{HOST}/d/{document.code}/v1/p2" in response.content.decode()


def test_the_day_of_consultation_is_today_also_where_pages_are_kept(
    client: Client, shared_cache: None, time_machine: TimeMachineFixture
) -> None:
    address = f"/d/{described().code}/citar"
    two_minutes_to_midnight = (timezone.now() + timedelta(days=1)).replace(hour=5, minute=58)
    time_machine.move_to(two_minutes_to_midnight)
    before = text(client, address)
    time_machine.shift(60)
    assert text(client, address) == before
    time_machine.shift(90)
    after = text(client, address)
    assert day_of_consultation(after) != day_of_consultation(before)


def day_of_consultation(page: str) -> str:
    found = re.search(r"\[consulta: ([^]]+)\]", page)
    assert found
    return found[1]


def test_laws_are_cited_by_their_name_and_last_reform(client: Client) -> None:
    document = factories.published("Ley del puente", pages=["uno"], creator="Congreso imaginario")
    document_type, _is_new = DocumentType.objects.named("Ley")
    Document.objects.filter(pk=document.pk).update(
        document_type=document_type, date_from=date(2018, 6, 15), date_to=date(2018, 6, 15),
        public_note="Última reforma publicada DOF 19-01-2022",
    )  # fmt: skip
    page = text(client, f"/d/{document.code}/citar")
    assert "Ley del puente. (2018, 15 de junio; última reforma: 2022, 19 de enero). Congreso imaginario." in page
    assert head(client, f"/d/{document.code}")["@type"][0] == "Legislation"


def head(client: Client, address: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text(client, address))
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_pages_lead_to_their_citation(client: Client) -> None:
    document = described()
    assert f'href="/d/{document.code}/citar"' in text(client, f"/d/{document.code}")
    assert f'href="/d/{document.code}/v1/citar"' in text(client, f"/d/{document.code}/v1")
    assert f'href="/d/{document.code}/p2/citar"' in text(client, f"/d/{document.code}/p2")
    assert f'href="/d/{document.code}/v1/p2/citar"' in text(client, f"/d/{document.code}/v1/p2")


def test_the_head_tells_programs_what_the_document_is(client: Client) -> None:
    document = described()
    page = text(client, f"/d/{document.code}")
    for name, content in (
        ("citation_title", "Acta del &lt;puente&gt; &amp; otros"),
        ("citation_author", "Comité del puente"),
        ("citation_publication_date", "2013"),
        ("citation_pdf_url", f"{HOST}/d/{document.code}/descarga"),
        ("DC.type", "acta"),
        ("DC.coverage", "Ginebra"),
        ("DC.identifier", f"{HOST}/d/{document.code}/v1"),
    ):
        assert f'<meta name="{name}" content="{content}">' in page
    data = head(client, f"/d/{document.code}")
    assert data["@type"] == ["DigitalDocument", "ArchiveComponent"]
    assert data["name"] == "Acta del <puente> & otros"
    assert data["creator"] == {"@type": "Organization", "name": "Comité del puente"}
    assert data["version"] == 1
    of_page = head(client, f"/d/{document.code}/p2")
    assert (of_page["@type"], of_page["isPartOf"]["@id"]) == ("WebPage", data["@id"])
    assert '<meta name="citation_firstpage" content="2">' in text(client, f"/d/{document.code}/p2")


def test_no_title_ends_the_block_of_data(client: Client) -> None:
    document = factories.published("</script><script>alert(1)</script><!--", pages=["uno"])
    page = text(client, f"/d/{document.code}")
    assert "<script>alert" not in page
    assert head(client, f"/d/{document.code}")["name"] == "</script><script>alert(1)</script><!--"


def test_data_in_the_head_need_no_weaker_policy(client: Client) -> None:
    document = described()
    for tail in ("", "/p1", "/citar"):
        response = client.get(f"/d/{document.code}{tail}")
        assert "script-src 'self';" in f"{response['Content-Security-Policy']};"
        scripts = re.findall(r"<script[^>]*>", response.content.decode())
        assert all('type="application/ld+json"' in each or " src=" in each for each in scripts)


def test_what_is_not_public_tells_programs_nothing(client: Client) -> None:
    draft = factories.document("Borrador", holder=factories.institution(), pages=["uno"])
    client.force_login(factories.member(draft.holding_institution))
    for tail in ("", "/p1"):
        page = text(client, f"/d/{draft.code}{tail}")
        assert "citation_title" not in page
        assert "ld+json" not in page
