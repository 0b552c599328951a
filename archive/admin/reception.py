"""Uploaded bytes go straight into the archive's incoming folder, hashed while they come."""

import logging
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from archive.intake import Receiver, StorageFull, TooLarge

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that arrived: its `receiver`, or the `problem` for which its bytes were dropped."""

    def __init__(self, receiver: Receiver | None, problem: Exception | None, **kwargs: Any) -> None:
        super().__init__(file=None, **kwargs)
        self.receiver = receiver
        self.problem = problem

    def close(self) -> None:
        if self.receiver:
            self.receiver.close()


class ReceivingHandler(FileUploadHandler):
    """Gives each file of a request a receiver of its own; a file that doesn't fit stops only itself.

    Close it when the request is answered, however it ended: Django says nothing to a handler when the connection
    breaks in the middle of a file.
    """

    chunk_size = CHUNK_BYTES

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._open: list[Receiver] = []
        self._current: Receiver | None = None
        self._problem: Exception | None = None
        self.broke_off = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._current = self._problem = None
        try:
            self._current = Receiver()
        except (StorageFull, OSError) as problem:
            self._refuse(problem)
        else:
            self._open.append(self._current)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._current is None:
            return
        try:
            self._current.write(raw_data)
        except (TooLarge, StorageFull, OSError) as problem:
            self._refuse(problem)

    def file_complete(self, file_size: int) -> ReceivedFile:
        if self._current is not None:
            try:
                self._current.finish()
            except (StorageFull, OSError) as problem:
                self._refuse(problem)
        receiver, self._current = self._current, None
        return ReceivedFile(
            receiver,
            self._problem,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        self.broke_off = True
        self.close()

    def close(self) -> None:
        """Remove what was not placed in storage."""
        for receiver in self._open:
            receiver.close()
        self._open.clear()
        self._current = None

    def _refuse(self, problem: Exception) -> None:
        if isinstance(problem, OSError):
            logger.error("could not receive %s", self.file_name, exc_info=problem)
        if self._current is not None:
            self._current.close()
        self._current, self._problem = None, problem
