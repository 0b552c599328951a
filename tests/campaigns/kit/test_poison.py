"""What goes wrong while a kit is made: no half ZIP is handed out, nothing is left lying about, and it goes on."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from campaigns.kit import building, taking, zipping
from campaigns.kit.versions import KIND, job_of, kit_version_of, renew
from campaigns.models import CampaignPage, KitVersion, SpotPage
from cms.core import jobs
from cms.core.models import Job
from tests.campaigns.kit.made import (
    SOUND,
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
    page_text,
    photo,
    shown_spot,
    without_formats,
    work,
)
from tests.campaigns.made import Campaigns, campaigns_of

WRITES = """
import sys
from pathlib import Path
from campaigns.kit.zipping import Member, write_zip
write_zip(Path(sys.argv[1]), "kit", [Member("a.bin", Path(sys.argv[2]), 10, "")])
"""


@pytest.fixture
def unbuilt(campaigns: Campaigns) -> CampaignPage:
    """A kit with a spot and a file, whose ZIP is still to be made."""
    campaign = campaigns.add()
    campaign = choose(campaign, of_page(shown_spot(campaign)), of_file(leaflet()))
    without_formats()
    return campaign


def unfinished() -> list[Path]:
    return list(taking.incoming().glob("*.part"))


def the_job(campaign: CampaignPage) -> Job:
    job = job_of(kit(campaign).version)
    assert job is not None
    return job


def test_a_lost_recording_is_named_and_nothing_is_handed_out(client: Client, unbuilt: CampaignPage) -> None:
    page = SpotPage.objects.child_of(unbuilt).get()
    assert page.recording
    page.recording.path.unlink()
    work()
    job = the_job(unbuilt)
    assert job.status == Job.Status.FAILED
    assert "Falta en el disco el archivo de «Spot del agua»" in job.reason
    assert client.get(address(unbuilt)).status_code == 503
    assert unfinished() == []

    page.recording.path.write_bytes(SOUND)
    CampaignPage.objects.get(pk=unbuilt.pk).save_revision().publish()
    work()
    assert SOUND in fetched(client, unbuilt)


def test_a_recording_that_rotted_on_the_disk_is_named(client: Client, unbuilt: CampaignPage) -> None:
    page = SpotPage.objects.child_of(unbuilt).get()
    assert page.recording
    page.recording.path.chmod(0o600)
    page.recording.path.write_bytes(b"podrido")
    work()
    assert "«Spot del agua» está dañado" in the_job(unbuilt).reason
    page.recording.path.write_bytes(SOUND)


def test_a_lost_upload_is_named_and_a_lost_copy_is_taken_in_again(client: Client, unbuilt: CampaignPage) -> None:
    file = next(each.value["file"] for each in unbuilt.kit if each.block_type == "file")
    stored = Path(file.file.path)
    stored.rename(stored.with_suffix(".away"))
    work()
    assert "Falta en el disco el archivo de «Volante»" in the_job(unbuilt).reason
    stored.with_suffix(".away").rename(stored)
    CampaignPage.objects.get(pk=unbuilt.pk).save_revision().publish()
    work()
    before = fetched(client, unbuilt)

    kit(unbuilt).version.path.unlink()
    for part in kit(unbuilt).made.parts:
        if part.path.startswith("archivos/"):
            assert isinstance(part.content, Path)
            part.content.unlink()
    assert client.get(address(unbuilt)).status_code == 503
    work()
    assert fetched(client, unbuilt) == before


def test_what_is_no_image_any_more_is_named(campaigns: Campaigns) -> None:
    image = photo()
    campaign = choose(campaigns.add(), of_image(image))
    Path(image.file.path).write_bytes(b"no es una imagen")
    work()
    assert "«La plaza» está dañado" in the_job(campaign).reason


def test_a_full_disk_is_waited_for(client: Client, unbuilt: CampaignPage, monkeypatch: pytest.MonkeyPatch) -> None:
    add = zipping._add
    seen: list[str] = []

    def until_full(archive: Any, folder: str, member: zipping.Member) -> None:
        if len(seen) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        seen.append(member.path)
        add(archive, folder, member)

    with monkeypatch.context() as patched:
        patched.setattr(zipping, "_add", until_full)
        work()
    job = the_job(unbuilt)
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
    assert "No hay espacio en el disco" in job.reason
    assert len(seen) == 4
    assert unfinished() == []
    assert client.get(address(unbuilt)).status_code == 503

    Job.objects.filter(pk=job.pk).update(not_before=job.created_at)
    work()
    assert SOUND in fetched(client, unbuilt)


def test_a_process_that_is_killed_leaves_no_half_zip(client: Client, unbuilt: CampaignPage, tmp_path: Path) -> None:
    endless = tmp_path / "pipe"
    os.mkfifo(endless)
    before = set(unfinished())
    arguments = [sys.executable, "-c", WRITES, str(taking.incoming()), str(endless)]
    with subprocess.Popen(arguments, cwd=settings.BASE_DIR) as process, endless.open("wb") as pipe:
        pipe.write(b"la mitad")
        pipe.flush()
        while not (left := set(unfinished()) - before):
            assert process.poll() is None
        process.kill()
    (half,) = left
    work()
    assert SOUND in fetched(client, unbuilt)
    assert half.exists()

    long_ago = time.time() - taking.LEFT_OVER_AFTER - 1
    os.utime(half, (long_ago, long_ago))
    taking.sweep()
    assert not half.exists()


def test_a_worker_that_was_believed_dead_changes_nothing(client: Client, unbuilt: CampaignPage) -> None:
    job = the_job(unbuilt)
    first = jobs.claim(keys=[job.key])
    assert first is not None
    Job.objects.filter(pk=job.pk).update(lease_until=job.created_at)
    second = jobs.claim(keys=[job.key])
    assert second is not None
    assert jobs.run(second)
    before = fetched(client, unbuilt)
    assert not jobs.run(first)
    assert fetched(client, unbuilt) == before


def test_what_is_published_while_the_zip_is_made_is_in_the_one_that_is_handed_out(
    client: Client, unbuilt: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile: list[str] = []

    def change_then_write(*args: Any) -> Any:
        if not meanwhile:
            meanwhile.append("once")
            page = SpotPage.objects.child_of(unbuilt).get()
            page.title = "Corregido"
            page.save_revision().publish()
        return zipping.write_zip(*args)

    monkeypatch.setattr(building, "write_zip", change_then_write)
    work()
    assert numbers(unbuilt) == [1]
    assert "Corregido" in page_text(client, unbuilt)
    assert b"Corregido" in fetched(client, unbuilt)
    assert b"Spot del agua" not in fetched(client, unbuilt)


@pytest.mark.usefixtures("committed_db")
def test_two_publications_at_once_are_both_in_the_version_that_follows(client: Client) -> None:
    campaign = campaigns_of().add()
    spots = [shown_spot(campaign, f"Spot {name}") for name in ("uno", "dos")]
    campaign = choose(campaign, TEXTS, *map(of_page, spots))
    work()
    assert numbers(campaign) == [1]

    def rename(pk: int) -> None:
        try:
            page = SpotPage.objects.get(pk=pk)
            page.title += " corregido"
            page.save_revision().publish()
        finally:
            connection.close()

    threads = [Thread(target=rename, args=[each.pk]) for each in spots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert KitVersion.objects.filter(campaign=campaign).count() == 2
    assert kit_version_of(campaign) == 2
    work()
    said = page_text(client, campaign)
    assert "Spot uno corregido" in said
    assert "Spot dos corregido" in said
    assert renew(campaign.pk) is not None
    assert numbers(campaign) == [1, 2]
    assert not Job.objects.unfinished().filter(kind=KIND).exists()
