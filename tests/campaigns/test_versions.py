"""Versions of a page: readers find them from the original and back, and learn when the original went on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from campaigns import versions
from campaigns.gate import NotPublishable
from campaigns.models import EasyReadPage, LanguagePage, RevisionClarity, SpotPage
from campaigns.models.composed import ComposedPage
from cms.core.languages import is_spanish, language_name
from cms.core.reference.models import GlossaryTerm
from cms.home.models import ArticleIndexPage, ArticlePage
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot
from tests.campaigns.texts import CLEAR
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
EASY = "<p>Usted puede preguntar. Es gratis. Nadie le pide su nombre.</p>"
LONG = (
    "<p>Usted puede ir a la ventanilla de la oficina y pedir ahí mismo lo que quiere saber y nadie le va a pedir "
    "su nombre.</p>"
)


@pytest.fixture
def article() -> ArticlePage:
    made = ArticlePage(title="Cómo pregunto", slug="como-pregunto", body=[("paragraph", f"<p>{CLEAR}</p>")])
    ArticleIndexPage.objects.get().add_child(instance=made)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def easy(original: Page, *, body: str = EASY, live: bool = True) -> EasyReadPage:
    made = EasyReadPage(title="Preguntar es fácil", body=[("paragraph", body)], live=False)
    original.add_child(instance=made)
    made.save_revision()
    return publish(made) if live else made


def nahuatl(original: Page, **fields: Any) -> LanguagePage:
    given = {"title": "Xitlahtlani", "language": "nah", "body": [("paragraph", "<p>Tlahtolli.</p>")], "live": False}
    made = LanguagePage(**{**given, **fields})
    original.add_child(instance=made)
    made.save_revision()
    publish(made)
    return made


def publish(page: Any) -> Any:
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def change(page: ArticlePage, text: str = "<p>Ahora dice otra cosa. Es corta y clara.</p>") -> ArticlePage:
    page.body = [("paragraph", text)]
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def read(page: Page, status: int = 200) -> str:
    response = Client().get(page.url)
    assert response.status_code == status, page.url
    return response.content.decode()


def test_original_and_versions_lead_to_each_other(article: ArticlePage) -> None:
    simple, other = easy(article), nahuatl(article)
    assert (simple.url, other.url) == (f"{article.url}lectura-facil/", f"{article.url}nahuatl/")
    for page in (article, simple, other):
        shown = read(page)
        assert f'<a href="{article.url}" hreflang="es"' in shown
        assert f'<a href="{simple.url}" hreflang="es"' in shown
        assert f'<a href="{other.url}" hreflang="nah"' in shown
        assert f'<a href="{page.url}" hreflang="{page.text_language}" aria-current="page">' in shown
        assert f'<link rel="alternate" hreflang="nah" href="http://testserver{other.url}">' in shown
        assert f'hreflang="es" href="http://testserver{simple.url}"' not in shown


def test_a_page_without_versions_says_nothing_of_them(article: ArticlePage) -> None:
    assert "languages__title" not in read(article)
    easy(article, live=False)
    assert "languages__title" not in read(article)


def test_what_is_in_another_language_bears_it_and_the_site_around_it_stays_spanish(article: ArticlePage) -> None:
    shown = read(nahuatl(article, translator="Colectivo de ejemplo"))
    assert '<html lang="es-MX">' in shown
    assert '<h1 lang="nah">Xitlahtlani</h1>' in shown
    assert '<div class="composed__body" lang="nah">' in shown
    assert '"inLanguage": "nah"' in shown
    assert "Colectivo de ejemplo" in shown
    assert ' lang="es"' not in read(easy(article))


def test_words_of_the_glossary_are_explained_in_spanish_only(article: ArticlePage) -> None:
    GlossaryTerm.objects.create(term="tlahtolli", slug="tlahtolli", definition="Palabra.")
    assert "palabra-tlahtolli" not in read(nahuatl(article))
    assert "palabra-tlahtolli" in read(easy(article, body="<p>El tlahtolli es de todos.</p>"))


def test_a_version_is_as_silent_as_its_original(article: ArticlePage) -> None:
    simple = easy(article)
    assert simple.url in Client().get("/sitemap-paginas.xml").content.decode()
    article.unpublish()
    read(simple, 404)
    assert simple.url not in Client().get("/sitemap-paginas.xml").content.decode()


def test_the_version_of_a_spot_is_as_silent_as_the_campaign(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    told: SpotPage = publish(spot(campaign, recording=recording(), transcript=TRANSCRIPT))
    simple = easy(told)
    read(simple)
    campaign.unpublish()
    read(simple, 404)


def test_it_is_not_published_before_its_original(article: ArticlePage) -> None:
    article.unpublish()
    with pytest.raises(NotPublishable, match="Publique primero"):
        easy(article)


def test_readers_learn_that_the_original_went_on(article: ArticlePage) -> None:
    simple = easy(article)
    assert "El original cambió después" not in read(simple)
    change(article)
    shown = read(simple)
    assert "El original cambió después." in shown
    assert "Esta versión puede no tenerlo todo." in shown
    assert f'<time datetime="{article.last_published_at:%Y-%m-%d}">' in shown


def test_what_is_no_text_leaves_a_version_up_to_date(article: ArticlePage) -> None:
    simple = easy(article)
    article.seo_title, article.reviewed_on = "Otro en buscadores", "2026-01-01"
    article.save_revision().publish()
    article.refresh_from_db()
    assert article.live_revision_id != simple.source_revision_id
    assert "El original cambió" not in read(simple)


def test_a_draft_of_the_original_tells_nobody(article: ArticlePage) -> None:
    simple = easy(article)
    article.title = "Canario"
    article.save_revision()
    assert "El original cambió" not in read(simple)


def test_it_keeps_from_which_revision_it_was_made_and_what_that_one_said(article: ArticlePage) -> None:
    simple = easy(article)
    assert simple.source_revision_id == article.live_revision_id
    first = article.live_revision
    change(article)
    simple.follow(article)
    simple.save_revision()
    simple.refresh_from_db()
    assert simple.source_revision_id == first.pk
    assert "El original cambió" in read(simple), "a draft that caught up tells readers nothing"
    publish(simple)
    assert simple.source_revision_id == article.live_revision_id
    assert "El original cambió" not in read(simple)
    article.live_revision.delete()
    simple.refresh_from_db()
    assert simple.source_revision is None
    assert not simple.lags_behind()


def test_the_aim_of_a_campaign_is_part_of_what_its_versions_follow(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    simple = easy(campaign)
    campaign.messages = [("message", "Otro mensaje")]
    campaign.save_revision().publish()
    assert simple.lags_behind()
    assert [each.html for each in versions.changes(simple.source_said, simple.original.said())]


def test_an_original_is_deleted_with_its_versions(article: ArticlePage) -> None:
    easy(article)
    nahuatl(article)
    Page.objects.get(pk=article.pk).delete()
    assert not EasyReadPage.objects.exists()
    assert not LanguagePage.objects.exists()


class TestGate:
    def test_easy_read_is_held_to_more_points(self, article: ArticlePage) -> None:
        assert easy(article, live=False).clarity().target == 65

    def test_easy_read_has_short_sentences(self, article: ArticlePage) -> None:
        page = easy(article, body=LONG, live=False)
        with pytest.raises(NotPublishable, match="15 palabras cuando mucho"):
            publish(page)
        page.clarity_reason = "Es el nombre completo de una ley."
        page.save_revision().publish()

    def test_fifteen_words_will_do(self, article: ArticlePage) -> None:
        fifteen = f"<p>{' '.join(['sol'] * 15)}.</p>"
        page = easy(article, body=fifteen)
        page.body = [("paragraph", f"<p>{' '.join(['sol'] * 16)}.</p>")]
        page.save_revision()
        with pytest.raises(NotPublishable):
            publish(page)

    def test_what_is_not_spanish_is_not_scored(self, article: ArticlePage) -> None:
        page = nahuatl(article, body=[("paragraph", LONG)])
        row = RevisionClarity.objects.get(revision=page.live_revision)
        assert (row.inflesz, row.word_count) == (None, 0)
        request = RequestFactory().get("/")
        request.user, request.is_preview = AnonymousUser(), True  # type: ignore[attr-defined]
        assert page.get_context(request)["clarity_told"] is None
        assert "clarity" not in dict(page.preview_modes)

    @pytest.mark.parametrize("tag", ["es", "es-MX"])
    def test_spanish_is_no_other_language(self, article: ArticlePage, tag: str) -> None:
        with pytest.raises(ValidationError, match="ya está en español"):
            nahuatl(article, language=tag)

    def test_one_version_in_each_language(self, article: ArticlePage) -> None:
        nahuatl(article)
        with pytest.raises(ValidationError, match="ya tiene una versión en esta lengua"):
            nahuatl(article, language="NAH")
        assert nahuatl(article, language="nah-MX").url.endswith("/nahuatl-mx/")

    @pytest.mark.parametrize("tag", ["náhuatl", "n", "nah_MX"])
    def test_a_tag_that_is_none_is_refused(self, article: ArticlePage, tag: str) -> None:
        with pytest.raises(ValidationError, match="código de la lengua"):
            nahuatl(article, language=tag)


@pytest.mark.parametrize("model", [EasyReadPage, LanguagePage])
def test_versions_hang_from_texts_only(article: ArticlePage, campaigns: Campaigns, model: type[Page]) -> None:
    draft = easy(article, live=False)
    assert model.can_exist_under(article)
    assert model.can_exist_under(campaigns.draft())
    for parent in (draft, article.get_parent(), campaigns.page):
        assert not model.can_exist_under(parent.specific)


def test_every_text_takes_versions() -> None:
    texts = [model for model in ComposedPage.__subclasses__() if not model._meta.abstract]
    assert len(texts) >= 5
    for model in texts:
        assert EasyReadPage in model.allowed_subpage_models() or model.__name__.endswith("VersionPage"), model


def test_one_without_versions_asks_nothing_for_them(article: ArticlePage, shared_cache: None) -> None:
    asks = _counter(article.url)
    without = asks()
    easy(article)
    asks()
    assert asks() <= without + 2
    nahuatl(article)
    asks()
    assert asks() <= without + 3


def _counter(url: str) -> Callable[[], int]:
    client, marks = Client(), iter(range(99))

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{url}?x={next(marks)}").status_code == 200
        return len(asked)

    count()
    return count


def test_standing_asks_no_more_often_for_more(article: ArticlePage, campaigns: Campaigns) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            versions.standing(Page.objects.all())
        return len(queries)

    nahuatl(article)
    few = asked()
    for tag in ("yua", "tzo", "tzh"):
        nahuatl(article, language=tag)
    assert asked() <= few


def test_those_that_lag_behind_come_first(article: ArticlePage, campaigns: Campaigns) -> None:
    current = easy(campaigns.add())
    late = nahuatl(article)
    change(article)
    found = versions.standing(Page.objects.all())
    assert [(each.version.pk, each.is_behind) for each in found] == [(late.pk, True), (current.pk, False)]
    assert versions.behind(Page.objects.all()) == {late.pk}


def test_languages_are_named_in_spanish() -> None:
    assert language_name("yua") == "Maya yucateco"
    assert language_name("nah-MX") == "Náhuatl"
    assert language_name("xyz") == "xyz"
    assert is_spanish("es-MX")
    assert not is_spanish("est")
