"""Sound and video: the bytes for the player of the browser, and what is said in them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from archive import serving
from archive.transcription import transcript_of
from archive.views import open_asked, reader_view


@reader_view
def play(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """The recording, whole or by Range, to be played in its page."""
    shown = open_asked(request, code, version)
    original = shown.original
    if original is None or not shown.medium:
        raise Http404
    return serving.serve(
        request,
        original.path,
        media_type=original.media_type,
        filename=original.filename,
        etag=original.digest,
        attachment=False,
    )


@reader_view
def captions(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """The transcript in force, as WebVTT."""
    shown = open_asked(request, code, version)
    transcript = transcript_of(shown.original) if shown.original and shown.medium else None
    if transcript is None:
        raise Http404
    response = HttpResponse(transcript.webvtt, content_type="text/vtt; charset=utf-8")
    response["Content-Language"] = transcript.language
    response["X-Content-Type-Options"] = "nosniff"
    return response
