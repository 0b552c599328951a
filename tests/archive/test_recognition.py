"""Recognition of pages as jobs: which pages, what is kept, and that every reading ends."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from archive import recognition
from archive.extraction import ocr
from archive.extraction.contract import Quality
from archive.models import Document, Original, PageCorrection, PageText, Reading, TextSource
from archive.vocabularies import ReadingState
from cms.core import jobs
from cms.core.models import Job
from search import outbox
from tests.archive import scans
from tests.archive.extraction import samples
from tests.archive.taken import take
from tests.instances import Instance

pytestmark = pytest.mark.usefixtures("tesseract")

OTHER_WORDS = ("Convocatoria a la audiencia pública del municipio", "sobre el presupuesto de egresos del ejercicio")
GARBAGE = ("/H\\ *HQHUDO GH 7UDQVSDUHQFLD \\ $FFHVR D OD", ",QIRUPDFLyQ 3~EOLFD GHO (VWDGR GH 0p[LFR") * 2
HARDLY_NOISY = ("Acta de la se~ión ordinaria del consejo", *scans.WORDS[1:])
NOISY = ("A~ta de la se$ión ord|naria del con~ejo y de", "los mun!cipios que p_blican la in~ormación") * 2


def work(kind: str = "") -> None:
    """Do every job that is due, or those of one kind."""
    keys = list(Job.objects.filter(kind=kind).values_list("key", flat=True)) if kind else None
    while job := jobs.claim(keys=keys):
        jobs.run(job)


def read(path: Path) -> Original:
    original = take(path)
    work()
    return original


def page(original: Original, number: int = 1) -> PageText:
    return PageText.objects.get(original=original, number=number)


def reading(original: Original) -> Reading:
    return Reading.objects.get(original=original)


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often tesseract was asked to read an image."""
    counted = stub(tmp_path, monkeypatch, 'exec "$real" "$@"')
    return lambda: len(list(counted.iterdir()))


def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program in the place of tesseract that makes a folder for each call: it may not write files."""
    real, program, counted = shutil.which("tesseract"), tmp_path / "bin" / "tesseract", tmp_path / "calls"
    for folder in (program.parent, counted):
        folder.mkdir()
    program.write_text(
        f'#!/bin/sh\nreal={real}\ncalls={counted}\n[ "$1" = --list-langs ] && exec $real "$@"\n'
        f"mkdir $calls/$(ls $calls | wc -l)\n{script}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return counted


@pytest.fixture
def without_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("PATH", str(tmp_path))
    return monkeypatch


@pytest.mark.django_db
class TestScans:
    def test_a_scan_gets_its_text_with_places_and_confidence(self, tmp_path: Path, calls: Callable[[], int]) -> None:
        original = read(scans.scan(tmp_path / "acta.pdf", [scans.WORDS, OTHER_WORDS]))
        first, second = page(original, 1), page(original, 2)
        assert first.text.split("\n") == list(scans.WORDS)
        assert second.text.split("\n") == list(OTHER_WORDS)
        assert (first.source, first.quality) == (TextSource.RECOGNITION, Quality.GOOD)
        assert first.confidence is not None
        assert first.confidence > 0.85
        assert [first.text[start:end] for start, end, *_ in first.lines] == list(scans.WORDS)
        assert [first.text[start:end] for start, end, *_ in first.words] == " ".join(scans.WORDS).split()
        found = reading(original)
        assert found.state == ReadingState.READ
        assert (found.pages_with_text, found.pages_to_recognise, found.pages_recognised) == (2, 2, 2)
        assert calls() == 2

    def test_the_text_is_told_to_the_index(self, tmp_path: Path) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf"))
        work("archive.read")
        outbox.waiting().delete()
        work()
        assert outbox.waiting().exists()
        assert page(original).source == TextSource.RECOGNITION

    def test_a_header_over_a_scan_is_not_its_text(self, tmp_path: Path) -> None:
        original = read(
            scans.scan(tmp_path / "folio.pdf", over=["Archivo General - Digitalizado el 3 de mayo de 2021"])
        )
        assert scans.WORDS[1] in page(original).text
        assert page(original).source == TextSource.RECOGNITION

    @pytest.mark.parametrize("layer", [GARBAGE, NOISY])
    def test_a_bad_layer_is_replaced(self, tmp_path: Path, layer: tuple[str, ...]) -> None:
        original = take(scans.scan(tmp_path / "capa.pdf", layer=layer))
        work("archive.read")
        assert page(original).quality == Quality.POOR
        assert reading(original).state == ReadingState.READ
        work()
        assert page(original).text.split("\n") == list(scans.WORDS)
        assert reading(original).pages_with_poor_text == 0

    def test_where_one_layer_is_bad_those_with_a_trace_of_it_are_replaced_as_well(
        self, tmp_path: Path, calls: Callable[[], int]
    ) -> None:
        original = read(
            scans.scan(tmp_path / "capas.pdf", [scans.WORDS] * 3, layers=[NOISY, HARDLY_NOISY, scans.WORDS])
        )
        assert [page(original, number).source for number in (1, 2, 3)] == ["ocr", "ocr", "file"]
        assert page(original, 2).text.split("\n") == list(scans.WORDS)
        assert calls() == 2

    def test_a_long_scan_is_found_before_its_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recognition, "FIRST_NEWS", 2)
        original = take(scans.scan(tmp_path / "largo.pdf", [OTHER_WORDS] * 3))
        work("archive.read")
        assert reading(original).state == ReadingState.OCR_PENDING
        seen = []
        for _page in range(3):
            outbox.waiting().delete()
            job = jobs.claim(keys=recognition.unfinished_keys({original.pk}))
            assert job is not None
            jobs.run(job)
            found = reading(original)
            seen.append((found.state, found.pages_recognised, outbox.waiting().exists()))
        assert seen == [
            (ReadingState.OCR_PENDING, 1, False),
            (ReadingState.READ, 2, True),
            (ReadingState.READ, 3, True),
        ]


@pytest.mark.django_db
class TestLeftAlone:
    @pytest.mark.parametrize(
        "lines",
        [
            scans.WORDS,
            ("Everybody has the right of access to the records", "that are held by public bodies of the state"),
            [f"{row} 1,2{row}0.00 3,4{row}1.50 12% 2013" for row in range(20)],
            ("Acuerdo único",),
        ],
    )
    def test_pages_with_good_text_cost_no_call(
        self, tmp_path: Path, calls: Callable[[], int], lines: tuple[str, ...]
    ) -> None:
        original = read(samples.pdf(tmp_path / "texto.pdf", [lines] * 3))
        assert calls() == 0
        assert not Job.objects.filter(kind=recognition.KIND).exists()
        assert (reading(original).state, reading(original).pages_to_recognise) == (ReadingState.READ, 0)

    def test_a_scan_with_a_good_layer_costs_no_call(self, tmp_path: Path, calls: Callable[[], int]) -> None:
        original = read(scans.scan(tmp_path / "capa.pdf", layer=scans.WORDS))
        assert calls() == 0
        assert page(original).source == TextSource.FILE

    def test_a_trace_of_garbage_alone_costs_no_call(self, tmp_path: Path, calls: Callable[[], int]) -> None:
        layers = [HARDLY_NOISY, scans.WORDS, scans.WORDS]
        original = read(scans.scan(tmp_path / "capas.pdf", [scans.WORDS] * 3, layers=layers))
        assert calls() == 0
        assert page(original).quality == Quality.GOOD

    def test_a_text_with_as_much_garbage_is_dropped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        no_better = ocr.RecognisedPage("\n".join(HARDLY_NOISY), (), (), 0.9)
        monkeypatch.setattr(ocr, "recognise", lambda *_args: no_better)
        original = read(scans.scan(tmp_path / "capas.pdf", [scans.WORDS] * 2, layers=[NOISY, HARDLY_NOISY]))
        assert [page(original, number).source for number in (1, 2)] == [TextSource.RECOGNITION, TextSource.FILE]

    def test_a_blank_page_costs_no_call_and_the_reading_ends(self, tmp_path: Path, calls: Callable[[], int]) -> None:
        original = read(samples.pdf(tmp_path / "blancas.pdf", [scans.WORDS, (), ()]))
        found = reading(original)
        assert calls() == 0
        assert (found.state, found.pages_with_text, found.pages_to_recognise) == (ReadingState.READ, 1, 0)

    def test_a_picture_without_words_ends_without_text(self, tmp_path: Path) -> None:
        canvas = Canvas(str(tmp_path / "foto.pdf"), pagesize=(400, 400))
        Image.radial_gradient("L").save(tmp_path / "foto.png")
        canvas.drawImage(str(tmp_path / "foto.png"), 0, 0, 400, 400)
        canvas.save()
        original = read(tmp_path / "foto.pdf")
        assert (reading(original).state, reading(original).pages_with_text) == (ReadingState.READ, 0)
        assert page(original).source == TextSource.FILE

    def test_a_worse_text_is_dropped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        worse = ocr.RecognisedPage("~~ ||", (), (), 0.2)
        monkeypatch.setattr(ocr, "recognise", lambda *_args: worse)
        original = read(scans.scan(tmp_path / "capa.pdf", layer=NOISY))
        assert page(original).source == TextSource.FILE
        assert (reading(original).state, reading(original).pages_recognised) == (ReadingState.READ, 1)

    def test_a_page_corrected_by_hand_is_never_touched(self, tmp_path: Path, calls: Callable[[], int]) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf"))
        work("archive.read")
        correct(original)
        work()
        assert (page(original).text, calls()) == ("Corregido a mano", 0)
        assert reading(original).state == ReadingState.READ

    def test_nor_is_one_that_is_corrected_meanwhile(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf"))
        work("archive.read")
        recognise = ocr.recognise

        def slowly(*arguments: Any) -> ocr.RecognisedPage:
            correct(original)
            return recognise(*arguments)

        monkeypatch.setattr(ocr, "recognise", slowly)
        work()
        assert page(original).text == "Corregido a mano"
        assert reading(original).pages_recognised == 1


def correct(original: Original) -> None:
    PageCorrection.objects.create(original=original, number=1, text="Corregido a mano")
    PageText.objects.filter(original=original, number=1).update(
        text="Corregido a mano", source=TextSource.PERSON, quality=Quality.GOOD
    )


@pytest.mark.django_db
class TestFailures:
    def test_a_page_that_is_tried_in_vain_keeps_no_other_waiting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf", [OTHER_WORDS] * 2))
        work("archive.read")
        recognise, stopped = ocr.recognise, recognition.job_key(original, 2)

        def stops(image: bytes, *rest: object) -> ocr.RecognisedPage:
            if Job.objects.get(key=stopped).status == Job.Status.RUNNING:
                raise ocr.TesseractStopped("signal 9")
            return recognise(image, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(ocr, "recognise", stops)
        for _attempt in range(5):
            Job.objects.filter(kind="archive.ocr").update(not_before=timezone.now())
            work()
        assert Job.objects.get(key=stopped).status == Job.Status.FAILED
        assert (reading(original).state, reading(original).pages_with_text) == (ReadingState.READ, 1)
        assert outbox.waiting().exists()

    def test_a_page_that_fails_stops_no_other(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stub(tmp_path, monkeypatch, '[ -e $calls/1 ] && [ ! -e $calls/2 ] && exit 9; exec "$real" "$@"')
        original = read(scans.scan(tmp_path / "acta.pdf", [OTHER_WORDS] * 3))
        (failed,) = Job.objects.failed()
        assert failed.key == recognition.job_key(original, 2)
        assert failed.reason.startswith("El programa que reconoce el texto falló en esta página. (exit 9")
        found = reading(original)
        assert (found.state, found.pages_with_text, found.pages_recognised) == (ReadingState.READ, 2, 3)
        with transaction.atomic():
            recognition.resume(original)
        assert reading(original).pages_recognised == 2
        work()
        found = reading(original)
        assert (found.pages_with_text, found.pages_recognised) == (3, 3)

    def test_where_every_page_fails_the_reading_ends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stub(tmp_path, monkeypatch, "exit 9")
        original = read(scans.scan(tmp_path / "acta.pdf"))
        assert (reading(original).state, reading(original).pages_with_text) == (ReadingState.READ, 0)

    def test_a_killed_worker_s_page_is_done_once_by_the_next(self, tmp_path: Path) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf", [OTHER_WORDS] * 2))
        work("archive.read")
        dead = jobs.claim(keys=recognition.unfinished_keys({original.pk}))
        assert dead is not None
        Job.objects.filter(pk=dead.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        work()
        assert not jobs.run(dead)
        found = reading(original)
        assert (found.state, found.pages_with_text, found.pages_recognised) == (ReadingState.READ, 2, 2)

    def test_a_page_whose_workers_all_die_ends(self, tmp_path: Path) -> None:
        original = take(scans.scan(tmp_path / "acta.pdf"))
        work("archive.read")
        key = recognition.job_key(original, 1)
        Job.objects.filter(key=key).update(status=Job.Status.QUEUED, attempts=jobs.MAX_ATTEMPTS)
        work()
        assert Job.objects.get(key=key).status == Job.Status.FAILED
        assert (reading(original).state, reading(original).pages_recognised) == (ReadingState.READ, 1)

    def test_read_anew_it_is_recognised_anew(self, tmp_path: Path) -> None:
        original = read(scans.scan(tmp_path / "acta.pdf"))
        Job.objects.filter(kind="archive.read").update(status=Job.Status.QUEUED)
        work()
        assert page(original).source == TextSource.RECOGNITION
        assert (reading(original).state, reading(original).pages_recognised) == (ReadingState.READ, 1)


@pytest.mark.django_db
class TestWithoutTesseract:
    def test_scans_wait_and_all_else_is_read(self, tmp_path: Path, without_tesseract: pytest.MonkeyPatch) -> None:
        scanned = read(scans.scan(tmp_path / "acta.pdf"))
        mixed = read(samples.pdf(tmp_path / "mixto.pdf", [scans.WORDS, ()]))
        assert not Job.objects.filter(kind=recognition.KIND).exists()
        assert (reading(scanned).state, reading(scanned).pages_to_recognise) == (ReadingState.OCR_PENDING, 1)
        assert reading(mixed).state == ReadingState.READ
        without_tesseract.undo()
        for original in recognition.waiting_originals():
            with transaction.atomic():
                recognition.resume(original)
        work()
        assert scans.WORDS[0] in page(scanned).text
        assert not any(map(recognition.waiting_pages, recognition.waiting_originals()))

    def test_the_command_says_what_is_missing(self, tmp_path: Path, without_tesseract: pytest.MonkeyPatch) -> None:
        read(scans.scan(tmp_path / "acta.pdf"))
        out = StringIO()
        call_command("recognise_text", "--dry-run", "--json", stdout=out)
        answer = json.loads(out.getvalue())
        assert (answer["pages"], answer["tesseract"]) == (1, False)
        with pytest.raises(CommandError, match="tesseract-ocr-spa"):
            call_command("recognise_text")
        without_tesseract.undo()
        call_command("recognise_text", "--all", stdout=StringIO())
        assert Job.objects.unfinished().filter(kind=recognition.KIND).count() == 1

    def test_the_command_takes_single_documents(self, tmp_path: Path, without_tesseract: pytest.MonkeyPatch) -> None:
        first = read(scans.scan(tmp_path / "uno.pdf"))
        read(scans.scan(tmp_path / "dos.pdf", [OTHER_WORDS]))
        without_tesseract.undo()
        with pytest.raises(CommandError, match="nohay"):
            call_command("recognise_text", "--document", "nohay")
        call_command("recognise_text", "--document", Document.objects.get(original=first).code, stdout=StringIO())
        assert recognition.unfinished_keys({first.pk}) == [recognition.job_key(first, 1)]
        assert Job.objects.unfinished().filter(kind=recognition.KIND).count() == 1

    def test_the_command_fails_where_a_page_failed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stub(tmp_path, monkeypatch, "exit 9")
        original = read(scans.scan(tmp_path / "acta.pdf"))
        monkeypatch.setattr(recognition, "resume", lambda original: None)
        with pytest.raises(CommandError, match="1 páginas no pudieron reconocerse"):
            call_command("recognise_text", stdout=StringIO())
        assert recognition.failed_pages(original) == 1


@pytest.mark.processes
def test_the_commands_from_files_to_words_found(instance: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "archivos"
    folder.mkdir()
    scans.scan(folder / "acta.pdf")
    samples.pdf(folder / "texto.pdf", [OTHER_WORDS])
    with (tmp_path / "tabla.csv").open("w", newline="") as table:
        csv.writer(table).writerows([["file", "title"], ["acta.pdf", "Uno"], ["texto.pdf", "Dos"]])
    command = ["import_documents", str(folder), "--manifest", str(tmp_path / "tabla.csv"), "--publish", "--wait"]
    path = instance.environment["PATH"]

    instance.environment["PATH"] = str(tmp_path)
    answer = instance.json(*command, "--json")
    assert [each["status"] for each in answer["files"]] == ["ocr_pending", "stored"]
    assert instance.manage("recognise_text", "--wait", check=False).returncode == 1

    instance.environment["PATH"] = path
    answer = instance.json("recognise_text", "--wait", "--json")
    assert [(each["file"], each["pages"], each["waiting"]) for each in answer["files"]] == [("acta.pdf", 1, 0)]
    (hit,) = instance.json("search", "--json", "unanimidad programa de trabajo")["results"]
    assert (hit["filename"], hit["pages"][0]["number"]) == ("acta.pdf", 1)

    other = Instance(tmp_path / "otro")
    try:
        answer = other.json(*command, "--json")
    finally:
        other.close()
    assert [each["status"] for each in answer["files"]] == ["ocr", "stored"]
