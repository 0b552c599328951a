"""Kits made for tests, and the work on them done."""

import io
import json
import zipfile
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Page

from campaigns import spot_formats
from campaigns.kit.versions import KIND, Kit, kit_of
from campaigns.models import CampaignPage, KitVersion, Recording, SpotPage
from cms.core import jobs
from cms.core.models import Job, SiteImage
from tests.campaigns.made import TRANSCRIPT, Campaigns, recording, spot

SOUND = b"RIFF0000WAVEsonido"
FREE = "CC BY 4.0"
CREDIT = "Instituto de prueba"
TEXTS = ("material", {"kind": "texts", "credit": "", "licence": FREE})


def shown_spot(campaign: CampaignPage, title: str = "Spot del agua", **fields: Any) -> SpotPage:
    """A spot that readers hear, with credit and licence unless others are given."""
    sound = Recording.objects.first() or recording(SOUND)
    given = {"credits": CREDIT, "licence": FREE, "recording": sound, "transcript": TRANSCRIPT}
    made = spot(campaign, title, **{**given, **fields})
    made.get_latest_revision().publish()
    published: SpotPage = SpotPage.objects.get(pk=made.pk)
    return published


def of_page(page: Page, credit: str = "", licence: str = "") -> tuple[str, dict[str, Any]]:
    return "channel", {"page": page, "credit": credit, "licence": licence}


def of_image(image: SiteImage, title: str = "", credit: str = "", licence: str = "") -> tuple[str, dict[str, Any]]:
    return "image", {"image": image, "title": title, "credit": credit, "licence": licence}


def of_file(file: Document, title: str = "", credit: str = CREDIT, licence: str = FREE) -> tuple[str, dict[str, Any]]:
    return "file", {"file": file, "title": title, "credit": credit, "licence": licence}


def choose(campaign: CampaignPage, *choices: tuple[str, dict[str, Any]]) -> CampaignPage:
    """Publish the campaign with these choices as its kit."""
    page = CampaignPage.objects.get(pk=campaign.pk)
    page.kit = list(choices)
    page.save_revision().publish()
    published: CampaignPage = CampaignPage.objects.get(pk=page.pk)
    return published


def with_kit(campaigns: Campaigns) -> CampaignPage:
    """A campaign whose kit holds its texts and one spot, with its ZIP."""
    campaign = campaigns.add("Pregunte por el agua")
    campaign = choose(campaign, TEXTS, of_page(shown_spot(campaign)))
    work()
    return campaign


def photo(content: bytes = b"", *, credit: str = "Persona de prueba", licence: str = FREE) -> SiteImage:
    file = ImageFile(io.BytesIO(content or jpeg()), name="plaza.jpg")
    made: SiteImage = SiteImage.objects.create(
        title="La plaza", description="Una plaza con gente", file=file, credit=credit, licence=licence
    )
    return made


def jpeg(colour: str = "red") -> bytes:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "CANARIO en la toma"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def leaflet(content: bytes = b"%PDF-1.4 volante") -> Document:
    made: Document = Document.objects.create(title="Volante", file=ContentFile(content, "volante.pdf"))
    return made


def work() -> None:
    """Do what waits for kits, until nothing does."""
    while True:
        without_formats()
        keys = list(Job.objects.unfinished().filter(kind=KIND).values_list("key", flat=True))
        job = jobs.claim(keys=keys) if keys else None
        if job is None:
            return
        jobs.run(job)


def without_formats() -> None:
    """Nobody makes formats of recordings that are none."""
    Job.objects.filter(kind=spot_formats.KIND).delete()


def kit(campaign: CampaignPage) -> Kit:
    found = kit_of(campaign.pk)
    assert found is not None
    return found


def numbers(campaign: CampaignPage) -> list[int]:
    """Those that have, or had, a ZIP."""
    rows = KitVersion.objects.filter(campaign=campaign).exclude(digest="").order_by("number")
    return list(rows.values_list("number", flat=True))


def address(campaign: CampaignPage, number: int = 1) -> str:
    return reverse("campaigns:kit_zip", args=[campaign.pk, number])


def page_of(campaign: CampaignPage) -> str:
    return f"{campaign.url}kit/"


def fetched(client: Client, campaign: CampaignPage, number: int = 1) -> bytes:
    response = client.get(address(campaign, number))
    assert response.status_code == 200
    return bytes(response.getvalue())


def opened(content: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of a kit by their path in it, and its manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files["manifest.json"])


def page_text(client: Client, campaign: CampaignPage, query: str = "") -> str:
    response = client.get(f"{page_of(campaign)}{query}")
    assert response.status_code == 200
    return str(response.content.decode())
