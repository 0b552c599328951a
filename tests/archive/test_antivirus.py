"""A scanner looks through each file before it is opened; what has not passed is handed out to nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import checks as startup
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from archive import antivirus, derivatives, intake, publication, tasks
from archive.antivirus import Infected, ScanInterrupted, ScannerUnavailable, TooLargeToScan
from archive.description import Description
from archive.models import Document, PageText, Reading
from archive.vocabularies import ReadingState
from cms.core import jobs
from cms.core.models import Job
from cms.core.reference.models import Institution
from cms.operations.health import checks, report
from tests import factories, prerequisites
from tests.archive.extraction import samples
from tests.conftest import need
from tests.servers import clamd
from tests.servers.clamd import StandIn

MEGABYTE = 1024 * 1024


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with StandIn() as opened:
        monkeypatch.setattr(settings, "CLAMD_URL", opened.url)
        yield opened


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return samples.pdf(tmp_path / "acta.pdf", [["El cabildo acordó reparar la fuente de la plaza."]])


@pytest.fixture
def infected(tmp_path: Path) -> Path:
    path = samples.pdf(tmp_path / "infectado.pdf")
    path.write_bytes(path.read_bytes() + b"\n%" + clamd.VIRUS)
    return path


def sized(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


class TestClient:
    def test_a_clean_file_passes_whole_and_in_order(self, scanner: StandIn, tmp_path: Path) -> None:
        content = bytes(range(256)) * (3 * antivirus.CHUNK_BYTES // 256) + b"fin"
        path = tmp_path / "grande.bin"
        path.write_bytes(content)
        antivirus.check(path)
        assert scanner.received == [content]

    def test_a_known_content_is_named_in_letters(self, scanner: StandIn, infected: Path) -> None:
        with pytest.raises(Infected) as caught:
            antivirus.check(infected)
        assert caught.value.signature == f"{clamd.SIGNATURE}[2J"

    def test_it_listens_on_a_socket_of_the_machine_too(
        self, tmp_path: Path, clean: Path, infected: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with StandIn(tmp_path / "clamd.ctl") as opened:
            monkeypatch.setattr(settings, "CLAMD_URL", opened.url)
            antivirus.check(clean)
            with pytest.raises(Infected):
                antivirus.check(infected)

    @pytest.mark.parametrize("size", [2 * MEGABYTE, 64 * MEGABYTE])
    def test_what_is_larger_than_it_takes_is_named(self, scanner: StandIn, tmp_path: Path, size: int) -> None:
        scanner.limit = MEGABYTE
        path = sized(tmp_path / "enorme.bin", size)
        # A connection that is reset may swallow the answer: then nothing is known, and the file is tried again.
        for _attempt in range(5):
            try:
                antivirus.check(path)
            except TooLargeToScan:
                return
            except ScanInterrupted:
                continue
        pytest.fail("the limit was never named")

    def test_one_that_dies_over_the_file_has_not_passed_it(self, scanner: StandIn, clean: Path) -> None:
        scanner.mood = clamd.DYING
        with pytest.raises(ScanInterrupted):
            antivirus.check(clean)

    @pytest.mark.parametrize("size", [100, 64 * MEGABYTE])
    def test_one_that_says_nothing_is_waited_for_no_longer_than_a_reading(
        self, scanner: StandIn, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scanner.mood = clamd.SLOW
        monkeypatch.setattr(settings, "EXTRACTION_WALL_SECONDS", 0.5)
        started = time.monotonic()
        with pytest.raises(ScanInterrupted):
            antivirus.check(sized(tmp_path / "lento.bin", size))
        assert time.monotonic() - started < 5

    def test_one_that_does_not_stop_talking_is_not_listened_to(self, scanner: StandIn, clean: Path) -> None:
        scanner.mood = clamd.TALKATIVE
        with pytest.raises(ScanInterrupted):
            antivirus.check(clean)

    @pytest.mark.parametrize(
        "url", ["tcp://127.0.0.1:1", "unix:///no/hay/nada.ctl", "tcp://", "unix://", "http://x", "tcp://a:b", "clamd"]
    )
    def test_one_that_is_not_there_is_named(self, clean: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "CLAMD_URL", url)
        with pytest.raises(ScannerUnavailable) as caught:
            antivirus.check(clean)
        assert not isinstance(caught.value, ScanInterrupted)

    def test_the_real_one_says_the_same(
        self, tmp_path: Path, clean: Path, infected: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        need(prerequisites.CLAMD)
        with clamd.Real(tmp_path / "clamd", clamd.program() or "") as opened:
            monkeypatch.setattr(settings, "CLAMD_URL", opened.url)
            antivirus.ping(5)
            antivirus.check(clean)
            with pytest.raises(Infected, match=clamd.SIGNATURE):
                antivirus.check(infected)
            with pytest.raises(TooLargeToScan):
                antivirus.check(sized(tmp_path / "enorme.bin", 8 * MEGABYTE))


def take(path: Path) -> Document:
    with intake.receive_file(path) as received:
        taken = intake.take_in(
            received,
            path.name,
            institution=Institution.objects.get(code="mx-archivo"),
            description=Description(path.stem),
            received_by="prueba",
        )
    return publication.publish(taken.document, actor=factories.superuser())


def work() -> None:
    while job := jobs.claim():
        jobs.run(job)


def reading(document: Document) -> Reading:
    return Reading.objects.get(original=document.original)


def statuses(document: Document) -> dict[str, int]:
    """What the public gets at the addresses that hand out bytes, or what is drawn of them."""
    tails = ("descarga", "p1/imagen", "p1/pdf", "portada", "reproducir")
    address = document.get_absolute_url()
    return {tail: Client().get(f"{address}/{tail}").status_code for tail in tails}


NOTHING = {"descarga": 404, "p1/imagen": 404, "p1/pdf": 404, "portada": 404, "reproducir": 404}


@pytest.mark.django_db
class TestReading:
    def test_nothing_changes_without_one(self, infected: Path) -> None:
        assert not antivirus.is_on()
        document = take(infected)
        assert statuses(document)["descarga"] == 200
        work()
        assert reading(document).state == ReadingState.READ

    def test_what_passed_is_read_and_handed_out(self, scanner: StandIn, clean: Path) -> None:
        document = take(clean)
        assert Client().get(document.get_absolute_url()).status_code == 200
        assert statuses(document) == NOTHING
        work()
        assert reading(document).state == ReadingState.READ
        assert statuses(document) == NOTHING | {"descarga": 200, "p1/imagen": 200, "p1/pdf": 200, "portada": 200}
        assert scanner.received == [clean.read_bytes()]

    def test_what_is_infected_is_never_opened_nor_handed_out(
        self, scanner: StandIn, infected: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def opened(*_: Any) -> None:
            raise AssertionError("an infected file was opened")

        monkeypatch.setattr(tasks, "pool", opened)
        monkeypatch.setattr(derivatives, "pool", opened)
        document = take(infected)
        work()
        found = reading(document)
        assert found.state == ReadingState.QUARANTINED
        assert f"El antivirus encontró «{clamd.SIGNATURE}" in found.reason
        assert (Job.objects.get().status, Job.objects.get().attempts) == (Job.Status.FAILED, 1)
        assert statuses(document) == NOTHING
        said = Client().get(document.get_absolute_url())
        assert (said.status_code, clamd.SIGNATURE in said.content.decode()) == (200, False)
        assert not PageText.objects.exists()
        tasks.draw_cover({"original": document.original_id})()

    def test_one_that_is_away_is_asked_again_and_uses_up_no_attempt(self, scanner: StandIn, clean: Path) -> None:
        scanner.close()
        document = take(clean)
        for _time in range(2 * jobs.MAX_ATTEMPTS):
            Job.objects.update(not_before=timezone.now())
            work()
        job = Job.objects.get()
        assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
        assert "El antivirus no responde" in job.reason
        assert job.not_before > timezone.now()
        assert (reading(document).state, statuses(document)) == (ReadingState.PENDING, NOTHING)

    def test_a_file_that_kills_it_is_not_given_to_it_for_ever(self, scanner: StandIn, clean: Path) -> None:
        scanner.mood = clamd.DYING
        document = take(clean)
        for _time in range(jobs.MAX_ATTEMPTS):
            Job.objects.update(not_before=timezone.now())
            work()
        assert (Job.objects.get().status, statuses(document)) == (Job.Status.FAILED, NOTHING)
        scanner.mood = clamd.CLEAN
        jobs.retry(Job.objects.get())
        work()
        assert (reading(document).state, statuses(document)["descarga"]) == (ReadingState.READ, 200)

    def test_what_it_does_not_take_is_set_aside_and_said(self, scanner: StandIn, clean: Path) -> None:
        scanner.limit = 100
        document = take(clean)
        for _time in range(jobs.MAX_ATTEMPTS):
            Job.objects.update(not_before=timezone.now())
            work()
        assert reading(document).state == ReadingState.QUARANTINED
        assert "Es más grande de lo que el antivirus revisa" in reading(document).reason

    @pytest.mark.parametrize("virus", [b"", clamd.VIRUS], ids=["clean", "infected"])
    def test_a_format_that_nobody_reads_is_looked_through_too(
        self, scanner: StandIn, tmp_path: Path, virus: bytes
    ) -> None:
        path = tmp_path / "plano.dwg"
        path.write_bytes(b"AC1032\x00\x00\xff\xfe" + virus)
        document = take(path)
        assert statuses(document) == NOTHING
        work()
        state = ReadingState.QUARANTINED if virus else ReadingState.UNSUPPORTED
        assert (reading(document).state, statuses(document)["descarga"]) == (state, 404 if virus else 200)
        assert tasks.schedule_unread() == 0
        assert reading(document).state == state

    def test_a_format_that_is_read_since_is_looked_through_and_read(
        self, scanner: StandIn, clean: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks, "_can_be_read", lambda original: False)
        document = take(clean)
        work()
        assert reading(document).state == ReadingState.UNSUPPORTED
        monkeypatch.undo()
        monkeypatch.setattr(settings, "CLAMD_URL", scanner.url)
        assert tasks.schedule_unread() == 1
        work()
        assert (reading(document).state, len(scanner.received)) == (ReadingState.READ, 2)


@pytest.mark.django_db
class TestHealth:
    def test_it_is_looked_at_only_where_it_is_wanted(self) -> None:
        assert checks.Antivirus not in checks.configured()

    def test_one_that_answers_is_well(self, scanner: StandIn) -> None:
        assert antivirus_status() == report.Status.OK

    def test_one_that_is_away_degrades(self, scanner: StandIn) -> None:
        scanner.close()
        assert antivirus_status() == report.Status.DEGRADED

    def test_one_that_hangs_degrades(self, scanner: StandIn) -> None:
        scanner.mood = clamd.SLOW
        assert antivirus_status() == report.Status.DEGRADED


def antivirus_status() -> str:
    found = report.report(anew=True).findings
    return next(each.status for each in found if each.check.name == "antivirus")


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("", True),
        ("tcp://clamd:3310", True),
        ("tcp://[::1]:3310", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("unix://run/clamav", False),
        ("tcp://:3310", False),
        ("tcp://clamd:puerto", False),
        ("clamd:3310", False),
    ],
)
def test_a_misspelt_address_stops_the_start(url: str, known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLAMD_URL", url)
    errors = [each.id for each in run_checks(tags=None) if isinstance(each, startup.Error)]
    assert ("acervo.E011" not in errors) is known
