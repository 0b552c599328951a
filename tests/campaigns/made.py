"""Campaigns and spots made for tests."""

import hashlib
import io
import math
import wave
from array import array
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from campaigns.models import CampaignPage, CampaignsPage, Recording, SpotPage
from campaigns.models.recording import place_of
from campaigns.recordings.contract import RecordingMeasure
from cms.core.reference.models import Institution
from tests.campaigns.texts import CLEAR

_numbers = count(1)
TRANSCRIPT = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nPregunte sin miedo.\n"


@dataclass(frozen=True, slots=True)
class Campaigns:
    """Makes campaigns below the page of campaigns."""

    page: CampaignsPage

    def add(self, title: str = "", *, starts: int = -1, ends: int | None = 30, **fields: object) -> CampaignPage:
        """A published campaign that begins and ends so many days from now."""
        made = self.draft(title, starts=starts, ends=ends, **fields)
        made.get_latest_revision().publish()
        made.refresh_from_db()
        return made

    def draft(self, title: str = "", *, starts: int = -1, ends: int | None = 30, **fields: object) -> CampaignPage:
        number = next(_numbers)
        today = timezone.localdate()
        given: dict[str, object] = {
            "title": title or f"Campaña {number}",
            "slug": f"campana-{number}",
            "summary": "Una frase clara.",
            "aim": "La gente sabrá pedir información.",
            "audience": "Estudiantes",
            "messages": [("message", "Preguntar es su derecho")],
            "starts_on": today + timedelta(days=starts),
            "ends_on": None if ends is None else today + timedelta(days=ends),
            "institution": Institution.objects.get(code="snt-archivos"),
            "body": [("paragraph", f"<p>{CLEAR}</p>")],
            "live": False,
        }
        made = CampaignPage(**{**given, **fields})
        self.page.add_child(instance=made)
        made.save_revision()
        return made


def campaigns_of() -> Campaigns:
    return Campaigns(CampaignsPage.objects.get())


def recording(content: bytes = b"RIFF....WAVE", *, institution: Institution | None = None) -> Recording:
    """A row and its bytes; no codec has seen them."""
    digest = hashlib.sha256(content).hexdigest()
    measured = RecordingMeasure(
        container="wav",
        media_type="audio/x-wav",
        duration=30.0,
        declared_duration=30.0,
        codec="pcm_s16le",
        sample_rate=48_000,
        channels=2,
        loudness=-23.0,
        loudness_range=3.0,
        true_peak=-2.0,
        leading_silence=0.0,
        trailing_silence=0.0,
    )
    made: Recording = Recording.objects.create(
        title="Spot de prueba",
        institution=institution or Institution.objects.get(code="snt-archivos"),
        digest=digest,
        filename="spot.wav",
        media_type="audio/x-wav",
        size=len(content),
        duration=30.0,
        measured=asdict(measured),
    )
    place_of(digest).parent.mkdir(parents=True, exist_ok=True)
    place_of(digest).write_bytes(content)
    return made


def tone(seconds: float = 10.0) -> bytes:
    """A WAV file: a quiet tone, in both channels."""
    rate = 48_000
    wave_of = array("h", (int(3000 * math.sin(2 * math.pi * 440 * number / rate)) for number in range(rate // 10)))
    both = array("h", (value for value in wave_of for _channel in range(2)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(both.tobytes() * int(seconds * 10))
    return file.getvalue()


def spot(campaign: CampaignPage, title: str = "", **fields: object) -> SpotPage:
    """A draft below the campaign."""
    number = next(_numbers)
    made = SpotPage(title=title or f"Spot {number}", slug=f"spot-{number}", live=False, **fields)
    campaign.add_child(instance=made)
    made.save_revision()
    return made


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)
