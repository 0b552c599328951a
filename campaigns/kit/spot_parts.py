"""What a spot hands in to the kit of its campaign: the recording in each format, what is said in it, the script."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from archive import captions
from campaigns.kit.parts import Part, plain_name, plain_suffix
from campaigns.models import SpotPage
from campaigns.recordings.formats import FORMATS
from cms.core.models.page import page_address

KIND = "campaigns.spotpage"
PLAIN, WEBVTT = "text/plain; charset=utf-8", "text/vtt; charset=utf-8"


def spot_parts(spot: SpotPage) -> Iterator[Part]:
    """The formats that are made; until they are, the recording as it was handed in."""
    name = plain_name(spot.slug, "spot")
    folder = f"radio-y-television/{name}"
    said = {"credit": spot.credits, "licence": spot.licence}
    yield from _formats(spot, f"{folder}/{name}", said)
    page = page_address(spot.url_path)
    if cues := spot.cues:
        vtt = reverse("campaigns:captions", args=[spot.pk])
        title = _("%(title)s: subtítulos") % {"title": spot.title}
        yield Part.of_text(f"{folder}/subtitulos.vtt", title, WEBVTT, captions.write_webvtt(cues), vtt, **said)
        words = "\n".join(cue.text for cue in cues)
        title = _("%(title)s: qué dice") % {"title": spot.title}
        yield Part.of_text(f"{folder}/transcripcion.txt", title, PLAIN, f"{words}\n", page, **said)
    if spot.script.strip():
        title = _("%(title)s: guion") % {"title": spot.title}
        yield Part.of_text(f"{folder}/guion.txt", title, PLAIN, f"{spot.script.strip()}\n", page, **said)


def _formats(spot: SpotPage, path: str, said: dict[str, str]) -> Iterator[Part]:
    if spot.recording is None:
        return
    rows = spot.formats.filter(recording=spot.recording).select_related("recording")
    made = {row.code: row for row in rows}
    for code, form in FORMATS.items():
        if row := made.get(code):
            yield Part(
                f"{path}-{code}{form.suffix}",
                f"{spot.title}: {form.label}",
                form.media_type,
                row.path,
                reverse("campaigns:format", args=[spot.pk, code]),
                size=row.size,
                sha256=row.digest,
                **said,
            )
    if not made:
        recording = spot.recording
        yield Part(
            f"{path}{plain_suffix(recording.filename)}",
            spot.title,
            recording.media_type,
            recording.path,
            reverse("campaigns:original", args=[recording.pk]),
            size=recording.size,
            sha256=recording.digest,
            **said,
        )
