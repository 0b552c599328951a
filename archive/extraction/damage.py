"""What a damaged file makes of the libraries that read it, said with the names that the contract knows."""

from __future__ import annotations

import csv
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import MessageError

from lxml import etree

from archive.extraction.contract import ExtractionError, Reason

_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MessageError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    csv.Error,
    etree.LxmlError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""Libraries say of a damaged file whatever goes wrong in them: a missing part is an attribute of None."""


@contextmanager
def damage_named() -> Iterator[None]:
    """What goes wrong in here is the file's damage."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise ExtractionError(Reason.DAMAGED, str(error)) from error
    except _BROKEN as error:
        raise ExtractionError(Reason.DAMAGED, repr(error)) from error
