"""Selectors for the pages of spots."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from archive import captions
from campaigns.broadcast_log import folded
from campaigns.models import CampaignPage, Recording, SpotPage
from campaigns.recordings.formats import FORMATS
from cms.core import visibility


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a spot, and what it is good for."""

    url: str
    title: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is said, and from when on ("0:07")."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Aired:
    """Where and how often stations say that they put it on the air."""

    times: int
    stations: int
    states: Sequence[str]


@dataclass(frozen=True, slots=True)
class KnownOfSpot:
    """What is shown on the page of a spot."""

    play_url: str
    captions_url: str
    duration: str
    lines: Sequence[Line]
    downloads: Sequence[Download]
    aired: Aired | None


def below(campaign: CampaignPage) -> list[SpotPage]:
    """The spots of a campaign that anybody may hear, in the order of its editors."""
    rows = visibility.pages_shown(SpotPage.objects.child_of(campaign))
    return list(rows.order_by("path"))


def known_of(spot: SpotPage) -> KnownOfSpot:
    """What the site knows of one spot."""
    recording = spot.recording
    return KnownOfSpot(
        play_url=_address("play", recording) if recording else "",
        captions_url=reverse("campaigns:captions", args=[spot.pk]) if spot.pk else "",
        duration=captions.clock(recording.duration) if recording else "",
        lines=_lines(spot),
        downloads=_downloads(spot, recording) if recording else [],
        aired=aired(spot) if spot.pk else None,
    )


def _lines(spot: SpotPage) -> list[Line]:
    return [
        Line(captions.clock(second), moment.text[start:end])
        for moment in captions.moments(spot.cues)
        for start, end, second in moment.paragraphs
    ]


def aired(spot: SpotPage) -> Aired | None:
    """What stations reported; None where nobody has yet."""
    rows = list(spot.airings.order_by().values_list("station", "call_sign", "state__name", "times"))
    if not rows:
        return None
    stations = {(folded(station), folded(sign), state) for station, sign, state, _times in rows}
    return Aired(sum(times for *_station, times in rows), len(stations), sorted({row[2] for row in rows}))


def _address(name: str, recording: Recording) -> str:
    return reverse(f"campaigns:{name}", args=[recording.pk])


def _downloads(spot: SpotPage, recording: Recording) -> list[Download]:
    made = {each.code: each for each in spot.formats.filter(recording=recording)} if spot.pk else {}
    formats = [
        Download(
            reverse("campaigns:format", args=[spot.pk, code]),
            f"{each.label}: {each.purpose}",
            each.suffix.lstrip(".").upper(),
            made[code].size,
        )
        for code, each in FORMATS.items()
        if code in made
    ]
    suffix = recording.path_suffix.upper()
    return [*formats, Download(_address("original", recording), _("Archivo original"), suffix, recording.size)]
