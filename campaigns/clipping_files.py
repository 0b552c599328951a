"""Scans of what media published: received, kept in private storage by their digest, handed out to who may have them.

The bytes are in their place before there is a row that names them. Nothing is kept of what is refused.
"""

import hashlib
import logging
import os
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from archive import antivirus
from archive.formats import NotADocument, sniff
from campaigns.models import Clipping
from campaigns.models.clipping import place_of
from campaigns.recording_access import may_edit
from campaigns.recording_intake import Upload
from cms.core.visibility import pages_shown

logger = logging.getLogger(__name__)
LARGEST = 25 * 1024 * 1024
TAKEN = ("pdf", "jpg", "png")
LONGEST_NAME = 255


class ScanRefused(Exception):
    """The file can't be kept. The message, in Spanish, says what to do."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was received: it lies at its place, and no row names it yet."""

    digest: str
    filename: str
    media_type: str
    size: int


def receive(upload: Upload) -> Scan:
    """Keep the bytes of a PDF, JPEG or PNG. Raises ScanRefused."""
    incoming = Path(settings.CLIPPINGS_DIR) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / f"{uuid.uuid4().hex}.part"
    name = (upload.name or "recorte")[-LONGEST_NAME:]
    try:
        digest, size = _written(upload, path)
        media_type = _looked_at(path, name)
        place = place_of(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(place)
    finally:
        path.unlink(missing_ok=True)
    return Scan(digest, name, media_type, size)


def put(clipping: Clipping, scan: Scan) -> None:
    """Let the clipping have this scan; the one before goes, if no other clipping has it. Call it in a transaction."""
    before = clipping.digest
    clipping.digest, clipping.filename = scan.digest, scan.filename
    clipping.media_type, clipping.size = scan.media_type, scan.size
    clipping.save()
    if before and before != scan.digest:
        _drop(before)


def delete(clipping: Clipping) -> None:
    """Delete the row and its scan. Call it in a transaction."""
    digest = clipping.digest
    clipping.delete()
    if digest:
        _drop(digest)


def is_public(clipping: Clipping) -> bool:
    """Whether anybody may have the scan: its licence allows it, and its page is shown."""
    shown = pages_shown(Page.objects.filter(pk=clipping.page_id))
    return bool(clipping.digest and clipping.is_licensed and shown.exists())


def may_have(user: User | AnonymousUser | None, clipping: Clipping) -> bool:
    """Whether the person may have the scan."""
    return bool(clipping.digest) and (is_public(clipping) or may_edit(user, clipping.page))


def _drop(digest: str) -> None:
    if not Clipping.objects.filter(digest=digest).exists():
        transaction.on_commit(partial(place_of(digest).unlink, missing_ok=True))


def _written(upload: Upload, path: Path) -> tuple[str, int]:
    """Digest and size of what was written, which is on the disk."""
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > LARGEST:
                message = _("La copia pesa más de %(most)d MB. Suba una más ligera.")
                raise ScanRefused(message % {"most": LARGEST // 2**20})
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _looked_at(path: Path, name: str) -> str:
    """The media type that its bytes show, whatever its name says. Raises ScanRefused."""
    try:
        found = sniff(path, name)
    except NotADocument as error:
        raise ScanRefused(str(error)) from error
    if found.code not in TAKEN:
        raise ScanRefused(_("No es un PDF ni una imagen JPG o PNG. Conviértala y súbala de nuevo."))
    if antivirus.is_on():
        _scanned(path)
    return found.media_type


def _scanned(path: Path) -> None:
    try:
        antivirus.check(path)
    except antivirus.Infected as error:
        raise ScanRefused(_("El antivirus encontró algo en la copia. Consiga una limpia.")) from error
    except (antivirus.TooLargeToScan, antivirus.ScannerUnavailable) as error:
        logger.warning("a clipping could not be looked through", exc_info=True)
        raise ScanRefused(_("El antivirus no pudo revisar la copia. Intente de nuevo en unos minutos.")) from error
