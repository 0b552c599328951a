"""The ZIP of a kit: what is in it, that anybody can check it, and that the same parts give the same bytes."""

import hashlib
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from campaigns.kit.zipping import Member, OtherBytes, write_zip
from campaigns.models import CampaignPage
from tests.campaigns.kit.made import (
    CREDIT,
    FREE,
    SOUND,
    choose,
    fetched,
    jpeg,
    kit,
    leaflet,
    of_file,
    of_image,
    opened,
    photo,
    work,
)
from tests.campaigns.made import Campaigns


def test_it_holds_the_parts_and_says_whose_they_are(client: Client, campaign: CampaignPage) -> None:
    content = fetched(client, campaign)
    files, manifest = opened(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
    assert folders == {f"kit-{campaign.slug}-v1"}
    assert manifest["version"] == 1
    assert manifest["campaign"]["title"] == "Pregunte por el agua"
    listed = {each["path"]: each for each in manifest["files"]}
    assert files.keys() - {"manifest.json", "SHA256SUMS", "LEAME.html"} == listed.keys()
    for path, entry in listed.items():
        assert hashlib.sha256(files[path]).hexdigest() == entry["sha256"]
        assert len(files[path]) == entry["bytes"]
        assert entry["credit"]
        assert entry["licence"] == FREE
        assert entry["source"].startswith("http")
        assert entry["title"] in files["LEAME.html"].decode()
    assert SOUND in files.values()
    assert any(path.endswith("subtitulos.vtt") for path in listed)
    assert "Preguntar es su derecho" in files["textos/mensajes-clave.txt"].decode()
    assert "Usted puede pedir información" in files["textos/campana.txt"].decode()
    assert "<p>Usted puede pedir información" in files["textos/campana.html"].decode()
    assert CREDIT in files["LEAME.html"].decode()


def test_the_sums_are_those_that_sha256sum_accepts(client: Client, campaign: CampaignPage, tmp_path: Path) -> None:
    program = shutil.which("sha256sum")
    assert program
    with zipfile.ZipFile(io.BytesIO(fetched(client, campaign))) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()

    def check() -> int:
        done = subprocess.run([program, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
        return done.returncode

    assert check() == 0
    assert len((folder / "SHA256SUMS").read_text().splitlines()) == len(kit(campaign).made.parts) + 2
    (folder / "textos" / "mensajes-clave.txt").write_text("otra cosa")
    assert check() == 1


def test_media_are_not_compressed_and_tell_no_time(client: Client, campaign: CampaignPage) -> None:
    with zipfile.ZipFile(io.BytesIO(fetched(client, campaign))) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    sound = tmp_path / "sonido"
    sound.write_bytes(SOUND)
    members = [
        Member.of_bytes("a.txt", b"uno"),
        Member("b.wav", sound, len(SOUND), hashlib.sha256(SOUND).hexdigest()),
    ]
    first, second = (write_zip(tmp_path / name, "kit", members) for name in ("uno", "dos"))
    assert first.path.read_bytes() == second.path.read_bytes()
    other = write_zip(tmp_path / "tres", "kit", members[::-1])
    assert other.sha256 != first.sha256


def test_what_is_not_what_it_should_be_is_not_packed(tmp_path: Path) -> None:
    sound = tmp_path / "sonido"
    sound.write_bytes(b"podrido")
    with pytest.raises(OtherBytes, match=r"b\.wav"):
        write_zip(tmp_path / "zip", "kit", [Member("b.wav", sound, 7, hashlib.sha256(SOUND).hexdigest())])
    assert list((tmp_path / "zip").iterdir()) == []


def test_beyond_four_gigabytes_it_is_a_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    made = write_zip(tmp_path, "kit", [Member.of_bytes("grande.bin", bytes(5000))])
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
    assert b"PK\x06\x06" in made.path.read_bytes()


def test_images_and_files_of_editors_come_in_without_what_the_camera_noted(
    client: Client, campaigns: Campaigns
) -> None:
    assert b"CANARIO" in jpeg()
    campaign = choose(campaigns.add(), of_image(photo()), of_file(leaflet()))
    assert client.get(f"{campaign.url}kit/").status_code == 200
    work()
    files, manifest = opened(fetched(client, campaign))
    picture = files["imagenes/la-plaza.jpg"]
    assert b"CANARIO" not in picture
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.size, dict(image.getexif())) == ((40, 30), {})
    assert files["archivos/volante.pdf"] == b"%PDF-1.4 volante"
    credited = {each["path"]: each["credit"] for each in manifest["files"]}
    assert credited == {"imagenes/la-plaza.jpg": "Persona de prueba", "archivos/volante.pdf": CREDIT}


def test_two_of_the_same_name_stand_beside_each_other(client: Client, campaigns: Campaigns) -> None:
    campaign = choose(campaigns.add(), of_file(leaflet(b"%PDF uno")), of_file(leaflet(b"%PDF dos")))
    work()
    files, _manifest = opened(fetched(client, campaign))
    assert files["archivos/volante.pdf"] == b"%PDF uno"
    assert files["archivos/volante-2.pdf"] == b"%PDF dos"
