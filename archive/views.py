"""The reader's views: each opens a document as the viewer may see it, and renders."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from archive import reading, serving
from archive.tasks import COVER_WIDTH, cover_path
from cms.core.visibility import Verdict, viewer_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _reader_view(view: View[P]) -> View[P]:
    """Answer for what is not shown: 404 for nothing, 410 for a withdrawal, 403 with its reason for a reservation.

    No answer of these views may be kept by a shared cache.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.path != (canonical := request.path.lower().rstrip("/")):
            # As typed from paper: in capitals, or with a slash at its end.
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{canonical}?{query}" if query else canonical, permanent=True)
        try:
            response = view(request, *args, **kwargs)
        except (reading.Absent, Http404):
            response = render(request, "404.html", status=404)
        except reading.Closed as closed:
            response = _closed(request, closed)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return cast("View[P]", require_safe(answered))


def _closed(request: HttpRequest, closed: reading.Closed) -> HttpResponse:
    at_its_own_address = request.resolver_match is not None and request.resolver_match.url_name == "document"
    if closed.verdict is Verdict.NOTICE and not at_its_own_address:
        return render(request, "404.html", status=404)
    status, template = (410, "withdrawn") if closed.verdict is Verdict.TOMBSTONE else (403, "reserved")
    return render(request, f"pages/{template}.html", {"document": closed.document}, status=status)


def _open(request: HttpRequest, code: str, version: int | None) -> reading.Shown:
    return reading.open_document(code, viewer_of(request.user), version)


@_reader_view
def document(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """What the document is, its versions, and the way into its text."""
    shown = _open(request, code, version)
    has_cover = shown.original is not None and cover_path(shown.original.digest).exists()
    context = {"shown": shown, "document": shown.document, "q": _words(request), "has_cover": has_cover}
    return render(request, "pages/document.html", context)


@_reader_view
def page(request: HttpRequest, code: str, page: int, version: int | None = None) -> HttpResponseBase:
    """The text of one page with the words of `q` marked."""
    shown = _open(request, code, version)
    words = _words(request)
    query_string = f"?{urlencode({'q': words})}" if words else ""
    context = {
        "shown": shown,
        "document": shown.document,
        "page": reading.open_page(shown, page, words),
        "q": words,
        "query_string": query_string,
        "previous_url": shown.url(f"p{page - 1}") + query_string if page > 1 else "",
        "next_url": shown.url(f"p{page + 1}") + query_string if page < shown.page_count else "",
    }
    return render(request, "pages/page.html", context)


@_reader_view
def go_to_page(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """Where the form "go to page" leads, without JavaScript."""
    shown = _open(request, code, version)
    wanted = request.GET.get("pagina", "").strip()
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 8 else 1
    words = _words(request)
    tail = f"p{min(max(number, 1), max(shown.page_count, 1))}"
    return redirect(shown.url(tail) + (f"?{urlencode({'q': words})}" if words else ""))


@_reader_view
def download(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """The original file, whole or by Range."""
    shown = _open(request, code, version)
    if shown.original is None or not shown.is_downloadable:
        raise Http404
    return serving.serve(
        request,
        shown.original.path,
        media_type=shown.original.media_type,
        filename=shown.original.filename,
        etag=shown.original.digest,
        attachment=True,
    )


@_reader_view
def cover(request: HttpRequest, code: str) -> HttpResponseBase:
    """The image of the first page."""
    shown = _open(request, code, None)
    if shown.original is None or not (path := cover_path(shown.original.digest)).exists():
        raise Http404
    etag = f"{shown.original.digest}-{COVER_WIDTH}"
    return serving.serve(request, path, media_type="image/webp", filename=f"{code}.webp", etag=etag, attachment=False)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:256].strip()
