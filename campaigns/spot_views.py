"""The files of spots: to be played, downloaded, read. Each asks who may have them, each time."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from archive import captions, serving
from campaigns.models import Recording, SpotPage
from campaigns.recording_access import may_edit, may_have
from campaigns.recordings.formats import FORMATS
from cms.core.visibility import pages_shown

logger = logging.getLogger(__name__)


def _recording(request: HttpRequest, pk: int) -> Recording:
    """The recording, or 404 as if there were none."""
    found = Recording.objects.filter(pk=pk).first()
    if found is None or not may_have(request.user, found):
        raise Http404
    return found


def _spot(request: HttpRequest, pk: int) -> SpotPage:
    """The spot, or 404 as if there were none."""
    found = SpotPage.objects.filter(pk=pk).first()
    is_shown = pages_shown(SpotPage.objects.filter(pk=pk)).exists()
    if found is None or not (is_shown or may_edit(request.user, found)):
        raise Http404
    return found


def _serve(request: HttpRequest, recording: Recording, *, attachment: bool) -> HttpResponseBase:
    if not recording.path.exists():
        logger.error("the file of recording %s is not there", recording.pk)
        raise Http404
    return serving.serve(
        request,
        recording.path,
        media_type=recording.media_type,
        filename=recording.filename,
        etag=recording.digest,
        attachment=attachment,
    )


@require_safe
def play(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The recording for the browser's player, whole or by Range."""
    return _serve(request, _recording(request, pk), attachment=False)


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The recording as it was handed in."""
    return _serve(request, _recording(request, pk), attachment=True)


@require_safe
def made(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """A format that was made of what is published."""
    spot = _spot(request, pk)
    found = spot.formats.filter(code=code, recording=spot.recording_id).select_related("recording").first()
    if found is None or code not in FORMATS or not found.path.exists():
        raise Http404
    name = f"{slugify(spot.title) or 'spot'}{FORMATS[code].suffix}"
    media_type = FORMATS[code].media_type
    return serving.serve(
        request, found.path, media_type=media_type, filename=name, etag=found.digest, attachment=True
    )


@require_safe
def spot_captions(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said in a spot, as WebVTT; whoever edits it gets what the draft says."""
    spot = _spot(request, pk)
    if may_edit(request.user, spot):
        spot = spot.get_latest_revision_as_object()
    response = HttpResponse(captions.write_webvtt(spot.cues), content_type="text/vtt; charset=utf-8")
    response["Content-Language"] = spot.language
    response["X-Content-Type-Options"] = "nosniff"
    return response
