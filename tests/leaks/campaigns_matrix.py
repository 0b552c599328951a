"""The leak matrix of campaigns: for each state of a page and each role, what each surface may give of it.

Written by hand, from the rules of the architecture; it is not computed by the policy that it checks. A surface of a
new kind of file or list is one more line of `SURFACES`, with the row of the table that holds for it.
"""

from enum import Enum


class Gives(Enum):
    """What a response may hold of a page."""

    FULL = "full"
    ABSENT = "absent"


F, A = Gives.FULL, Gives.ABSENT

ROLES = (
    "public",
    "own state",
    "other state",
    "national",
    "archivist",
    "superuser",
)
"""`own state`: communication of the state below whose page the press hangs; `other state`: of another one;
`national`: communication of the whole site; an archivist keeps no page. The columns below."""
Row = tuple[Gives, Gives, Gives, Gives, Gives, Gives]

SURFACES = {
    "address": "pages",
    "a name that is nearly its own": "never told",
    "page above": "lists",
    "list": "lists",
    "front page": "lists",
    "page of the state": "lists",
    "page of the region": "lists",
    "search:results": "lists",
    "home:news_feed": "lists",
    "home:campaigns_feed": "lists",
    "home:press_feed": "lists",
    "home:events_feed": "lists",
    "home:universities_feed": "lists",
    "campaigns:calendar": "lists",
    "campaigns:state_calendar": "lists",
    "campaigns:kind_calendar": "lists",
    "campaigns:campaign_calendar": "lists",
    "campaigns:event_file": "lists",
    "home:state_feed": "lists",
    "home:sitemap_section": "lists",
    "a link in an article": "lists",
    "image of the state": "files of the state",
    "image to print": "files of the state",
    "press kit file": "files of the state",
    "campaigns:clipping_scan": "scans of the state",
    "image of the nation": "files of the nation",
    "campaigns:play": "files of the nation",
    "campaigns:original": "files of the nation",
    "campaigns:captions": "files of the nation",
    "campaigns:format": "files of the nation",
    "choosing a page of the state": "choosing, of the state",
    "choosing a page of the nation": "choosing, of the nation",
    "programs of the administration, of the state": "programs, of the state",
    "programs of the administration, of the nation": "programs, of the nation",
}
"""Every surface, and the row of the table that holds for it. A list need not hold all that it may: which lists must
show a page is in `tests.leaks.campaigns_world`."""

WITHOUT_PAGES = {
    "campaigns:plain_language": "measures what a reader types, and names no page",
    "campaigns:useful": "takes an answer, and leads back",
    "campaigns:cancel_registration": "a button for whoever has the signed link",
}
"""Addresses of campaigns that give nothing of a page, each with its reason."""

ELSEWHERE = {
    "campaigns:kit_zip": "tests/campaigns/kit/test_versions.py: a job builds it",
    "campaigns:kit_check": "tests/campaigns/kit/test_versions.py: of a campaign with a kit",
    "campaigns:kit_check_json": "tests/campaigns/kit/test_versions.py: the same",
    "campaigns:kit_part": "tests/campaigns/kit/test_versions.py: the same",
    "campaigns:artwork": "tests/campaigns/test_artwork.py and test_embargo.py: a job draws it",
    "campaigns:permanent": "tests/campaigns/test_artwork.py: leads to the page",
    "campaigns:register": "tests/campaigns/test_event_registration.py: of an event that takes registrations",
    "campaigns:registered": "tests/campaigns/test_event_registration.py: the same",
}
"""Addresses whose access is tested with what makes them, and where."""

# public · own state · other state · national · archivist · superuser
MATRIX: dict[str, dict[str, Row]] = {
    "draft": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "scheduled": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "embargoed": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "taken back before its minute": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "after its minute": {
        "pages": (F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F),
        "never told": (F, F, F, F, F, F),
        "files of the state": (F, F, F, F, F, F),
        "scans of the state": (F, F, F, F, F, F),
        "files of the nation": (F, F, F, F, F, F),
        "choosing, of the state": (A, F, F, F, F, F),
        "choosing, of the nation": (A, F, F, F, F, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "published": {
        "pages": (F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F),
        "never told": (F, F, F, F, F, F),
        "files of the state": (F, F, F, F, F, F),
        "scans of the state": (F, F, F, F, F, F),
        "files of the nation": (F, F, F, F, F, F),
        "choosing, of the state": (A, F, F, F, F, F),
        "choosing, of the nation": (A, F, F, F, F, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "expired": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "withdrawn": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "for some people only": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, F, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, F, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, F, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "below an unpublished page": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, A, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, A, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, A, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
    "below an expired page": {
        "pages": (A, A, A, A, A, A),
        "lists": (A, A, A, A, A, A),
        "never told": (A, A, A, A, A, A),
        "files of the state": (A, F, A, F, A, F),
        "scans of the state": (A, A, A, F, A, F),
        "files of the nation": (A, A, A, F, A, F),
        "choosing, of the state": (A, A, A, F, A, F),
        "choosing, of the nation": (A, A, A, F, A, F),
        "programs, of the state": (A, A, A, F, A, F),
        "programs, of the nation": (A, A, A, F, A, F),
    },
}
"""state: {row: what each role gets}. `never told` are surfaces that need not show a page even where they may. Whoever
works on a page has its files before anybody else; the page itself is read in the preview of its editor. What hangs
from a campaign is the nation's, also where the state's own pictures are on it."""
