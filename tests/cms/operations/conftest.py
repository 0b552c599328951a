"""A demonstration of few documents, one of each kind: loading the whole is for the tests that look at the whole."""

from functools import cache

import pytest

from cms.operations.demo import content, loading, pages
from cms.operations.demo.catalogue import read_catalogue

FEW = {
    "acta-modelo-secretariado-tecnico",
    "boletin-retirado",
    "convocatoria-concurso-nacional",
    "dictamen-en-revision",
    "gasto-en-comunicacion-social",
    "glosario-gobierno-abierto",
    "guia-pedir-informacion-publica",
    "informe-evaluacion-reservado",
    "plan-de-accion-agua",
    "programa-capacitacion-borrador",
}
PAGES = {"como-pido-informacion", "accesibilidad", "front"}
RENDER_ONCE = cache(content.content)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading is tested for depends neither on rendering anew nor on the number of documents."""
    texts = [text for text in read_catalogue() if text.name in FEW]
    shown = [page for page in pages.read_pages() if page.slug in PAGES]
    monkeypatch.setattr(content, "content", RENDER_ONCE)
    monkeypatch.setattr(loading, "read_catalogue", lambda: texts)
    monkeypatch.setattr(pages, "read_catalogue", lambda: texts)
    monkeypatch.setattr(pages, "read_pages", lambda: shown)
