"""The demo pages: they say what can be checked, cite what is there, and are read by anybody."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from django.core.management import call_command

from campaigns.models import EasyReadPage, UniversityActivityPage
from cms.core.reference.models import Fact, GlossaryTerm
from cms.home.models import ArticlePage, BodyPage, HomePage, TextPage
from cms.operations.demo import content, pages
from cms.operations.demo.catalogue import DemoText, Fate, read_catalogue
from cms.operations.demo.page_markup import UnknownFence, parts, rich
from cms.operations.demo.pages import DemoPage, read_pages
from search.language import folded_words

PAGES = read_pages()
ARTICLES = [page for page in PAGES if page.kind in {"article", "guide"}]
BY_SLUG = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
TEXTS = {text.name: text for text in read_catalogue()}
QUOTES = [(page.slug, value) for page in PAGES for kind, value in parts(page.body) if kind == "evidence"]


def text_of(text: DemoText, number: int) -> str:
    page = pypdfium2.PdfDocument(content.content(text))[number - 1]
    return " ".join(folded_words(page.get_textpage().get_text_bounded()))


class TestTexts:
    def test_there_are_articles_guides_and_the_pages_about_the_site(self) -> None:
        kinds = [page.kind for page in PAGES]

        assert kinds.count("article") >= 8
        assert kinds.count("guide") >= 2
        assert {page.slug for page in PAGES if page.kind == pages.TEXT} == {
            "acerca",
            "accesibilidad",
            "privacidad",
            "contacto",
        }
        assert kinds.count(pages.FRONT) == 1

    @pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.slug)
    def test_each_article_shows_what_to_do_and_where_to_read_on(self, page: DemoPage) -> None:
        kinds = [kind for kind, _value in parts(page.body)]

        assert {"heading", "steps", "documents"} <= set(kinds) or page.slug == "datos-personales"
        assert len(page.summary) <= 300

    @pytest.mark.parametrize(("slug", "quote"), QUOTES, ids=[slug for slug, _quote in QUOTES])
    def test_every_quote_stands_on_its_page(self, slug: str, quote: dict[str, object]) -> None:
        text = TEXTS[str(quote["document"])]
        cited = replace(text, body=text.earlier) if quote["version"] == 1 and text.earlier else text

        read = text_of(cited, int(str(quote["page"])))

        assert " ".join(folded_words(str(quote["text"]))) in read

    @BY_SLUG
    def test_no_page_cites_what_readers_do_not_get(self, page: DemoPage) -> None:
        for kind, value in parts(page.body):
            names = value["documents"] if kind == "documents" else [value["document"]] if kind == "evidence" else []
            assert all(TEXTS[name].fate == Fate.PUBLISHED for name in names)

    @BY_SLUG
    def test_links_within_the_site_lead_to_pages_that_are_there(self, page: DemoPage) -> None:
        linked = re.findall(r"/articulos/([\w-]+)/", page.body)

        assert set(linked) <= {each.slug for each in ARTICLES}

    @pytest.mark.django_db
    def test_facts_that_pages_show_are_among_those_that_every_site_has(self) -> None:
        known = set(Fact.objects.values_list("slug", flat=True))
        figures = (value for page in PAGES for kind, value in parts(page.body) if kind == "facts")
        shown = {slug for value in figures for slug in value["facts"]}

        assert shown
        assert shown <= known


class TestMarkup:
    def test_running_text_becomes_what_an_editor_would_write(self) -> None:
        assert rich("Uno **dos** [tres](/cuatro/) <b>\n\n- cinco\n- seis\n\n1. siete") == (
            '<p>Uno <b>dos</b> <a href="/cuatro/">tres</a> &lt;b&gt;</p><ul><li>cinco</li><li>seis</li></ul>'
            "<ol><li>siete</li></ol>"
        )

    def test_what_stands_in_a_fence_is_a_part_of_its_own(self) -> None:
        body = 'Antes.\n\n::: callout kind=warning title="Ojo aquí"\nTexto.\n:::\n\n## Después'

        assert list(parts(body)) == [
            ("paragraph", "<p>Antes.</p>"),
            ("callout", {"kind": "warning", "title": "Ojo aquí", "text": "<p>Texto.</p>"}),
            ("heading", "Después"),
        ]

    def test_an_unknown_fence_is_named(self) -> None:
        with pytest.raises(UnknownFence, match="mapa"):
            list(parts("::: mapa\nTexto.\n:::"))


@pytest.mark.django_db
@pytest.mark.usefixtures("few")
class TestLoading:
    def test_pages_and_words_are_published_once(self) -> None:
        call_command("load_demo")
        call_command("load_demo")
        article = ArticlePage.objects.get(slug="como-pido-informacion")

        assert article.live
        assert article.institution is not None
        assert article.institution.code == pages.INSTITUTION
        assert GlossaryTerm.objects.count() >= 40
        assert [page.live for page in UniversityActivityPage.objects.all()] == [True, True]
        assert (EasyReadPage.objects.get().live, BodyPage.objects.get().live) == (True, True)
        assert [part.block_type for part in HomePage.objects.get().body].count("cards") == 1
        quoted = next(part.value for part in article.body if part.block_type == "evidence")
        assert (quoted["document"].title, quoted["version"]) == (TEXTS["guia-pedir-informacion-publica"].title, 1)

    def test_what_an_editor_wrote_on_a_page_of_the_site_is_left_alone(self) -> None:
        page = TextPage.objects.get(slug="accesibilidad")
        page.body = [("paragraph", "<p>Nuestro texto.</p>")]
        page.save()

        call_command("load_demo")

        written = TextPage.objects.get(slug="accesibilidad").body
        assert [part.block_type for part in written] == ["paragraph"]
