"""The cards and sheets of pages, and the short address that is printed on them. Each asks who may have it."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from archive import serving
from campaigns import artwork_files

logger = logging.getLogger(__name__)


@require_safe
def artwork(request: HttpRequest, pk: int, key: str, name: str) -> HttpResponseBase:
    """A card or sheet of what a public page says now; 404 for one of what it said before."""
    row = artwork_files.served(pk, key, name)
    if row is None:
        raise Http404
    if not row.path.exists():
        logger.error("the file of artwork %s is not there", row.pk)
        raise Http404
    return serving.serve(
        request, row.path, media_type=row.media_type, filename=row.name, etag=row.digest, attachment=False
    )


@require_safe
def permanent(_request: HttpRequest, pk: int) -> HttpResponse:
    """To where the page is today: what is printed outlives every move."""
    page = artwork_files.page_of(pk)
    if page is None or not page.url:
        raise Http404
    response = redirect(page.url)
    response["Cache-Control"] = "private, no-cache"
    return response
