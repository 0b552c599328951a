"""Receive a recording: digest while receiving, measured by a child process, kept in private storage by its digest.

The bytes are in their place before there is a row; a process that dies in between leaves a file without a row, which
the same upload takes up again. Nothing is kept of what is refused.
"""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.models import Recording
from campaigns.models.recording import place_of
from campaigns.recordings.contract import Limits
from campaigns.recordings.reading import measure
from cms.core.reference.models import Institution

LONGEST_NAME = 255
LEFT_OVER_AFTER = 24 * 3600
"""Seconds after which a file that is still incoming belongs to a process that died."""
WHILE_SOMEBODY_WAITS = Limits(cpu_seconds=120, wall_seconds=180)
"""The web server in front gives up after five minutes."""


class TooLarge(Exception):
    """The file is larger than UPLOAD_MAX_BYTES. The message is for staff."""


class Upload(Protocol):
    """A file as a form hands it over."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def receive(upload: Upload, *, title: str, institution: Institution) -> Recording:
    """The recording of these bytes; one that the institution has already is given back as it is.

    Raises TooLarge and RecordingRefused.
    """
    incoming = Path(settings.RECORDINGS_DIR) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    _sweep(incoming)
    path = incoming / f"{uuid.uuid4().hex}.part"
    try:
        digest, size = _written(upload, path)
        known = Recording.objects.filter(institution=institution, digest=digest).first()
        if known is not None and known.path.exists():
            return known
        found = measure(path, limits=WHILE_SOMEBODY_WAITS)
        place = place_of(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(place)
    finally:
        path.unlink(missing_ok=True)
    made, _is_new = Recording.objects.get_or_create(
        institution=institution,
        digest=digest,
        defaults={
            "title": title,
            "filename": (upload.name or "grabacion")[-LONGEST_NAME:],
            "media_type": found.media_type,
            "size": size,
            "duration": found.duration,
            "measured": asdict(found),
        },
    )
    return made


def _sweep(incoming: Path) -> None:
    for path in incoming.glob("*.part"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_OVER_AFTER:
                path.unlink()


def _written(upload: Upload, path: Path) -> tuple[str, int]:
    """Digest and size of what was written, which is on the disk."""
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
                raise TooLarge(
                    _("La grabación pesa más de %(most)d MB. Suba una versión más ligera.") % {"most": most}
                )
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size
