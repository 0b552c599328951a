"""Receive bytes: digest while receiving, sniff, keep in private storage, make the original and its document.

The order makes a kill harmless at any point. Bytes arrive in `incoming/` under a shared lock; they are linked to
their place by digest inside the transaction that creates the rows; the incoming name goes last. `sweep` finishes or
undoes what a killed process left there.
"""

import errno
import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, transaction
from wagtail.log_actions import log

from archive import derivatives, formats
from archive.description import Description, Remark, describe
from archive.models import ArchivalUnit, Document, Original, Reading
from archive.models.original import storage_path
from archive.tasks import schedule_reading
from archive.vocabularies import IN_REVIEW, ReadingState
from cms.core.reference.models import Institution
from cms.core.visibility import State

CHUNK_BYTES = 1024 * 1024


class StorageFull(Exception):
    """There is no room for the file."""


class TooLarge(Exception):
    """The file is larger than UPLOAD_MAX_BYTES."""


class Receiver:
    """Takes the bytes of one file as they come. Use it as a context manager: what was not placed is removed."""

    def __init__(self) -> None:
        folder = incoming_dir()
        self._lock = _lock_file(folder)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self.path = folder / f"{uuid.uuid4().hex}.part"
        try:
            with _full_disk_is_named():
                self._file: IO[bytes] = self.path.open("xb")
        except BaseException:
            self._lock.close()
            raise
        self._hash = hashlib.sha256()
        self.size = 0
        self.digest = ""
        self._placed = self._committed = False

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > settings.UPLOAD_MAX_BYTES:
            raise TooLarge(f"{self.size} > {settings.UPLOAD_MAX_BYTES}")
        self._hash.update(chunk)
        with _full_disk_is_named():
            self._file.write(chunk)

    def finish(self) -> Self:
        """All bytes are here: they are on the disk, and the digest is final."""
        with _full_disk_is_named():
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        self.digest = self._hash.hexdigest()
        finished = self.path.with_name(f"{self.digest}.{self.path.name}")
        with _full_disk_is_named():
            self.path.rename(finished)
        self.path = finished
        return self

    def place(self) -> Path:
        """Give the bytes their place by digest; call it inside the transaction that creates their row."""
        target = storage_path(self.digest)
        self._placed = True
        transaction.on_commit(self._keep)
        with _full_disk_is_named():
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                self.path.chmod(0o440)
                # Another institution may be giving the same bytes their place at this moment.
                with suppress(FileExistsError):
                    os.link(self.path, target)
                _sync(target.parent)
        return target

    def close(self) -> None:
        """Drop the incoming name. Where the rows were rolled back it stays, so that `sweep` knows what to undo."""
        self._file.close()
        if self._committed or not self._placed:
            self.path.unlink(missing_ok=True)
        self._lock.close()

    def _keep(self) -> None:
        self._committed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def receive_file(path: Path) -> Receiver:
    """Receive a file that lies on this machine."""
    receiver = Receiver()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                receiver.write(chunk)
        return receiver.finish()
    except BaseException:
        receiver.close()
        raise


def digest_of(path: Path) -> tuple[str, int]:
    """Digest and size of a file that is not received."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return digest, path.stat().st_size


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a received file: its document, and whether the institution already had these bytes."""

    document: Document
    is_duplicate: bool
    remarks: list[Remark] = field(default_factory=list)


def take_in(
    received: Receiver,
    filename: str,
    *,
    institution: Institution,
    description: Description,
    received_by: str,
    unit: ArchivalUnit | None = None,
    and_then: Callable[[Document], object] = lambda document: None,
) -> Intake:
    """Make the document of a received file, or find the one that this institution already has of it.

    What another institution holds is never looked at. The file is sniffed before the transaction begins; `and_then`
    gets a new document inside it, so that both are kept or neither. Raises NotADocument, StorageFull.
    """
    known = held(institution, received.digest)
    if known:
        return Intake(known, is_duplicate=True)
    found = formats.sniff(received.path, filename)
    try:
        with transaction.atomic():
            original = _original(institution, received, filename, found, received_by)
            document, remarks = _describe_new(original, unit, description)
            received.place()
            and_then(document)
    except IntegrityError:
        # The same bytes may have come in twice at the same time: the other one was first.
        known = held(institution, received.digest)
        if known is None:
            raise
        return Intake(known, is_duplicate=True)
    return Intake(document, is_duplicate=False, remarks=remarks)


class NotReplaceable(Exception):
    """The document's file can't be replaced now. The text is shown to staff."""


class AlreadyHeld(Exception):
    """The institution keeps these bytes already, for `document`."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.code)
        self.document = document


def replace_file(received: Receiver, filename: str, document: Document, *, actor: User, reason: str) -> Document:
    """Put a received file in the place of the document's, in its draft: readers keep the old one until the change is
    published, as a new version with this reason. Raises NotADocument, StorageFull, AlreadyHeld, NotReplaceable.

    A document that was never published has no version yet: its row takes the new file at once. The old original stays
    in storage whatever happens.
    """
    institution = document.holding_institution
    if known := held(institution, received.digest):
        raise AlreadyHeld(known)
    found = formats.sniff(received.path, filename)
    with transaction.atomic():
        row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if row.stage in IN_REVIEW or row.state == State.WITHDRAWN or row.locked:
            raise NotReplaceable("Está en revisión, bloqueado o retirado: su fichero no se sustituye ahora.")
        original = _original(institution, received, filename, found, actor.get_username(), received_for=row)
        _put_into_draft(row, original, actor, reason)
        received.place()
        data = {"reason": reason, "filename": filename, "digest": received.digest}
        log(instance=row, action="archive.replace_file", user=actor, data=data, content_changed=True)
    return row


def _original(
    institution: Institution,
    received: Receiver,
    filename: str,
    found: formats.Format,
    received_by: str,
    received_for: Document | None = None,
) -> Original:
    """The original of these bytes: a new one, or one that a draft has let go of."""
    known = Original.objects.filter(institution=institution, digest=received.digest).first()
    if known is not None:
        return known
    original = Original.objects.create(
        institution=institution,
        digest=received.digest,
        size=received.size,
        filename=filename[:255],
        media_type=found.media_type,
        format=found.code,
        received_by=received_by,
        received_for=received_for,
    )
    can_be_read = schedule_reading(original) is not None
    Reading.objects.create(original=original, state=ReadingState.PENDING if can_be_read else ReadingState.UNSUPPORTED)
    return original


def _put_into_draft(row: Document, original: Original, actor: User, reason: str) -> None:
    if row.live:
        draft: Document = row.get_latest_revision_as_object()
        draft.replacement, draft.change_reason = original, reason
        draft.save_revision(user=actor, log_action=False)
    else:
        row.original = original
        row.save_decision()


def held(institution: Institution, digest: str) -> Document | None:
    """The document for which the institution keeps these bytes: as its file of today, of an earlier version, or of a
    replacement that is or was to come."""
    original = Original.objects.filter(institution=institution, digest=digest).first()
    if original is None:
        return None
    if original.received_for_id:
        return original.received_for
    current = Document.objects.filter(original=original)
    superseded = Document.objects.filter(versions__original=original)
    return current.first() or superseded.first()


def _describe_new(
    original: Original, unit: ArchivalUnit | None, description: Description
) -> tuple[Document, list[Remark]]:
    document = Document(holding_institution=original.institution, unit=unit, original=original)
    remarks = describe(document, description)
    document.save()
    return document, remarks


def announce_removal(digest: str) -> None:
    """Let the next `sweep` remove these bytes, if no original has them then; call it in the transaction that removes
    the row. So neither a rollback nor a kill leaves a row without its file, or a file without its row."""
    (incoming_dir() / f"{digest}.{uuid.uuid4().hex}.part").touch()


def sweep() -> int:
    """Finish or undo what killed intakes and removals left; returns how many. Nothing is done while an intake is
    running."""
    folder = incoming_dir()
    with _lock_file(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        leftovers = list(folder.glob("*.part"))
        return _settle(leftovers) if leftovers else 0


def _settle(leftovers: list[Path]) -> int:
    try:
        with transaction.atomic():
            Original.objects.all().refuse_writers()
            for path in leftovers:
                digest = path.name.split(".")[0]
                if not Original.objects.filter(digest=digest).exists():
                    storage_path(digest).unlink(missing_ok=True)
                    derivatives.forget(digest)
                path.unlink()
    except OperationalError:
        # The rows of one of them may be about to be committed: the next sweep knows.
        return 0
    return len(leftovers)


def incoming_dir() -> Path:
    folder = Path(settings.ORIGINALS_DIR) / "incoming"
    with _full_disk_is_named():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _lock_file(folder: Path) -> IO[bytes]:
    with _full_disk_is_named():
        return (folder / ".lock").open("ab")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _full_disk_is_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull(str(error)) from error
        raise
