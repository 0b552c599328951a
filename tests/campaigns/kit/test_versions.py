"""A kit is never stale: another part makes another version, and nobody is handed the old one."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from campaigns.kit.versions import job_of, kit_version_of
from campaigns.models import CampaignPage, KitFile, KitVersion, SpotFormat, SpotPage
from cms.core import jobs
from cms.core.models import Job
from tests.campaigns.kit.made import (
    FREE,
    TEXTS,
    address,
    choose,
    fetched,
    kit,
    leaflet,
    numbers,
    of_file,
    of_image,
    of_page,
    opened,
    page_of,
    page_text,
    photo,
    shown_spot,
    work,
)
from tests.campaigns.made import Campaigns, recording, spot
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]


def rename(campaign: CampaignPage, title: str) -> None:
    page = SpotPage.objects.child_of(campaign).get()
    page.title = title
    page.save_revision().publish()


def test_a_corrected_text_makes_the_next_version(client: Client, campaign: CampaignPage) -> None:
    before = fetched(client, campaign)
    campaign.summary = "Otra frase clara."
    campaign.save_revision().publish()
    assert kit_version_of(campaign) == 2
    gone = client.get(address(campaign, 1))
    assert gone.status_code == 410
    assert "La vigente es la 2" in gone.content.decode()
    waiting = client.get(address(campaign, 2))
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    assert "Se está preparando" in page_text(client, campaign)
    work()
    after = fetched(client, campaign, 2)
    assert b"Otra frase clara." not in before
    assert b"Otra frase clara." in after
    said = page_text(client, campaign)
    assert "Se está preparando" not in said
    assert "Cambió:" in said
    assert client.get(address(campaign, 1)).status_code == 410
    assert client.get(address(campaign, 3)).status_code == 404


def test_a_draft_changes_nothing(client: Client, campaign: CampaignPage) -> None:
    campaign.summary = "CANARIO"
    campaign.save_revision()
    work()
    assert kit_version_of(campaign) == 1
    assert b"CANARIO" not in fetched(client, campaign)


def test_publishing_the_same_again_changes_nothing(campaign: CampaignPage) -> None:
    CampaignPage.objects.get(pk=campaign.pk).save_revision().publish()
    work()
    assert numbers(campaign) == [1]


def test_the_version_and_its_job_come_with_the_transaction_of_the_change(campaign: CampaignPage) -> None:
    before = Job.objects.count()
    with transaction.atomic():
        rename(campaign, "Otro nombre")
        assert KitVersion.objects.filter(campaign=campaign).count() == 2
        assert Job.objects.unfinished().filter(kind="campaigns.kit").count() == 1
        transaction.set_rollback(True)
    assert KitVersion.objects.filter(campaign=campaign).count() == 1
    assert Job.objects.count() == before


def test_what_changes_before_there_is_a_zip_keeps_its_number(client: Client, campaign: CampaignPage) -> None:
    for title in ("Uno", "Dos", "Tres"):
        rename(campaign, title)
    work()
    assert numbers(campaign) == [1, 2]
    assert "Tres" in str(opened(fetched(client, campaign, 2))[1])


def test_going_back_is_another_version_again(client: Client, campaign: CampaignPage) -> None:
    first = fetched(client, campaign)
    for title in ("Otro nombre", "Spot del agua"):
        rename(campaign, title)
        work()
    assert numbers(campaign) == [1, 2, 3]
    files, manifest = opened(fetched(client, campaign, 3))
    same = [path for path, content in opened(first)[0].items() if path in files and files[path] == content]
    assert len(same) == len(manifest["files"])
    assert {each["since_version"] for each in manifest["files"]} == {1}


def test_a_new_recording_or_format_makes_the_next_one(campaign: CampaignPage) -> None:
    page = SpotPage.objects.child_of(campaign).get()
    page.recording = recording(b"RIFF0000WAVEotro")
    page.save_revision().publish()
    work()
    assert numbers(campaign) == [1, 2]
    digest = hashlib.sha256(b"mp3").hexdigest()
    SpotFormat.objects.create(spot=page, recording=page.recording, code="mp3", name="a.mp3", digest=digest, size=3)
    assert kit_version_of(campaign) == 3


def test_it_waits_for_the_formats_of_its_spots(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.add()
    page = choose(page, of_page(shown_spot(page)))
    version = kit(page).version
    job = job_of(version)
    assert job is not None
    assert not jobs.run(jobs.claim(keys=[job.key]) or job)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
    assert client.get(address(page)).status_code == 503
    Job.objects.filter(pk=job.pk).update(not_before=job.created_at)
    work()
    assert client.get(address(page)).status_code == 200


def test_another_image_or_file_under_the_same_choice_makes_the_next_one(client: Client, campaigns: Campaigns) -> None:
    image, file = photo(), leaflet()
    campaign = choose(campaigns.add(), of_image(image), of_file(file))
    work()
    file.file.save("volante.pdf", ContentFile(b"%PDF-1.4 corregido"))
    file._set_document_file_metadata()
    file.save()
    work()
    assert opened(fetched(client, campaign, 2))[0]["archivos/volante.pdf"] == b"%PDF-1.4 corregido"
    image.credit = "Otra persona"
    image.save()
    work()
    assert numbers(campaign) == [1, 2, 3]
    history = page_text(client, campaign)
    assert "Volante" in history


def test_a_deleted_image_leaves_the_kit_and_the_disk(client: Client, campaigns: Campaigns) -> None:
    image = photo()
    campaign = choose(campaigns.add(), TEXTS, of_image(image))
    work()
    (taken,) = KitFile.objects.all()
    assert taken.path.exists()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transaction, "on_commit", lambda act: act())
        image.delete()
    assert not taken.path.exists()
    assert not KitFile.objects.exists()
    work()
    assert "La plaza" not in page_text(client, campaign)
    assert numbers(campaign) == [1, 2]


def test_an_end_at_a_minute_makes_the_next_one_by_itself(
    client: Client, campaign: CampaignPage, shared_cache: None
) -> None:
    end = timezone.now().replace(microsecond=0) + timedelta(minutes=5)
    SpotPage.objects.child_of(campaign).update(expire_at=end)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert "Spot del agua" in page_text(client, campaign)
        assert kit_version_of(campaign) == 1
        assert client.get(address(campaign, 1)).status_code == 200
    with time_machine.travel(end, tick=False):
        assert client.get(address(campaign, 1)).status_code == 410
        said = page_text(client, campaign)
        assert "Spot del agua" not in said
        assert "Se está preparando" in said
        work()
        assert not [path for path in opened(fetched(client, campaign, 2))[0] if path.startswith("radio")]


def test_a_lost_zip_is_made_again_with_the_same_bytes(client: Client, campaign: CampaignPage) -> None:
    before = fetched(client, campaign)
    kit(campaign).version.path.unlink()
    assert client.get(address(campaign)).status_code == 503
    work()
    assert fetched(client, campaign) == before
    assert numbers(campaign) == [1]


def test_an_older_zip_is_not_kept(campaign: CampaignPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    old = kit(campaign).version.path
    rename(campaign, "Otro nombre")
    work()
    assert not old.exists()
    assert kit(campaign).version.path.exists()


def test_without_choices_there_is_no_kit(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.add()
    assert client.get(page_of(page)).status_code == 404
    assert kit_version_of(page) is None
    assert not KitVersion.objects.exists()
    assert "Replique esta campaña" not in client.get(page.url).content.decode()


def test_the_page_of_the_campaign_leads_to_its_kit(client: Client, campaign: CampaignPage) -> None:
    said = client.get(campaign.url).content.decode()
    assert f'href="{page_of(campaign)}"' in said
    assert "versión 1" in said


class TestHidden:
    """Of what readers do not get (any more), nothing is in the kit, alone, or named."""

    def test_a_draft_waits_outside(self, client: Client, campaigns: Campaigns) -> None:
        page = campaigns.add()
        draft = spot(page, "CANARIO", credits="x", licence=FREE)
        page = choose(page, TEXTS, of_page(draft))
        work()
        assert b"CANARIO" not in fetched(client, page)
        assert "CANARIO" not in page_text(client, page)

    def test_what_is_taken_back_is_nowhere(self, client: Client, campaigns: Campaigns) -> None:
        page = campaigns.add()
        made = shown_spot(page, "CANARIO")
        page = choose(page, TEXTS, of_page(made))
        work()
        paths = [each.path for each in kit(page).made.parts if "canario" in each.path or made.slug in each.path]
        alone = [reverse("campaigns:kit_part", args=[page.pk, path]) for path in paths]
        assert [client.get(each).status_code for each in alone] == [200] * len(paths)
        assert len(paths) >= 3
        SpotPage.objects.get(pk=made.pk).unpublish()
        assert [client.get(each).status_code for each in alone] == [404] * len(paths)
        assert client.get(address(page, 1)).status_code == 410
        work()
        assert b"CANARIO" not in fetched(client, page, 2)
        for answer in ("", "?version=1", "?version=2"):
            assert "CANARIO" not in page_text(client, page, answer)
        said = client.get(reverse("campaigns:kit_check_json", args=[page.pk, 1])).json()
        assert (said["is_current"], said["removed"]) == (False, len(paths))
        assert made.slug not in str(said)

    def test_without_its_campaign_it_is_as_if_there_had_never_been_one(
        self, client: Client, campaign: CampaignPage
    ) -> None:
        part = kit(campaign).made.parts[0].path
        addresses = [
            page_of(campaign),
            address(campaign),
            reverse("campaigns:kit_part", args=[campaign.pk, part]),
            reverse("campaigns:kit_check", args=[campaign.pk, 1]),
            reverse("campaigns:kit_check_json", args=[campaign.pk, 1]),
        ]
        assert {client.get(each).status_code for each in addresses} == {200, 302}
        CampaignPage.objects.get(pk=campaign.pk).unpublish()
        for each in addresses[1:]:
            assert client.get(each).status_code == 404, each
        assert client.get(addresses[0]).status_code in {404, 410}

    def test_what_is_for_some_people_only_is_not_in_it(self, client: Client, campaigns: Campaigns) -> None:
        closed = Collection.get_first_root_node().add_child(instance=Collection(name="De la oficina"))
        within = closed.add_child(instance=Collection(name="Borradores"))
        file, image = leaflet(b"%PDF CANARIO"), photo()
        campaign = choose(campaigns.add(), TEXTS, of_file(file), of_image(image))
        work()
        assert "Volante" in page_text(client, campaign)
        restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        for row in (file, image):
            row.collection = within
            row.save()
        work()
        said = page_text(client, campaign)
        assert "Volante" not in said
        assert "La plaza" not in said
        restriction.delete()
        assert "Volante" in page_text(client, campaign)
