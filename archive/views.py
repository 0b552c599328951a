"""The reader's views: each opens a record as the viewer may see it, and renders."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive import access, holdings, reading, serving
from archive.derivatives import COVER_WIDTH, cover_path
from archive.differences import differences as differences_of
from archive.head_metadata import card, head_metadata
from archive.paging import asked_number
from cms.core import public_cache
from cms.core.visibility import Verdict, viewer_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def reader_view(view: View[P]) -> View[P]:
    """Answer for what is not shown: 404 for nothing, 410 for a withdrawal, 403 with its reason for a reservation.

    What the public gets here is made once and shared (`cms.core.public_cache`), but for files.
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
        except reading.VersionGone as gone:
            context = {"document": gone.document, "version": gone.version}
            response = render(request, "pages/withdrawn.html", context, status=410)
        if not response.has_header("Cache-Control"):
            public_cache.share(response)
        return response

    return cast("View[P]", require_safe(answered))


def _closed(request: HttpRequest, closed: reading.Closed) -> HttpResponse:
    at_its_own_address = request.resolver_match is not None and request.resolver_match.url_name == "document"
    if closed.verdict is Verdict.NOTICE and not at_its_own_address:
        return render(request, "404.html", status=404)
    if closed.verdict is Verdict.TOMBSTONE:
        return render(request, "pages/withdrawn.html", {"document": closed.document}, status=410)
    notice = reading.notice(closed.document, viewer_of(request.user).now)
    return render(request, "pages/reserved.html", {"document": closed.document, "notice": notice}, status=403)


def open_asked(request: HttpRequest, code: str, version: int | None) -> reading.Shown:
    """The document at the address, as this reader may see it."""
    return reading.open_document(code, viewer_of(request.user), version)


@reader_view
def document(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """What the document is, its versions, and the way into its text."""
    shown, viewer = open_asked(request, code, version), viewer_of(request.user)
    described = reading.describe(shown, viewer)
    context = {
        "shown": shown,
        "document": shown.document,
        "described": described,
        "metadata": head_metadata(
            shown, request.build_absolute_uri, subjects=[subject.name for subject in described.subjects]
        ),
        "card": card(shown, request.build_absolute_uri),
        "similar": holdings.similar(shown.document, described.subjects, viewer),
        "q": asked_words(request),
        "has_cover": _cover_of(shown) is not None,
    }
    return render(request, "pages/document.html", context)


@reader_view
def go_to_page(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """Where the form "go to page" leads, without JavaScript."""
    shown = open_asked(request, code, version)
    wanted = request.GET.get("pagina", "").strip()
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 8 else 1
    words = asked_words(request)
    tail = f"p{min(max(number, 1), max(shown.page_count, 1))}"
    return redirect(shown.url(tail) + (f"?{urlencode({'q': words})}" if words else ""))


@reader_view
def download(request: HttpRequest, code: str, version: int | None = None) -> HttpResponseBase:
    """The original file, whole or by Range."""
    shown = open_asked(request, code, version)
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


def _cover_of(shown: reading.Shown) -> Path | None:
    """The image of the first page, where it is made and the file may be handed out."""
    path = cover_path(shown.original.digest) if shown.original and shown.is_downloadable else None
    return path if path is not None and path.exists() else None


@reader_view
def cover(request: HttpRequest, code: str) -> HttpResponseBase:
    """The image of the first page."""
    shown = open_asked(request, code, None)
    path = _cover_of(shown)
    if shown.original is None or path is None:
        raise Http404
    etag = f"{shown.original.digest}-{COVER_WIDTH}"
    return serving.serve(request, path, media_type="image/webp", filename=f"{code}.webp", etag=etag, attachment=False)


@reader_view
def differences(request: HttpRequest, code: str, version: int) -> HttpResponseBase:
    """The texts of two versions side by side."""
    shown = open_asked(request, code, version)
    found = differences_of(shown, asked_number(request.GET, "con"), asked_number(request.GET) or 1)
    response = render(
        request, "pages/differences.html", {"shown": shown, "document": shown.document, "differences": found}
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@reader_view
def unit(request: HttpRequest, code: str) -> HttpResponseBase:
    """A unit of description: what it is, what hangs from it, what lies in it."""
    viewer = viewer_of(request.user)
    found = holdings.unit_with(code, viewer)
    if found is None:
        raise Http404
    page, children_page = asked_number(request.GET) or 1, asked_number(request.GET, "unidades") or 1
    opened = holdings.open_unit(found, viewer, page, children_page)
    return render(request, "pages/unit.html", {"unit": found, "opened": opened})


@reader_view
def creator(request: HttpRequest, code: str) -> HttpResponseBase:
    """An authority record, and what the archive holds of its creator."""
    found = holdings.open_creator(code, viewer_of(request.user))
    if found is None and access.creator_was_public(code):
        return render(request, "pages/creator_gone.html", {"code": code}, status=410)
    if found is None:
        raise Http404
    return render(request, "pages/creator.html", {"creator": found.creator, "opened": found})


def asked_words(request: HttpRequest) -> str:
    """What the reader looks for, as it may be shown again."""
    return request.GET.get("q", "").replace("\x00", "")[:256].strip()
