"""The leak matrix: for each state and role, what each surface may give. Written by hand, from the rules of the
architecture; it is not computed by the policy that it checks."""

from enum import Enum


class Gives(Enum):
    """What a response may hold of a document."""

    FULL = "full"
    NOTICE = "notice"
    TOMBSTONE = "tombstone"
    ABSENT = "absent"


F, N, T, A = Gives.FULL, Gives.NOTICE, Gives.TOMBSTONE, Gives.ABSENT

ROLES = ("public", "own", "other", "superuser")
"""`own`: an archivist of the institution that holds the document; `other`: one of another institution."""

SURFACES = {
    "archive:document": "address",
    "archive:page": "below",
    "archive:go_to_page": "below",
    "archive:download": "below",
    "archive:cover": "below",
    "archive:version": "below",
    "archive:version_page": "below",
    "archive:version_go_to_page": "below",
    "archive:version_download": "below",
    "search:results": "search",
    "results of a facet in the address": "search",
    "search command": "search",
    "facet counts": "search",
    "archive entrance": "entrance",
    "front page": "entrance",
}
"""Every surface, and the column of the table that holds for it."""

# state: {column: what (public, own, other, superuser) get}
MATRIX: dict[str, dict[str, tuple[Gives, Gives, Gives, Gives]]] = {
    "draft": {"address": (A, F, A, F), "below": (A, F, A, F), "search": (A, F, A, F), "entrance": (A, A, A, A)},
    "published": {"address": (F, F, F, F), "below": (F, F, F, F), "search": (F, F, F, F), "entrance": (F, F, F, F)},
    "scheduled": {"address": (A, F, A, F), "below": (A, F, A, F), "search": (A, F, A, F), "entrance": (A, F, A, F)},
    "reserved": {"address": (A, F, A, F), "below": (A, F, A, F), "search": (A, F, A, F), "entrance": (A, A, A, A)},
    "reserved, existence public": {
        "address": (N, F, N, F),
        "below": (A, F, A, F),
        "search": (A, F, A, F),
        "entrance": (A, A, A, A),
    },
    "reserved, release approved": {
        "address": (A, F, A, F),
        "below": (A, F, A, F),
        "search": (A, F, A, F),
        "entrance": (A, F, A, F),
    },
    "reservation due": {
        "address": (A, F, A, F),
        "below": (A, F, A, F),
        "search": (A, F, A, F),
        "entrance": (A, A, A, A),
    },
    "reservation ended, release approved": {
        "address": (F, F, F, F),
        "below": (F, F, F, F),
        "search": (F, F, F, F),
        "entrance": (F, F, F, F),
    },
    "withdrawn": {"address": (T, T, T, T), "below": (T, T, T, T), "search": (A, A, A, A), "entrance": (A, A, A, A)},
}

EXEMPT = {
    "admin/": "the administration: tests/archive/admin tries every address of it by institution",
    "robots.txt": "the same few words for everybody",
    "documentos/": "Wagtail's documents of editors, never archive files",
    "_util/": "Wagtail's page passwords: pages of the site, not records",
    "": "Wagtail's pages: those that show records are the entrances above",
}
"""URL patterns that give nothing of the archive, each with its reason."""
