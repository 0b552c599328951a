"""Scans of what media published, for whom their licence or their work allows it."""

import logging

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from archive import serving
from campaigns import clipping_files
from campaigns.models import Clipping

logger = logging.getLogger(__name__)


@require_safe
def clipping_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan, or 404 as if there were none."""
    found = Clipping.objects.select_related("page").filter(pk=pk).first()
    if found is None or not clipping_files.may_have(request.user, found):
        raise Http404
    if not found.path.exists():
        logger.error("the scan of clipping %s is not there", found.pk)
        raise Http404
    return serving.serve(
        request,
        found.path,
        media_type=found.media_type,
        filename=found.filename,
        etag=found.digest,
        attachment=True,
    )
