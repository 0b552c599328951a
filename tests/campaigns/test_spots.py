"""Spots: nobody hears one before it is shown, none goes out without what it says, and stations get their files."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from campaigns import spot_formats
from campaigns.gate import NotPublishable
from campaigns.models import Airing, SpotPage
from cms.core import jobs
from cms.core.models import Job
from cms.core.reference.models import State
from tests import factories
from tests.campaigns.made import TRANSCRIPT, Campaigns, day, recording, spot
from tests.cms.home.conftest import client_of

SOUND = b"RIFF0000WAVEsonido"


@pytest.fixture
def draft(campaigns: Campaigns) -> SpotPage:
    return spot(campaigns.add(), "Spot del agua", recording=recording(SOUND), transcript=TRANSCRIPT)


@pytest.fixture
def shown(draft: SpotPage) -> SpotPage:
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    return draft


def addresses(page: SpotPage) -> list[str]:
    pk = page.recording_id
    return [
        reverse("campaigns:play", args=[pk]),
        reverse("campaigns:original", args=[pk]),
        reverse("campaigns:captions", args=[page.pk]),
    ]


def test_without_transcript_or_recording_it_is_not_published(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    silent = spot(campaign, recording=recording(SOUND))
    with pytest.raises(NotPublishable, match="transcripción"):
        silent.get_latest_revision().publish()
    empty = spot(campaign, transcript=TRANSCRIPT)
    with pytest.raises(NotPublishable, match="grabación"):
        empty.get_latest_revision().publish()


def test_a_transcript_that_outlasts_its_recording_is_refused(draft: SpotPage) -> None:
    draft.transcript = "WEBVTT\n\n00:00:01.000 --> 00:02:00.000\nDemasiado\n"
    with pytest.raises(ValidationError, match="dura 0:30"):
        draft.clean()


def test_the_page_plays_says_and_hands_out_the_spot(client: Client, shown: SpotPage) -> None:
    page = client.get(shown.url).content.decode()
    for address in addresses(shown):
        assert address in page
    assert "Pregunte sin miedo." in page
    assert "0:30" in page
    assert shown.url in client.get(shown.get_parent().url).content.decode()


def test_its_files_are_sent_whole_and_in_parts(client: Client, shown: SpotPage) -> None:
    play, original, captions = addresses(shown)
    assert b"".join(client.get(play).streaming_content) == SOUND  # type: ignore[attr-defined]
    part = client.get(play, headers={"range": "bytes=4-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"0000")  # type: ignore[attr-defined]
    assert "attachment" in client.get(original)["Content-Disposition"]
    said = client.get(captions)
    assert said["Content-Type"].startswith("text/vtt")
    assert "Pregunte sin miedo." in said.content.decode()


def test_the_web_server_in_front_hands_it_over(client: Client, shown: SpotPage, settings: Any) -> None:
    settings.ACCEL_REDIRECT_PREFIX = "/_privado/"
    inside = client.get(addresses(shown)[0])["X-Accel-Redirect"]
    template = (settings.BASE_DIR / "cms/operations/nginx/acervo.conf.template").read_text()
    served = re.search(r'location ~ "(\^/_privado/.+)" \{', template)
    assert served
    assert re.fullmatch(served[1].replace("?<acervo_file>", "?P<acervo_file>"), inside)


def test_nobody_gets_a_draft(client: Client, draft: SpotPage) -> None:
    for address in [*addresses(draft), draft.url]:
        assert client.get(address).status_code == 404, address
    stranger = client_of(factories.member(factories.institution()))
    for address in addresses(draft):
        assert stranger.get(address).status_code == 404, address


def test_who_works_on_it_hears_it_before(draft: SpotPage) -> None:
    editor = client_of(factories.superuser())
    for address in addresses(draft):
        assert editor.get(address).status_code == 200, address


def test_what_is_taken_back_is_silent_again(client: Client, shown: SpotPage) -> None:
    shown.unpublish()
    for address in addresses(shown):
        assert client.get(address).status_code == 404, address


def test_a_spot_is_as_silent_as_its_campaign(client: Client, shown: SpotPage) -> None:
    assert shown.url in client.get("/sitemap-paginas.xml").content.decode()
    shown.get_parent().unpublish()
    shown.refresh_from_db()
    assert shown.live
    for address in [*addresses(shown), shown.url]:
        assert client.get(address).status_code == 404, address
    assert shown.url not in client.get("/sitemap-paginas.xml").content.decode()


def test_it_is_not_published_before_its_campaign(campaigns: Campaigns) -> None:
    page = spot(campaigns.draft(), recording=recording(SOUND), transcript=TRANSCRIPT)
    with pytest.raises(NotPublishable, match="Publique primero la página de la que cuelga"):
        page.get_latest_revision().publish()


def test_a_recording_whose_file_is_lost_is_missing_and_comes_back(client: Client, shown: SpotPage) -> None:
    assert shown.recording
    shown.recording.path.unlink()
    for address in addresses(shown)[:2]:
        assert client.get(address).status_code == 404


def test_a_recording_in_a_draft_stays_closed_while_another_is_public(client: Client, shown: SpotPage) -> None:
    other = recording(b"RIFF0000WAVEotro")
    shown.recording = other
    shown.save_revision()
    assert client.get(reverse("campaigns:play", args=[other.pk])).status_code == 404
    shown.get_latest_revision().publish()
    assert client.get(reverse("campaigns:play", args=[other.pk])).status_code == 200


def test_where_it_was_on_the_air_is_told_as_reported(client: Client, shown: SpotPage) -> None:
    state = State.objects.get(code="JAL")
    for number, times in enumerate((3, 2)):
        Airing.objects.create(
            spot=shown, station=f"XE{number}", date=day(-1), state=state, times=times, key=str(number)
        )
    page = client.get(shown.url).content.decode()
    assert "Según las estaciones, salió al aire 5 veces." in page
    assert "Lo reportaron 2 estaciones de:" in page
    assert "Jalisco." in page


def test_what_is_said_in_another_language_is_not_measured(campaigns: Campaigns) -> None:
    page = spot(campaigns.add(), language="nah", recording=recording(SOUND), transcript=TRANSCRIPT)
    assert page.clarity().measure.word_count == 0
    page.language = "es"
    assert page.clarity().measure.word_count == 3


def test_files_that_could_not_be_made_are_told_with_what_to_do(campaigns: Campaigns) -> None:
    page = spot(campaigns.add(), "Sin archivos", recording=recording(), transcript=TRANSCRIPT)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    person = client_of(factories.superuser())
    editor, waiting = (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        f"{reverse('site_pages:index')}?task=formats",
    )
    said = "No se pudieron hacer los archivos para las estaciones"
    assert said not in person.get(editor).content.decode()
    assert "Ninguna página corresponde" in person.get(waiting).content.decode()
    jobs.run(claimed())
    shown = person.get(editor).content.decode()
    assert said in shown
    assert "Publique el spot otra vez" in shown
    assert "Sin archivos" in person.get(waiting).content.decode()
    assert "Spots sin sus archivos para las estaciones" in person.get("/admin/").content.decode()
    page.get_latest_revision().publish()
    assert said not in person.get(editor).content.decode()
    assert Job.objects.get(key__startswith=f"{spot_formats.KIND}:{page.pk}:").status == Job.Status.QUEUED


def claimed() -> Job:
    """The job that makes the files; the recording of this spot is none that can be opened."""
    job = jobs.claim()
    assert job
    return job
