"""EML: who wrote to whom, when and about what, the message, and the names of what was attached."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from archive.extraction.contract import ExtractionError, Reason
from archive.extraction.encoded_text import decoded
from archive.extraction.markup import write_html, write_text
from archive.extraction.page_builder import Flow

_HEADERS = {"From": "De", "To": "Para", "Cc": "Con copia para", "Date": "Fecha"}
_LONGEST_HEADER = 10_000
_MOST_ATTACHMENTS = 1_000
_MOST_PARTS = 1_000


def read(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    content = path.read_bytes()
    _refuse_endless(content)
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    if not any(name in message for name in ("From", "To", "Date", "Subject")):
        raise ExtractionError(Reason.DAMAGED, "no message")
    flow.heading(_header(message, "Subject"))
    for name, shown in _HEADERS.items():
        if value := _header(message, name):
            flow.paragraph(f"{shown}: {value}")
    _write_body(message, flow)
    _write_attachments(message, flow)


def _refuse_endless(content: bytes) -> None:
    """Each part looks for the boundaries of all parts that it stands in, line by line."""
    if content.lower().count(b"boundary=") > _MOST_PARTS:
        raise ExtractionError(Reason.DAMAGED, "parts without end")


def _header(message: EmailMessage, name: str) -> str:
    """As people read it; a very long one as it is written: to read it takes a time that grows with its square."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return raw[:_LONGEST_HEADER] if len(raw) > _LONGEST_HEADER else str(message.get(name, ""))


def _write_body(message: EmailMessage, flow: Flow) -> None:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return
    payload = body.get_payload(decode=True)
    text = decoded(payload if isinstance(payload, bytes) else b"", body.get_content_charset() or "")
    if body.get_content_subtype() == "html":
        write_html(text, flow)
    else:
        write_text(text, flow)


def _write_attachments(message: EmailMessage, flow: Flow) -> None:
    names = list(_attached(message))
    if names:
        flow.heading("Adjuntos", depth=0)
        for name in names[:_MOST_ATTACHMENTS]:
            flow.item(name)


def _attached(message: EmailMessage) -> Iterator[str]:
    """They are named and not opened."""
    for part in message.iter_attachments() if message.is_multipart() else ():
        yield part.get_filename() or part.get_content_type()
