"""Sends the images of pages: the sizes that were made of them, never what editors uploaded.

Whoever may see nothing that shows an image gets none of its sizes (`cms.core.shown_files`), whatever name they guess.
The name of a rendition changes with the image and its crop, so that a copy of what is public may be kept for good.
"""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.documents.models import AbstractDocument

from cms.core import public_cache, shown_files
from cms.core.models import SiteRendition

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
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """The file of one rendition."""
    media_type = TYPES.get(f".{name.rpartition('.')[2].lower()}")
    if media_type is None or not name.isprintable():
        raise Http404
    made = SiteRendition.objects.filter(file=f"{FOLDER}/{name}").select_related("image").first()
    if made is None:
        raise Http404
    is_public = shown_files.is_public(made.image)
    if not is_public and not shown_files.may_have(request, made.image):
        raise Http404
    try:
        file = default_storage.open(made.file.name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=media_type)
    response["Cache-Control"] = FOR_GOOD if is_public else public_cache.OWN
    return response


def only_shown_documents(document: AbstractDocument, request: HttpRequest) -> None:
    """For Wagtail's hook before a file of editors is sent: nobody gets what nothing that they may see shows."""
    if not (shown_files.is_public(document) or shown_files.may_have(request, document)):
        raise Http404
