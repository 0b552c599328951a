"""Handing in recordings, the files made of them, and the logs of stations."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from campaigns import spot_formats
from campaigns.models import Airing, Recording, SpotPage
from campaigns.recording_intake import receive
from campaigns.recordings.refusal import RecordingRefused
from cms.core import jobs
from cms.core.models import Job
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot, tone
from tests.cms.home.conftest import client_of

pytestmark = pytest.mark.django_db
CHOOSER = "recording_chooser"
LOG = """fecha;hora;emisora;siglas;entidad;veces
15/04/2016;08:30;Radio Uno;XHUNO;Jalisco;2
16/04/2016;;Radio Dos;XHDOS;Zacatecas;1
"""


def upload(content: bytes, name: str = "spot.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def commission() -> Institution:
    return Institution.objects.get(code="snt-archivos")


def test_a_recording_is_measured_and_kept_once_an_institution() -> None:
    first = receive(upload(tone()), title="Tono", institution=commission())
    assert first.duration == pytest.approx(10, abs=0.05)
    assert first.measure.channels == 2
    assert first.path.read_bytes() == tone()
    assert receive(upload(tone()), title="Otra vez", institution=commission()) == first
    other = receive(upload(tone()), title="De otro", institution=factories.institution())
    assert (other.digest, other.pk == first.pk) == (first.digest, False)


def test_of_what_is_no_recording_nothing_is_kept() -> None:
    with pytest.raises(RecordingRefused, match="No es una grabación"):
        receive(upload(b"Esto es un texto." * 50), title="Texto", institution=commission())
    assert not Recording.objects.exists()


def chooser(client: Client, name: str = "create", *more: object, **data: object) -> Any:
    address = reverse(f"{CHOOSER}:{name}", args=more)
    return client.post(address, data) if data else client.get(address)


def test_in_the_editor_one_is_handed_in_for_ones_own_institution_only() -> None:
    home, other = factories.institution("Propia"), factories.institution("Ajena")
    client = client_of(factories.member(home, Role.COMMUNICATION))
    offered = chooser(client).content.decode()
    assert "Propia" in offered
    assert "Ajena" not in offered
    taken = chooser(client, title="Tono", file=upload(tone()), institution=home.pk)
    assert json.loads(taken.content)["step"] == "chosen"
    refused = chooser(client, title="Tono", file=upload(tone()), institution=other.pk)
    assert json.loads(refused.content)["step"] == "reshow_creation_form"
    assert Recording.objects.get().institution == home


def test_what_is_wrong_with_a_file_is_said_in_the_form() -> None:
    home = factories.institution()
    client = client_of(factories.member(home, Role.COMMUNICATION))
    answer = chooser(client, title="Texto", file=upload(b"texto" * 99, "x.mp3"), institution=home.pk)
    assert "No es una grabación" in json.loads(answer.content)["htmlFragment"]


def test_nobody_chooses_what_another_institution_handed_in() -> None:
    theirs = recording(b"ajena", institution=factories.institution())
    client = client_of(factories.member(factories.institution(), Role.COMMUNICATION))
    assert theirs.title not in client.get(reverse(f"{CHOOSER}:choose")).content.decode()
    assert client.get(reverse(f"{CHOOSER}:chosen", args=[theirs.pk])).status_code == 404
    assert client_of(factories.member(factories.institution())).get(reverse(f"{CHOOSER}:create")).status_code != 200


@pytest.fixture
def on_air(campaigns: Campaigns) -> SpotPage:
    """A published spot with a real recording."""
    handed_in = receive(upload(tone()), title="Tono", institution=commission())
    page = spot(
        campaigns.add(), "Spot del tono", recording=handed_in, transcript=TRANSCRIPT, credits="Radio de prueba"
    )
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def run_formats() -> None:
    for job in Job.objects.filter(kind=spot_formats.KIND, status=Job.Status.QUEUED):
        taken = jobs.claim(keys=[job.key])
        assert taken is not None
        assert jobs.run(taken)


def test_a_published_spot_gets_its_formats_and_anew_when_its_words_change(client: Client, on_air: SpotPage) -> None:
    run_formats()
    first = {each.code: each.digest for each in on_air.formats.all()}
    assert {"wav", "mp3", "opus"} <= first.keys()
    address = reverse("campaigns:format", args=[on_air.pk, "mp3"])
    assert address in client.get(on_air.url).content.decode()
    handed_out = client.get(address)
    assert handed_out["Content-Type"] == "audio/mpeg"
    assert 'filename="spot-del-tono.mp3"' in handed_out["Content-Disposition"]
    on_air.credits = "Otra radio"
    on_air.save_revision().publish()
    run_formats()
    assert {each.code: each.digest for each in on_air.formats.all()}["mp3"] != first["mp3"]


def test_formats_of_a_recording_that_was_replaced_are_not_handed_out(client: Client, on_air: SpotPage) -> None:
    run_formats()
    on_air.recording = receive(upload(tone(15)), title="Otro", institution=commission())
    on_air.save_revision().publish()
    assert client.get(reverse("campaigns:format", args=[on_air.pk, "mp3"])).status_code == 404
    run_formats()
    assert client.get(reverse("campaigns:format", args=[on_air.pk, "mp3"])).status_code == 200


def test_the_editor_is_told_what_a_station_would_send_back(campaigns: Campaigns) -> None:
    loud = recording(b"fuerte")
    loud.measured = {**loud.measured, "loudness": -9.0}
    loud.save()
    client = client_of(factories.superuser())
    campaign = campaigns.add()

    def shown(handed_in: Recording) -> str:
        page = spot(campaign, recording=handed_in)
        return str(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode())

    assert "Suena demasiado fuerte" in shown(loud)
    assert "Una estación la tomaría como está." in shown(recording(b"buena"))


def test_a_silent_recording_is_not_published(campaigns: Campaigns) -> None:
    from campaigns.gate import NotPublishable

    mute = recording(b"muda")
    mute.measured = {**asdict(mute.measure), "true_peak": None, "loudness": None}
    mute.save()
    page = spot(campaigns.add(), recording=mute, transcript=TRANSCRIPT)
    with pytest.raises(NotPublishable, match="silencio"):
        page.get_latest_revision().publish()


def hand_in(client: Client, page: SpotPage, log: str, **more: object) -> Any:
    address = reverse("campaigns_reports:import_airings", args=[page.pk])
    return client.post(address, {"file": upload(log.encode(), "log.csv"), **more}, follow=True)


def test_a_log_is_taken_once_and_told_by_station_date_and_state(on_air: SpotPage) -> None:
    client = client_of(factories.superuser())
    assert "Se agregaron 2 transmisiones." in hand_in(client, on_air, LOG).content.decode()
    again = hand_in(client, on_air, LOG).content.decode()
    assert "2 ya estaban." in again
    assert list(Airing.objects.order_by("date").values_list("station", "state__code", "times")) == [
        ("Radio Uno", "JAL", 2),
        ("Radio Dos", "ZAC", 1),
    ]
    csv = client.get(reverse("campaigns_reports:airings"), {"export": "csv"}).getvalue().decode()
    assert "Radio Uno" in csv


def test_a_corrected_log_corrects_what_is_known(on_air: SpotPage) -> None:
    client = client_of(factories.superuser())
    hand_in(client, on_air, LOG)
    answer = hand_in(client, on_air, LOG.replace("Jalisco;2", "Jalisco;5")).content.decode()
    assert "Se corrigió 1." in answer
    assert Airing.objects.get(station="Radio Uno").times == 5
    assert Airing.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("15/04/2016;;Radio;" + "X" * 40 + ";Jalisco;1", "Es demasiado larga"),
        ("15/04/2016;;Radio;XHX;Jalisco;9999999999", "Debe ser un número entero"),
        ("15/04/2016;;Ra\x01dio;XHX;Jalisco;1", "caracteres que no se ven"),
    ],
)
def test_what_the_table_cannot_hold_is_a_problem_of_its_row(on_air: SpotPage, row: str, said: str) -> None:
    bad = LOG + row.replace("\\x01", "\x01") + "\n"
    assert said in hand_in(client_of(factories.superuser()), on_air, bad).content.decode()
    assert not Airing.objects.exists()


def test_a_lost_file_comes_back_with_the_same_upload() -> None:
    first = receive(upload(tone()), title="Tono", institution=commission())
    first.path.unlink()
    assert receive(upload(tone()), title="Tono", institution=commission()) == first
    assert first.path.read_bytes() == tone()


def test_what_a_slow_job_made_of_an_older_publication_is_dropped(on_air: SpotPage) -> None:
    (job,) = Job.objects.filter(kind=spot_formats.KIND)
    effect = spot_formats.make(job.payload)
    on_air.title = "Otro nombre"
    on_air.save_revision().publish()
    with transaction.atomic():
        effect()
    assert not on_air.formats.exists()
    run_formats()
    assert on_air.formats.exists()


def test_a_log_with_mistakes_is_refused_whole_row_by_row(on_air: SpotPage) -> None:
    client = client_of(factories.superuser())
    bad = LOG + "31/02/2016;;Radio Tres;;Jalisco;1\n17/04/2016;;Radio Cuatro;;Narnia;1\n"
    answer = hand_in(client, on_air, bad).content.decode()
    assert "Fila 4" in answer
    assert "Narnia" in answer
    assert not Airing.objects.exists()
    hand_in(client, on_air, bad, keep_good="on")
    assert Airing.objects.count() == 2


def test_only_who_edits_a_spot_hands_in_its_log(on_air: SpotPage) -> None:
    stranger = client_of(factories.member(factories.institution(), Role.COMMUNICATION))
    assert hand_in(stranger, on_air, LOG).status_code == 404
    assert not Airing.objects.exists()
