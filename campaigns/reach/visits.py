"""How often pages are read and their files played or taken: counted by day, without knowing by whom."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page, Site

from campaigns.models import PageUse, SpotPage, Use
from cms.core.tally import ROWS_AT_ONCE, Counts, Tally, count_up, is_a_persons
from cms.core.visibility import pages_shown

PAGES = "wagtail_serve"
OF_RECORDINGS = {"campaigns:play": Use.PLAY, "campaigns:original": Use.DOWNLOAD}
OF_SPOTS = {"campaigns:format": Use.DOWNLOAD}
WHOLE, PART, UNCHANGED = 200, 206, 304


class Of(StrEnum):
    """What was used."""

    PAGE = "page"
    SPOT = "spot"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """One use: what was done with what; `name` is the address of a page, or the number of a spot or a recording."""

    kind: str
    of: Of
    name: str


def write(counts: Counts) -> None:
    """Add the counts to the table; what is no page (any more) is left out. Raises DatabaseError."""
    pages = _pages({used for used, _day in counts})
    summed: Counter[tuple[int, date, str]] = Counter()
    for (used, day), count in counts.items():
        for page in pages.get((used.of, used.name), []):
            summed[page, day, used.kind] += count
    count_up(PageUse, ("page_id", "day", "kind"), [(*key, summed[key]) for key in sorted(summed)])


def _pages(uses: set[Used]) -> dict[tuple[Of, str], list[int]]:
    """The pages that each of them counts for: a recording may be that of several spots."""
    find = {Of.PAGE: _by_address, Of.SPOT: _by_number, Of.RECORDING: _by_recording}
    return {
        (of, name): found
        for of, ask in find.items()
        for name, found in ask(sorted({used.name for used in uses if used.of == of})).items()
    }


def _by_address(names: Sequence[str]) -> dict[str, list[int]]:
    if not names:
        return {}
    # The site has one root, below which addresses are paths in the tree.
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page.url_path.rstrip("/")
    paths = {name: f"{root}{name.rstrip('/')}/" for name in names}
    rows: dict[str, int] = {}
    for start in range(0, len(names), ROWS_AT_ONCE):
        some = [paths[name] for name in names[start : start + ROWS_AT_ONCE]]
        rows |= dict(Page.objects.filter(url_path__in=some).values_list("url_path", "pk"))
    return {name: [rows[path]] for name, path in paths.items() if path in rows}


def _by_number(names: Sequence[str]) -> dict[str, list[int]]:
    known = SpotPage.objects.filter(pk__in=[int(name) for name in names]).values_list("pk", flat=True)
    return {str(pk): [pk] for pk in known}


def _by_recording(names: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    spots = pages_shown(SpotPage.objects.filter(recording__in=[int(name) for name in names]))
    for spot, recording in spots.values_list("pk", "recording"):
        found.setdefault(str(recording), []).append(spot)
    return found


def new_tally() -> Tally:
    """A tally of uses."""
    # Looked up when it writes, so that there is one `write` for all.
    return Tally("visits", lambda counts: write(counts))  # noqa: PLW0108


tally = new_tally().kept_to_the_end()


class VisitsMiddleware:
    """Counts also what came from the shared memory: it stands outside `PublicCacheMiddleware`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        used = _used(request, response)
        if used is not None and is_a_persons(request):
            tally.add(used)
        return response


def _used(request: HttpRequest, response: HttpResponseBase) -> Used | None:
    """What the answer is of, if it is something that is counted here."""
    match = request.resolver_match
    if match is None:
        return None
    name = match.view_name
    if name == PAGES:
        # What a browser still has, and asks for again, is read again.
        is_read = response.status_code in (WHOLE, UNCHANGED)
        return Used(Use.VIEW.value, Of.PAGE, request.path) if is_read else None
    if name in OF_RECORDINGS and _begins(request, response):
        return Used(OF_RECORDINGS[name].value, Of.RECORDING, str(match.kwargs["pk"]))
    if name in OF_SPOTS and _begins(request, response):
        return Used(OF_SPOTS[name].value, Of.SPOT, str(match.kwargs["pk"]))
    return None


def _begins(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a file is sent from its beginning: players and interrupted downloads ask for the rest in parts."""
    if response.status_code == WHOLE:
        return True
    return response.status_code == PART and request.headers.get("Range", "").startswith("bytes=0-")
