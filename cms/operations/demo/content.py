"""The bytes of a demo document: rendered from its text, or a finished file.

Rendering takes longer to import than all that a second `load_demo` does: import this module where it is needed.
"""

from cms.operations.demo import pdf, scan
from cms.operations.demo.catalogue import DemoText, Form, finished_file


class NoFile(Exception):
    """A text describes a file that is not there."""


def content(text: DemoText) -> bytes:
    """The document's file. The same text gives the same bytes."""
    if text.form == Form.SCAN:
        return scan.render(text)
    if text.form == Form.PDF:
        return pdf.render(text)
    path = finished_file(text.name)
    if path is None:
        raise NoFile(text.name)
    return path.read_bytes()
