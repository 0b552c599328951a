"""Views that help to cite a document or a page of it."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from archive import citing
from archive.citation import FILES, Cited
from archive.views import open_asked, reader_view
from cms.core import public_cache

LONGEST_NAME = 60


@reader_view
def cite(request: HttpRequest, code: str, version: int | None = None, page: int | None = None) -> HttpResponseBase:
    """Every style and format, of the document or of one of its pages; `?formato=` downloads one."""
    shown = open_asked(request, code, version)
    absolute = request.build_absolute_uri
    passage = citing.open_passage(shown, page, absolute) if page is not None else None
    cited = citing.cited(shown, absolute, passage)
    if "formato" in request.GET:
        return _download(cited, request.GET["formato"])
    context = {
        "shown": shown,
        "document": shown.document,
        "cited": cited,
        "styles": citing.styles(cited, timezone.localdate()),
        "files": citing.files(cited),
    }
    response = render(request, "pages/citation.html", context)
    response["X-Robots-Tag"] = "noindex"
    # It says what day it is.
    public_cache.share(response, at_most=_rest_of_the_day())
    return response


def _download(cited: Cited, code: str) -> HttpResponse:
    file = FILES.get(code)
    if file is None:
        raise Http404
    response = HttpResponse(file.write(cited), content_type=file.media_type)
    name = "-".join(each for each in (slugify(cited.name)[:LONGEST_NAME].strip("-"), cited.key) if each)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{file.suffix}") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def _rest_of_the_day() -> timedelta:
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return midnight - now
