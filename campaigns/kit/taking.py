"""Take in what lies elsewhere: into the store of kits, by digest, once for each mark."""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from campaigns.kit.composition import Composition, of_page
from campaigns.kit.parts import Foreign, Part
from campaigns.kit.zipping import PARTIAL, FileMissing, OtherBytes
from campaigns.models import KitFile
from campaigns.models.kit import place_in_kits

LEFT_OVER_AFTER = 24 * 3600
"""Seconds after which what is still incoming belongs to a process that died."""


def incoming() -> Path:
    """Where files are while they are written."""
    return Path(settings.KITS_DIR) / "incoming"


def taken_in(made: Composition) -> Composition:
    """The same kit with all of its bytes in private storage. Raises FileMissing, OtherBytes, OSError."""
    marks = [each.mark for each in made.parts]
    lost = [row.pk for row in KitFile.objects.filter(mark__in=marks) if not row.path.exists()]
    if lost:
        KitFile.objects.filter(pk__in=lost).delete()
        made = of_page(made.campaign)
    elsewhere = [each for each in made.parts if isinstance(each.content, Foreign)]
    for part in elsewhere:
        take(part)
    return of_page(made.campaign) if elsewhere else made


def forget(prefix: str, *, keep: str = "") -> None:
    """What a row of editors was once: the bytes go with the transaction, unless something else has the same."""
    for row in KitFile.objects.filter(mark__startswith=prefix).exclude(mark=keep):
        row.delete()
        if not KitFile.objects.filter(digest=row.digest).exists():
            drop([row.digest])


def take(part: Part) -> None:
    """The file of a part that lies elsewhere; it is on the disk before there is a row."""
    incoming().mkdir(parents=True, exist_ok=True)
    path = incoming() / f"{uuid.uuid4().hex}{PARTIAL}"
    try:
        with path.open("xb") as file:
            _write(part, file)
            file.flush()
            os.fsync(file.fileno())
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        put(path, digest)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    KitFile.objects.update_or_create(mark=part.mark, defaults={"digest": digest, "size": size})


def put(path: Path, digest: str) -> None:
    """Give a file that is whole its place, from which it is only read."""
    place = place_in_kits(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o440)
    path.replace(place)


def drop(digests: Iterable[str]) -> None:
    """Remove these files once the transaction is through."""
    for digest in digests:
        transaction.on_commit(partial(place_in_kits(digest).unlink, missing_ok=True))


def sweep() -> None:
    """Remove what processes that were killed had begun to write."""
    for path in incoming().glob(f"*{PARTIAL}"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_OVER_AFTER:
                path.unlink()


def _write(part: Part, file: BinaryIO) -> None:
    if not isinstance(part.content, Foreign):
        raise TypeError(f"{part.path} does not lie elsewhere")
    try:
        part.content.write(file)
    except FileNotFoundError as error:
        raise FileMissing(part.path) from error
    except OSError as error:
        if error.errno is None:
            # No fault of the disk: what was read is no image (any more).
            raise OtherBytes(part.path) from error
        raise
