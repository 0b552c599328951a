"""Rows of the archive, their querysets and what always holds for them."""

from archive.models.creator import Creator
from archive.models.document import Document, DocumentType, IssuedCode, Version
from archive.models.fonds import ArchivalUnit
from archive.models.log import ArchiveLogEntry
from archive.models.original import Original, Reading
from archive.models.page_text import PageText
from archive.models.pages import ArchivePage

__all__ = [
    "ArchivalUnit",
    "ArchiveLogEntry",
    "ArchivePage",
    "Creator",
    "Document",
    "DocumentType",
    "IssuedCode",
    "Original",
    "PageText",
    "Reading",
    "Version",
]
