"""Sends the images of pages: the sizes that were made of them, never what editors uploaded.

The name of a rendition changes with the image and its crop, so that a copy of it may be kept for good.
"""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

FOLDER = "images"
FOR_GOOD = "max-age=31536000, immutable"
TYPES = {
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
"""What browsers show as pictures and nothing else: no SVG, which may hold scripts."""


@require_safe
def rendition(_request: HttpRequest, name: str) -> FileResponse:
    """The file of one rendition."""
    media_type = TYPES.get(f".{name.rpartition('.')[2].lower()}")
    if media_type is None:
        raise Http404
    try:
        file = default_storage.open(f"{FOLDER}/{name}")
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=media_type)
    response["Cache-Control"] = FOR_GOOD
    return response
