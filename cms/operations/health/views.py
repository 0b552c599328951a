"""The page that tells people, and their programs, how the instance is."""

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from cms.operations.health.report import Report, Status, report
from cms.operations.operators import has_token

HTML, JSON = "text/html", "application/json"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Words for everybody; reasons and figures for operators."""
    found = report()
    full = has_token(request) or _is_superuser(request)
    if request.GET.get("format") == "json" or request.get_preferred_type([HTML, JSON]) == JSON:
        response: HttpResponse = JsonResponse(found.as_dict(full=full), status=status_code(found))
    else:
        response = render(request, "pages/health.html", {"report": found, "full": full}, status=status_code(found))
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    return response


def status_code(found: Report) -> int:
    """A site without its search still gives documents out: only what is vital takes it out of service."""
    return 503 if found.status is Status.FAILED else 200


def _is_superuser(request: HttpRequest) -> bool:
    try:
        return bool(request.user.is_active and request.user.is_superuser)
    except Error:
        # The session lies in the database, which may be the very thing that is away.
        return False
