"""What readers get where there is nothing, or nothing any more."""

from collections.abc import Callable
from difflib import get_close_matches

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from wagtail.models import Page, Site

from cms.core import visibility
from cms.core.models.page import page_address
from cms.home.places import Place

OF_PAGES = "wagtail_serve"
MOST_COMPARED = 1000
ALIKE = 0.75
"""How much two names must have in common to be offered: one wrong letter or two, not another word."""

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class GonePagesMiddleware:
    """Says 410 where editors took a page away, so that nobody looks for it again."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if response.status_code != 404 or not _asks_for_a_page(request) or not _was_public(request):
            return response
        return render(request, "pages/gone.html", status=410)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of error 404, with the page that was probably meant."""
    nearest = _nearest(request.path) if _asks_for_a_page(request) else None
    return render(request, "404.html", {"nearest": nearest}, status=404)


def _asks_for_a_page(request: HttpRequest) -> bool:
    """Whether an editors' page would be at this address. Of records the archive decides what is told."""
    match = request.resolver_match
    return match is not None and match.view_name == OF_PAGES


def _was_public(request: HttpRequest) -> bool:
    site = Site.find_for_request(request)
    if site is None:
        return False
    path = f"{site.root_page.url_path.rstrip('/')}{request.path}"
    at_it = Page.objects.filter(slug=_last_part(request.path), url_path=path)
    return bool(visibility.pages_gone(at_it).exists())


def _last_part(path: str) -> str:
    return path.strip("/").rpartition("/")[2]


def _nearest(path: str) -> Place | None:
    """The public page whose name in its address is most like the one that was asked for."""
    wanted = _last_part(path).lower()
    rows = visibility.pages_shown(Page.objects.filter(depth__gt=2)).order_by("-pk")
    known = {slug: (title, url) for slug, title, url in rows.values_list("slug", "title", "url_path")[:MOST_COMPARED]}
    for slug in get_close_matches(wanted, known, n=1, cutoff=ALIKE):
        title, url = known[slug]
        return Place(slug, title, page_address(url))
    return None
