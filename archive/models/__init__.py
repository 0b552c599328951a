"""Rows of the archive, their querysets and what always holds for them."""

from archive.models.codes import IssuedCode, IssuedReference
from archive.models.creator import Creator, CreatorName, CreatorSuccession
from archive.models.document import Correction, Document, DocumentType, RelatedUnit, Version
from archive.models.fonds import ArchivalUnit
from archive.models.log import ArchiveLogEntry
from archive.models.original import Original, Reading
from archive.models.page_text import PageCorrection, PageText, TextSource, Transcript
from archive.models.pages import ArchivePage, FondsPage
from archive.models.review import Consultation, FieldRemark, ReviewTask
from archive.models.subject import Subject, SubjectOfDocument

__all__ = [
    "ArchivalUnit",
    "ArchiveLogEntry",
    "ArchivePage",
    "Consultation",
    "Correction",
    "Creator",
    "CreatorName",
    "CreatorSuccession",
    "Document",
    "DocumentType",
    "FieldRemark",
    "FondsPage",
    "IssuedCode",
    "IssuedReference",
    "Original",
    "PageCorrection",
    "PageText",
    "Reading",
    "RelatedUnit",
    "ReviewTask",
    "Subject",
    "SubjectOfDocument",
    "TextSource",
    "Transcript",
    "Version",
]
