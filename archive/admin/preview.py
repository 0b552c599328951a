"""What a reader will see of a document once its draft is published."""

from typing import Any

from archive.models import Document
from archive.reading import Shown


def context(document: Document) -> dict[str, Any]:
    """What `pages/document.html` needs to show this state of the description, as the public will see it."""
    versions = list(document.versions.select_related("original__reading"))
    shown = Shown(
        document=document,
        original=document.original,
        reading=getattr(document.original, "reading", None),
        version=versions[0] if versions else None,
        versions=versions,
        pinned=False,
        is_public=True,
    )
    return {"shown": shown, "document": document, "q": ""}
