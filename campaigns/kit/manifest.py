"""What a kit says of itself: manifest.json, SHA256SUMS and LEAME.html.

manifest.json is one object:

    schema       "acervo-kit/1"; another number where a reader of this one would misunderstand
    campaign     {"id", "title", "institution", "address"}
    version      number, counted up from 1
    date         instant from which on the kit is this one (ISO 8601, UTC)
    check        address that tells a person whether the version is current
    check_json   the same for programs
    files        in the order of the editors, each {"path" below the folder of the kit, "title", "media_type",
                 "bytes", "sha256", "credit", "licence", "source" address of what it belongs to, "download" address
                 of it alone, "since_version" the version that first had these bytes here}

SHA256SUMS is what `sha256sum -c` reads; it names every file but itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from campaigns.kit.checking import MANIFEST, README, SCHEMA, SUMS
from campaigns.kit.composition import Composition
from campaigns.kit.parts import Foreign, Part
from campaigns.kit.zipping import Member
from campaigns.models import KitVersion
from cms.core.models.page import page_address

Entry = Mapping[str, Any]
"""A file as the manifest lists it."""


def absolute(address: str) -> str:
    """The address as it is written in a file that leaves the site."""
    return urljoin(f"{settings.BASE_URL}/", address)


def entries(made: Composition, number: int, before: Sequence[Entry] = ()) -> list[Entry]:
    """The parts as the manifest of this version lists them; `before` are those of the version that was built last."""
    known = {each["path"]: each for each in before}
    return [_entry(made, part, number, known.get(part.path)) for part in made.parts]


def _entry(made: Composition, part: Part, number: int, before: Entry | None) -> Entry:
    is_same = before is not None and before["sha256"] == part.sha256
    return {
        "path": part.path,
        "title": str(part.title),
        "media_type": part.media_type,
        "bytes": part.size,
        "sha256": part.sha256,
        "credit": part.credit,
        "licence": part.licence,
        "source": absolute(part.address),
        "download": absolute(reverse("campaigns:kit_part", args=[made.campaign.pk, part.path])),
        "since_version": before["since_version"] if before is not None and is_same else number,
    }


def manifest(made: Composition, version: KitVersion, files: Sequence[Entry]) -> dict[str, Any]:
    """The object that manifest.json holds."""
    campaign = made.campaign
    return {
        "schema": SCHEMA,
        "campaign": {
            "id": campaign.pk,
            "title": campaign.title,
            "institution": campaign.institution.name,
            "address": absolute(page_address(campaign.url_path)),
        },
        "version": version.number,
        "date": version.numbered_at.astimezone(UTC).isoformat(timespec="seconds"),
        "check": absolute(reverse("campaigns:kit_check", args=[campaign.pk, version.number])),
        "check_json": absolute(reverse("campaigns:kit_check_json", args=[campaign.pk, version.number])),
        "files": list(files),
    }


def members(made: Composition, version: KitVersion, files: Sequence[Entry]) -> Iterable[Member]:
    """All that goes into the ZIP: what it says of itself first, then the parts."""
    said = manifest(made, version, files)
    about = [
        Member.of_bytes(README, render_to_string("kit/readme.html", {"kit": said, "made": made}).encode()),
        Member.of_bytes(MANIFEST, f"{json.dumps(said, ensure_ascii=False, indent=2)}\n".encode()),
    ]
    parts = [_member(part) for part in made.parts]
    sums = "".join(f"{each.sha256}  {each.path}\n" for each in [*about, *parts])
    return [*about, Member.of_bytes(SUMS, sums.encode()), *parts]


def _member(part: Part) -> Member:
    if isinstance(part.content, Foreign):
        raise TypeError(f"{part.path} was not taken in")
    return Member(part.path, part.content, part.size, part.sha256)
