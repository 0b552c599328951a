"""The formats that a recording is handed out in: what radio and television take, and what a slow line carries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.recordings.contract import Encoding, PictureEncoding, RecordingMeasure


@dataclass(frozen=True, slots=True)
class Format:
    """`code` is stable and part of file names; `label` and `purpose` are what people read."""

    code: str
    suffix: str
    media_type: str
    label: Promise
    purpose: Promise
    encoding: Encoding

    def applies_to(self, measure: RecordingMeasure) -> bool:
        """Whether such a recording has what the format holds: sound, or a picture."""
        return measure.picture is not None if self.encoding.picture else measure.has_sound


_MP3 = {"id3v2_version": "3", "write_id3v1": "1"}
_LOSSY = 1.0
"""dB that an encoder of little loss adds to peaks at most."""
_VERY_LOSSY = 2.0

FORMATS: Mapping[str, Format] = {
    each.code: each
    for each in (
        Format(
            "wav",
            ".wav",
            "audio/x-wav",
            _("WAV, 48 kHz, 16 bits"),
            _("para radio y televisión: sin pérdida"),
            Encoding("wav", "pcm_s16le", "s16", 48_000, 2),
        ),
        Format(
            "mp3",
            ".mp3",
            "audio/mpeg",
            _("MP3, 320 kbit/s"),
            _("para radio: calidad de emisión"),
            Encoding("mp3", "libmp3lame", "fltp", 44_100, 2, 320_000, _LOSSY, _MP3),
        ),
        Format(
            "mp3-ligero",
            ".mp3",
            "audio/mpeg",
            _("MP3, 128 kbit/s"),
            _("para WhatsApp y conexiones lentas"),
            Encoding("mp3", "libmp3lame", "fltp", 44_100, 2, 128_000, _VERY_LOSSY, _MP3),
        ),
        Format(
            "opus",
            ".ogg",
            "audio/ogg",
            _("Opus, 32 kbit/s"),
            _("para conexiones muy lentas y radios comunitarias por internet"),
            Encoding("ogg", "libopus", "flt", 48_000, 1, 32_000, _VERY_LOSSY),
        ),
        Format(
            "mp4",
            ".mp4",
            "video/mp4",
            _("MP4, 720p"),
            _("video para televisión local, redes sociales y la web"),
            Encoding(
                "mp4",
                "aac",
                "fltp",
                48_000,
                2,
                192_000,
                _LOSSY,
                {"movflags": "+faststart"},
                PictureEncoding(
                    "libx264", 1280, 720, 60, "yuv420p", {"preset": "fast", "crf": "20", "profile": "high"}
                ),
            ),
        ),
    )
}
