"""The addresses that machines ask: whether the process lives, whether it can serve, its metrics.

A middleware before all others answers them. A container engine or Prometheus asks an inner address by http, which
host names and the redirect to https would refuse; and whether the process lives must not hang on sessions or a
database.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import add_never_cache_headers

from cms.operations import metrics
from cms.operations.health.report import report
from cms.operations.health.views import status_code
from cms.operations.operators import has_token

View = Callable[[HttpRequest], HttpResponse]


class ProbeMiddleware:
    """Answers the addresses of PROBES, and leaves all others alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in {"GET", "HEAD"}:
            return self._get_response(request)
        try:
            response = probe(request)
        except Http404:
            # The same answer as at any address that does not exist.
            return self._get_response(request)
        add_never_cache_headers(response)
        return response


def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing else: to start it anew would mend nothing else."""
    return HttpResponse("vivo\n", content_type="text/plain; charset=utf-8")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here: 503 without database, tables or storage; 200 and the fact for the rest."""
    found = report()
    return JsonResponse(found.as_dict(full=has_token(request)), status=status_code(found))


def exposition(request: HttpRequest) -> HttpResponse:
    """The metrics, for operators only."""
    if not has_token(request):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


PROBES: dict[str, View] = {"/salud/vivo": alive, "/salud/listo": ready, "/metrics": exposition}
