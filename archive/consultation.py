"""How often documents are opened: counted by day, without knowing by whom (`cms.core.tally`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from archive.models import Consultation, Document
from cms.core.tally import ROWS_AT_ONCE, Counts, Tally, count_up, is_reading

COUNTED = frozenset({"archive:document", "archive:page", "archive:version", "archive:version_page"})
"""The addresses at which somebody reads what a document is or says."""


def write(counts: Counts) -> None:
    """Add the counts to the table. A code of no document is left out. Raises DatabaseError."""
    keys = sorted(counts)
    documents: dict[str, int] = {}
    for start in range(0, len(keys), ROWS_AT_ONCE):
        codes = {code for code, _day in keys[start : start + ROWS_AT_ONCE]}
        documents |= dict(Document.objects.filter(code__in=codes).values_list("code", "pk"))
    rows = sorted((documents[code], day, counts[code, day]) for code, day in keys if code in documents)
    count_up(Consultation, ("document_id", "day"), rows)


def new_tally() -> Tally:
    """A tally of openings."""
    # Looked up when it writes, so that there is one `write` for all.
    return Tally("consultations", lambda counts: write(counts))  # noqa: PLW0108


tally = new_tally().kept_to_the_end()


class ConsultationMiddleware:
    """Counts openings also where the page came from the shared memory: it stands outside `PublicCacheMiddleware`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        match = request.resolver_match
        if match is not None and match.view_name in COUNTED and is_reading(request, response):
            tally.add(match.kwargs["code"])
        return response
