"""What a reader will see of a record once its draft is published."""

from typing import Any

from archive import holdings
from archive.models import ArchivalUnit, Document
from archive.reading import Shown, describe
from cms.core.visibility import viewer_of


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
    return {"shown": shown, "document": document, "described": describe(shown, viewer_of(None)), "q": ""}


def unit_context(unit: ArchivalUnit) -> dict[str, Any]:
    """What `pages/unit.html` needs to show this state of the description, as the public will see it."""
    return {"unit": unit, "opened": holdings.open_unit(unit, viewer_of(None)), "is_preview": True}
