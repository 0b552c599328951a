"""check_kit: a ZIP that somebody has, held against its own sums and against what the site hands out now."""

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import CampaignPage
from tests.campaigns.kit.made import TEXTS, choose, fetched, work


@pytest.fixture
def file(client: Client, campaign: CampaignPage, tmp_path: Path) -> Path:
    path = tmp_path / "kit.zip"
    path.write_bytes(fetched(client, campaign))
    return path


def checked(path: Path) -> dict[str, Any]:
    said = io.StringIO()
    with suppress(CommandError):
        call_command("check_kit", str(path), "--json", stdout=said)
    answer: dict[str, Any] = json.loads(said.getvalue())
    return answer


def rewritten(path: Path, **changes: bytes | None) -> Path:
    """The same ZIP with other bytes (or none) under the names that end so; "extra" is put beside them."""
    out = path.with_name("otro.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        folder = old.namelist()[0].partition("/")[0]
        for name in old.namelist():
            ending = next((each for each in changes if name.endswith(each.replace("_", "."))), None)
            content = changes[ending] if ending else old.read(name)
            if content is not None:
                new.writestr(name, content)
        if "extra" in changes:
            new.writestr(f"{folder}/../fuera.txt", b"x")
    return out


def test_a_kit_as_it_was_downloaded_is_whole_and_current(file: Path, campaign: CampaignPage) -> None:
    answer = checked(file)
    assert (answer["is_intact"], answer["is_current"], answer["version"]) == (True, True, 1)
    said = io.StringIO()
    call_command("check_kit", str(file), stdout=said)
    assert "Está completo." in said.getvalue()
    assert "Es la versión vigente." in said.getvalue()


def test_what_was_changed_taken_out_or_put_in_is_named(file: Path) -> None:
    other = checked(rewritten(file, clave_txt=b"otra cosa", guion_txt=None, campana_html=None, extra=b""))
    assert other["damaged"] == ["textos/mensajes-clave.txt"]
    assert other["missing"] == ["textos/campana.html"]
    assert other["unlisted"] == ["../fuera.txt"]
    assert not other["is_intact"]


def test_a_manifest_that_was_changed_is_noticed(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        name = next(each for each in archive.namelist() if each.endswith("manifest.json"))
        manifest = archive.read(name).replace(b"Pregunte por el agua", b"Otra")
    assert checked(rewritten(file, manifest_json=manifest))["damaged"] == ["manifest.json"]


def test_the_outdated_parts_are_named(file: Path, campaign: CampaignPage) -> None:
    campaign.messages = [("message", "Preguntar es gratis")]
    campaign.save_revision().publish()
    choose(campaign, TEXTS)
    answer = checked(file)
    assert (answer["is_intact"], answer["is_current"]) == (True, False)
    assert (answer["version"], answer["current_version"]) == (1, 2)
    assert "textos/mensajes-clave.txt" in answer["outdated"]
    assert all(path.startswith("radio-y-television/") for path in answer["removed"])
    assert answer["removed"]
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_kit", str(file), stdout=said)
    assert "Hay uno más nuevo: textos/mensajes-clave.txt" in said.getvalue()


def test_a_kit_that_the_site_hands_out_no_more_is_not_current(file: Path, campaign: CampaignPage) -> None:
    CampaignPage.objects.get(pk=campaign.pk).unpublish()
    answer = checked(file)
    assert (answer["is_intact"], answer["is_current"], answer["current_version"]) == (True, False, None)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"no es un ZIP", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_zip_meets_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kit.zip"
    path.write_bytes(content)
    assert "descárguelo de nuevo" in checked(path)["reason"]


@pytest.mark.django_db
def test_half_a_download_and_foreign_zips_are_no_kits(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "kit.zip"
    assert checked(path)["reason"].startswith("no se puede leer")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otra/cosa.txt", b"x")
    assert "no trae el manifest.json" in checked(path)["reason"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kit/manifest.json", b'{"files": [3]}')
    assert "no es el de un kit" in checked(path)["reason"]


def test_half_a_kit_is_none(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "descárguelo de nuevo" in checked(file)["reason"]
    work()


def test_a_zip_that_is_locked_or_nests_without_end_is_no_kit(file: Path) -> None:
    """Whoever checks several is told of the others too."""
    nested = rewritten(file, manifest_json=b"[" * 200_000)
    locked = file.with_name("cerrado.zip")
    content = bytearray(file.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(signature, place + 1)
    locked.write_bytes(bytes(content))
    for each in (nested, locked):
        with pytest.raises(CommandError):
            call_command("check_kit", str(each), stdout=io.StringIO(), stderr=io.StringIO())
