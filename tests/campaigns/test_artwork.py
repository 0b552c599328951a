"""Cards and sheets of pages: made of what is public, had by whoever may have the page, never what it said before."""

import io
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from campaigns import artwork_contents, artwork_files, artwork_making
from campaigns.artwork.card_formats import CARD_FORMATS
from campaigns.artwork.posters import SHEET_FORMATS
from campaigns.models import Artwork, CampaignPage, CardWords
from cms.core import jobs
from cms.core.models import Job
from tests import factories
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot
from tests.cms.home.conftest import client_of

FEW = ["enlace", "cuadrada", "cartel-carta"]


@pytest.fixture(autouse=True)
def few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of the fourteen formats: drawing them all would prove nothing more here."""
    whole = artwork_contents.codes_of
    monkeypatch.setattr(artwork_making, "codes_of", lambda page: [code for code in whole(page) if code in FEW])


def work_off() -> int:
    """Do all jobs that draw; how many there were."""
    keys = list(Job.objects.unfinished().filter(kind=artwork_making.KIND).values_list("key", flat=True))
    for _key in keys:
        job = jobs.claim(keys=keys)
        assert job
        assert jobs.run(job), Job.objects.get(pk=job.pk).reason
    return len(keys)


@pytest.fixture
def campaign(campaigns: Campaigns) -> CampaignPage:
    made = campaigns.add("Pregunte sin miedo")
    assert work_off() == 1
    return made


def address(page: Any, code: str = "enlace") -> str:
    return artwork_files.address_of(Artwork.objects.get(page=page.pk, code=code))


def republish(page: Any, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def test_publishing_makes_them_once_and_anybody_has_them(client: Client, campaign: CampaignPage) -> None:
    assert {row.code for row in Artwork.objects.filter(page=campaign.pk)} == set(FEW)
    card = client.get(address(campaign))
    assert card["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(card.getvalue())) as image:
        assert image.size == (1200, 630)
    sheet = client.get(address(campaign, "cartel-carta"))
    assert sheet.getvalue().startswith(b"%PDF")
    campaign.save_revision().publish()
    assert work_off() == 0


def test_the_page_offers_them_and_its_link_shows_the_card(client: Client, campaign: CampaignPage) -> None:
    page = client.get(campaign.url).content.decode()
    card = Artwork.objects.get(page=campaign.pk, code="enlace")
    assert f'<meta property="og:image" content="http://testserver{address(campaign)}">' in page
    assert f'<meta property="og:image:alt" content="{card.alt}">' in page
    for code in FEW:
        assert address(campaign, code) in page


def test_with_an_image_of_its_own_the_page_is_shared_with_that(client: Client, campaign: CampaignPage) -> None:
    republish(campaign, image=factories.image())
    work_off()
    assert Artwork.objects.get(page=campaign.pk, code="enlace").media_type == "image/jpeg"
    assert (
        f'og:image" content="http://testserver{address(campaign)}"' not in client.get(campaign.url).content.decode()
    )


def test_with_another_text_the_old_ones_are_gone_at_once(client: Client, campaign: CampaignPage) -> None:
    old = {code: address(campaign, code) for code in FEW}
    files = [row.path for row in Artwork.objects.filter(page=campaign.pk)]
    republish(campaign, title="Pregunte con confianza")
    for each in old.values():
        assert client.get(each).status_code == 404, each
    assert "tarjetas/" not in client.get(campaign.url).content.decode()
    work_off()
    for code in FEW:
        assert address(campaign, code) != old[code]
        assert client.get(address(campaign, code)).status_code == 200
        assert client.get(old[code]).status_code == 404
    assert "Pregunte con confianza" in Artwork.objects.get(page=campaign.pk, code="enlace").alt
    assert all(isinstance(path, Path) for path in files)


def test_back_to_what_it_said_before_they_are_made_again(client: Client, campaign: CampaignPage) -> None:
    first = address(campaign)
    for title in ("Otro título", "Pregunte sin miedo"):
        republish(campaign, title=title)
        work_off()
    assert address(campaign) == first
    assert client.get(first).status_code == 200


def test_a_draft_changes_nothing(client: Client, campaign: CampaignPage) -> None:
    campaign.title = "Canario de borrador"
    campaign.save_revision()
    assert work_off() == 0
    assert client.get(address(campaign)).status_code == 200
    assert not Artwork.objects.filter(alt__contains="Canario").exists()


def test_they_are_there_as_long_as_their_page(client: Client, campaign: CampaignPage) -> None:
    before = [address(campaign, code) for code in FEW]
    short = reverse("campaigns:permanent", args=[campaign.pk])
    assert client.get(short)["Location"] == campaign.url
    assert artwork_files.files_of(campaign)
    campaign.unpublish()
    for each in [*before, short]:
        assert client.get(each).status_code == 404, each
    assert artwork_files.files_of(campaign) == []


def test_nobody_makes_them_for_a_draft(campaigns: Campaigns) -> None:
    campaigns.draft()
    assert work_off() == 0


def test_what_hangs_from_a_campaign_is_signed_by_it_and_as_closed_as_it(
    client: Client, campaign: CampaignPage
) -> None:
    page = spot(campaign, "El agua de su colonia", recording=recording(), transcript=TRANSCRIPT)
    page.get_latest_revision().publish()
    work_off()
    page.refresh_from_db()
    row = Artwork.objects.get(page=page.pk, code="enlace")
    assert campaign.institution.name in row.alt
    assert client.get(address(page)).status_code == 200
    campaign.unpublish()
    assert client.get(address(page)).status_code == 404


def test_another_focal_point_gives_another_card(client: Client, campaign: CampaignPage) -> None:
    image = factories.image()
    republish(campaign, image=image)
    work_off()
    old = address(campaign)
    image.focal_point_x, image.focal_point_y = 1, 1
    image.focal_point_width = image.focal_point_height = 2
    image.save()
    assert client.get(old).status_code == 404
    assert work_off() == 1
    assert client.get(address(campaign)).status_code == 200


def test_a_new_name_of_the_institution_gives_another_card(campaign: CampaignPage) -> None:
    campaign.institution.name = "Instituto con otro nombre"
    campaign.institution.save()
    assert work_off() == 1
    assert "Instituto con otro nombre" in Artwork.objects.get(page=campaign.pk, code="enlace").alt


def test_what_does_not_fit_is_said_and_nothing_is_served(client: Client, campaign: CampaignPage) -> None:
    words = CardWords.objects.create(page=campaign, code="cuadrada", title="T" * 120)
    artwork_making.begin(campaign)
    work_off()
    row = Artwork.objects.get(page=campaign.pk, code="cuadrada")
    assert "No cabe" in row.problem
    assert row.digest == ""
    assert {each.name for each in artwork_files.files_of(campaign)} == {
        "pregunte-sin-miedo-enlace.png",
        "pregunte-sin-miedo-cartel-carta.pdf",
    }
    words.delete()
    artwork_making.begin(campaign)
    work_off()
    assert Artwork.objects.get(page=campaign.pk, code="cuadrada").problem == ""


def test_a_lost_image_is_said_and_the_sheets_wait_for_another(campaign: CampaignPage) -> None:
    image = factories.image()
    Path(image.file.path).unlink()
    republish(campaign, image=image)
    work_off()
    assert "No se pudo leer la imagen" in Artwork.objects.get(page=campaign.pk, code="enlace").problem


def test_a_lost_file_is_absent_and_comes_back(client: Client, campaign: CampaignPage) -> None:
    row = Artwork.objects.get(page=campaign.pk, code="enlace")
    row.path.unlink()
    assert client.get(address(campaign)).status_code == 404
    artwork_making.make({"page": campaign.pk})()
    assert client.get(address(campaign)).status_code == 200


def test_a_slow_job_puts_no_old_card_in_the_place_of_a_newer_one(client: Client, campaign: CampaignPage) -> None:
    republish(campaign, title="Segundo título")
    late = artwork_making.make({"page": campaign.pk})
    republish(campaign, title="Tercer título")
    artwork_making.make({"page": campaign.pk})()
    newest = address(campaign)
    late()
    assert address(campaign) == newest
    assert client.get(newest).status_code == 200
    assert "Tercer título" in Artwork.objects.get(page=campaign.pk, code="enlace").alt


def test_the_command_has_what_is_missing_drawn(campaign: CampaignPage) -> None:
    def asked(*options: str) -> str:
        said = StringIO()
        call_command("draw_artwork", *options, stdout=said)
        return said.getvalue()

    others = Job.objects.filter(kind=artwork_making.KIND).unfinished()
    asked()
    work_off()
    assert "carteles: 0" in asked("--dry-run")
    Artwork.objects.filter(page=campaign.pk, code="enlace").update(key="de otra versión")
    assert "carteles: 1" in asked("--dry-run")
    assert not others.exists()
    asked()
    assert others.count() == 1


def test_kits_get_files_with_credit_digest_and_licence(campaign: CampaignPage) -> None:
    found = artwork_files.files_of(campaign)
    assert [each.name for each in found] == [
        "pregunte-sin-miedo-enlace.png",
        "pregunte-sin-miedo-cuadrada.png",
        "pregunte-sin-miedo-cartel-carta.pdf",
    ]
    for each in found:
        assert each.path.stat().st_size == each.size
        assert each.path.parent.name == each.digest
        assert each.credit == campaign.institution.name


def test_a_page_that_goes_takes_its_files_along(
    campaign: CampaignPage, django_capture_on_commit_callbacks: Any
) -> None:
    paths = [row.path for row in Artwork.objects.filter(page=campaign.pk)]
    assert all(path.exists() for path in paths)
    republish(campaign, title="Otra")
    assert Job.objects.filter(kind=artwork_making.KIND).unfinished().exists()
    with django_capture_on_commit_callbacks(execute=True):
        campaign.delete()
    assert not any(path.exists() for path in paths)
    assert not Job.objects.filter(kind=artwork_making.KIND).unfinished().exists()


def test_an_address_made_up_is_absent(client: Client, campaign: CampaignPage) -> None:
    row = Artwork.objects.get(page=campaign.pk, code="enlace")
    for key, name in ((row.key[:15], row.name), ("0" * 16, row.name), (row.key[:16], "otra.png"), ("e", row.name)):
        made_up = reverse("campaigns:artwork", args=[campaign.pk, key, name])
        assert client.get(made_up).status_code == 404, made_up


def test_an_article_gets_the_card_of_its_link(db: None) -> None:
    page = factories.article("¿Cuánto cuesta pedir información?")
    page.save_revision().publish()
    work_off()
    assert [row.code for row in Artwork.objects.filter(page=page.pk)] == ["enlace"]


def editor() -> Client:
    return client_of(factories.superuser())


def panel(page: Any) -> str:
    return reverse("campaigns_reports:artwork", args=[page.pk])


def test_editors_see_all_of_them_and_say_other_words(campaign: CampaignPage) -> None:
    client = editor()
    said = client.get(panel(campaign)).content.decode()
    assert all(form.code in said for form in CARD_FORMATS.values())
    assert all(code in said for code in SHEET_FORMATS)
    data = {"code": "enlace", "enlace-title": "Título propio", "enlace-text": "", "enlace-template": ""}
    assert client.post(panel(campaign), data).status_code == 302
    work_off()
    assert Artwork.objects.get(page=campaign.pk, code="enlace").alt.startswith("Título propio.")
    assert not Artwork.objects.get(page=campaign.pk, code="cuadrada").alt.startswith("Título propio.")


def test_words_that_do_not_fit_are_refused_with_what_was_typed(campaign: CampaignPage) -> None:
    data = {"code": "enlace", "enlace-title": "W" * 120, "enlace-text": "Mi texto", "enlace-template": ""}
    answer = editor().post(panel(campaign), data)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "No cabe" in said
    assert "Mi texto" in said
    assert not CardWords.objects.exists()


def test_a_draft_is_previewed_by_its_editors_only(client: Client, campaigns: Campaigns) -> None:
    draft = campaigns.draft("Canario")
    preview = reverse("campaigns_reports:artwork_preview", args=[draft.pk, "enlace"])
    assert editor().get(preview)["Content-Type"] == "image/png"
    poster = reverse("campaigns_reports:artwork_preview", args=[draft.pk, "cartel-carta-imprenta"])
    assert editor().get(poster).content.startswith(b"%PDF")
    stranger = client_of(factories.member(factories.institution()))
    for each in (panel(draft), preview, poster):
        assert stranger.get(each).status_code == 404, each
        assert client.get(each).status_code == 302, each
    assert stranger.post(panel(draft), {"code": "enlace", "enlace-title": "Mío"}).status_code == 404
    assert editor().get(preview.replace("enlace", "nada")).status_code == 404
