"""Two versions of a page side by side, with every part that it is built of, and the way back to the older one."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.core.reference.models import Fact
from cms.home.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.cms.home.conftest import client_of

pytestmark = pytest.mark.django_db
PASSAGE = "La sesión empezó a las diez"


def table(*cells: str) -> dict[str, Any]:
    columns = [{"type": "text", "heading": heading} for heading in ("Trámite", "Plazo")]
    return {"columns": columns, "rows": [{"values": list(cells)}], "caption": "Plazos"}


def parts(word: str) -> list[tuple[str, Any]]:
    """Every kind of part whose comparison is more than its text, saying the word."""
    document = factories.published(f"Acta {word}", pages=[PASSAGE])
    photo = factories.image(f"Foto {word}")
    photo.contextual_alt_text, photo.decorative = f"Ventanilla {word}", False
    step, answer = {"title": f"Paso {word}", "text": "<p>Así.</p>"}, f"<p>Respuesta {word}</p>"
    return [
        ("steps", {"steps": [step, {"title": "Espere", "text": ""}]}),
        ("questions", {"questions": [{"question": f"¿Pregunta {word}?", "answer": answer}]}),
        ("callout", {"kind": "warning", "title": f"Aviso {word}", "text": "<p>Ojo.</p>"}),
        ("figure", {"image": photo, "caption": f"Pie {word}"}),
        ("table", table(f"Celda {word}", "20 días")),
        ("facts", {"title": f"Cifras {word}", "facts": [Fact.objects.all()[0].slug]}),
        ("evidence", {"document": document, "page": 1, "text": PASSAGE, "version": 1}),
        ("documents", {"title": f"Documentos {word}", "documents": [document]}),
    ]


def article(body: Any) -> ArticlePage:
    page = ArticlePage(title="Dos versiones", slug="dos-versiones", body=body)
    ArticleIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def compared(client: Client, page: Page) -> str:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    return client.get(address).content.decode()


def text_of(html: str) -> str:
    """The words of the comparison itself."""
    words = re.sub(r"<[^>]+>", " ", html.partition("Campos")[2].partition("</table>")[0])
    return re.sub(r"\s+", " ", words)


NAMES_OF_THE_CODE = re.compile(r"\b(question|answer|title|text|image|Image|False|True|warning|info|None)\b|\['")


@pytest.mark.parametrize(("before", "after"), [(None, "nuevo"), ("viejo", None), ("viejo", "nuevo")])
def test_parts_that_come_go_or_change_are_told_in_the_editors_words(before: str | None, after: str | None) -> None:
    page = article(parts(before) if before else [])
    page.body = parts(after) if after else []
    page.save_revision()
    shown = text_of(compared(client_of(factories.superuser()), page))
    for word in (each for each in (before, after) if each):
        for said in ("Paso", "Pregunta", "Respuesta", "Aviso", "Ventanilla", "Celda", "Cifras", "Acta", "Documentos"):
            assert f"{said} {word}" in shown, (said, word)
    for label in ("Qué hacer", "Pregunta", "Respuesta", "Para qué", "Cuidado", "La imagen es decorativa", "Pasaje"):
        assert label in shown, label
    assert str(Fact.objects.all()[0]) in shown
    assert NAMES_OF_THE_CODE.findall(shown) == []


def test_a_choice_that_changed_within_a_part_shows_both(db: Any) -> None:
    page = article([("callout", {"kind": "info", "title": "Ojo", "text": "<p>Ojo.</p>"})])
    page.body[0].value["kind"] = "warning"
    page.save_revision()
    shown = text_of(compared(client_of(factories.superuser()), page))
    assert "Dato útil" in shown
    assert "Cuidado" in shown


def test_an_older_version_comes_back(db: Any) -> None:
    page = article([("heading", "Lo de antes")])
    older = page.get_latest_revision()
    page.body = [("heading", "Lo de ahora")]
    page.save_revision().publish()
    client = client_of(factories.superuser())
    shown = client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk])).content.decode()
    assert "Lo de antes" in shown
    assert "Publicar esta versión" in shown
    form = {
        "title": page.title,
        "slug": page.slug,
        "kind": "article",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Lo de antes",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "revision": older.pk,
        "action-publish": "1",
    }
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    back = ArticlePage.objects.get(pk=page.pk)
    assert [part.value for part in back.body] == ["Lo de antes"]
