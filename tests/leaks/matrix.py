"""The leak matrix: for each state and role, what each surface may give. Written by hand, from the rules of the
architecture; it is not computed by the policy that it checks."""

from enum import Enum


class Gives(Enum):
    """What a response may hold of a record."""

    FULL = "full"
    NOTICE = "notice"
    TOMBSTONE = "tombstone"
    ABSENT = "absent"


F, N, T, A = Gives.FULL, Gives.NOTICE, Gives.TOMBSTONE, Gives.ABSENT

ROLES = (
    "public",
    "own archivist",
    "own communication",
    "own university liaison",
    "other archivist",
    "other administrator",
    "commission reviewer",
    "superuser",
)
"""`own`: of the institution that holds the record; `other`: of another institution. The columns below."""
Row = tuple[Gives, Gives, Gives, Gives, Gives, Gives, Gives, Gives]

SURFACES = {
    "archive:document": "address",
    "archive:page": "below",
    "archive:go_to_page": "below",
    "archive:download": "below",
    "archive:cover": "below",
    "archive:page_image": "below",
    "archive:page_pdf": "below",
    "archive:at_a_glance": "below",
    "archive:find": "below",
    "archive:cite": "below",
    "archive:page_cite": "below",
    "archive:version": "version",
    "archive:version_page": "version",
    "archive:version_go_to_page": "version",
    "archive:version_download": "version",
    "archive:version_page_image": "version",
    "archive:version_page_pdf": "version",
    "archive:version_at_a_glance": "version",
    "archive:version_find": "version",
    "archive:version_differences": "version",
    "archive:version_cite": "version",
    "archive:version_page_cite": "version",
    "citation for programs": "below",
    "citation of the version for programs": "version",
    "differences of the newer version": "newer differences",
    "differences of the newer version with this one": "newer differences with it",
    "archive:creator": "creator",
    "archive:unit": "lists",
    "related to another document": "lists",
    "search:results": "lists",
    "results of a facet in the address": "lists",
    "search command": "lists",
    "facet labels": "lists",
    "archive entrance": "entrance",
    "front page": "entrance",
    "fonds page": "entrance",
    "page of a state": "entrance",
    "page of a region": "entrance",
    "map of the states": "entrance",
    "evidence in an article": "evidence",
    "documents in an article": "lists",
    "home:news_feed": "lists for everybody",
    "home:archive_feed": "lists for everybody",
    "home:state_feed": "lists for everybody",
    "home:sitemap_section": "lists for everybody",
}
"""Every surface, and the row of the table that holds for it. An entrance shows only the newest: it need not hold what
it may hold."""

# public · own: archivist, communication, university · other: archivist, administrator · commission · superuser
MATRIX: dict[str, dict[str, Row]] = {
    "draft": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "in review (institution)": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "in review (commission)": {
        "address": (A, F, F, F, A, A, F, F),
        "below": (A, F, F, F, A, A, F, F),
        "version": (A, F, F, F, A, A, F, F),
        "lists": (A, F, F, F, A, A, F, F),
        "creator": (A, F, F, F, A, A, F, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, F, F),
    },
    "sent back": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "published": {
        "address": (F, F, F, F, F, F, F, F),
        "below": (F, F, F, F, F, F, F, F),
        "version": (F, F, F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F, F, F),
        "creator": (F, F, F, F, F, F, F, F),
        "entrance": (F, F, F, F, F, F, F, F),
        "lists for everybody": (F, F, F, F, F, F, F, F),
        "evidence": (F, F, F, F, F, F, F, F),
    },
    "published with a draft": {
        "address": (F, F, F, F, F, F, F, F),
        "below": (F, F, F, F, F, F, F, F),
        "version": (F, F, F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F, F, F),
        "creator": (F, F, F, F, F, F, F, F),
        "entrance": (F, F, F, F, F, F, F, F),
        "lists for everybody": (F, F, F, F, F, F, F, F),
        "evidence": (F, F, F, F, F, F, F, F),
    },
    "superseded version": {
        "address": (F, F, F, F, F, F, F, F),
        "below": (F, F, F, F, F, F, F, F),
        "version": (F, F, F, F, F, F, F, F),
        "newer differences": (F, F, F, F, F, F, F, F),
        "newer differences with it": (F, F, F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F, F, F),
        "creator": (F, F, F, F, F, F, F, F),
        "entrance": (F, F, F, F, F, F, F, F),
        "lists for everybody": (F, F, F, F, F, F, F, F),
        "evidence": (F, F, F, F, F, F, F, F),
    },
    "withdrawn version": {
        "address": (F, F, F, F, F, F, F, F),
        "below": (F, F, F, F, F, F, F, F),
        "version": (T, T, T, T, T, T, T, T),
        "newer differences": (F, F, F, F, F, F, F, F),
        "newer differences with it": (T, T, T, T, T, T, T, T),
        "lists": (F, F, F, F, F, F, F, F),
        "creator": (F, F, F, F, F, F, F, F),
        "entrance": (F, F, F, F, F, F, F, F),
        "lists for everybody": (F, F, F, F, F, F, F, F),
        "evidence": (A, A, A, A, A, A, A, A),
    },
    "scheduled": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, F, F, F, A, A, A, F),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "reserved": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "reserved, existence public": {
        "address": (N, F, F, F, N, N, N, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "reserved, release approved": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, F, F, F, A, A, A, F),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "reservation due": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "reservation ended, release approved": {
        "address": (F, F, F, F, F, F, F, F),
        "below": (F, F, F, F, F, F, F, F),
        "version": (F, F, F, F, F, F, F, F),
        "lists": (F, F, F, F, F, F, F, F),
        "creator": (F, F, F, F, F, F, F, F),
        "entrance": (F, F, F, F, F, F, F, F),
        "lists for everybody": (F, F, F, F, F, F, F, F),
        "evidence": (F, F, F, F, F, F, F, F),
    },
    "confidential": {
        "address": (A, F, F, F, A, A, A, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "confidential, existence public": {
        "address": (N, F, F, F, N, N, N, F),
        "below": (A, F, F, F, A, A, A, F),
        "version": (A, F, F, F, A, A, A, F),
        "lists": (A, F, F, F, A, A, A, F),
        "creator": (A, F, F, F, A, A, A, F),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, F, F, F, A, A, A, F),
    },
    "withdrawn": {
        "address": (T, T, T, T, T, T, T, T),
        "below": (T, T, T, T, T, T, T, T),
        "version": (T, T, T, T, T, T, T, T),
        "lists": (A, A, A, A, A, A, A, A),
        "creator": (T, T, T, T, T, T, T, T),
        "entrance": (A, A, A, A, A, A, A, A),
        "lists for everybody": (A, A, A, A, A, A, A, A),
        "evidence": (A, A, A, A, A, A, A, A),
    },
}
"""state: {row: what each role gets}. `version` is the first version's address, and `evidence` a quote of it in an
article; lists `for everybody` give the same to whoever asks. A creator whose documents were
withdrawn keeps its address, which names nobody."""

UNIT_MATRIX: dict[str, dict[str, Row]] = {
    "unit hidden": {
        "archive:unit": (A, F, F, F, A, A, A, F),
        "archive:unit of the series": (A, F, F, F, A, A, A, F),
        "archive:creator": (A, F, F, F, A, A, A, F),
        "archive:document in it": (A, F, F, F, A, A, A, F),
        "archive entrance": (A, F, F, F, A, A, A, F),
        "fonds page": (A, F, F, F, A, A, A, F),
        "front page": (A, A, A, A, A, A, A, A),
        "search:results": (A, A, A, A, A, A, A, A),
        "facet labels": (A, A, A, A, A, A, A, A),
    },
    "unit shown": {
        "archive:unit": (F, F, F, F, F, F, F, F),
        "archive:unit of the series": (F, F, F, F, F, F, F, F),
        "archive:creator": (F, F, F, F, F, F, F, F),
        "archive:document in it": (F, F, F, F, F, F, F, F),
        "archive entrance": (F, F, F, F, F, F, F, F),
        "fonds page": (F, F, F, F, F, F, F, F),
        "front page": (A, A, A, A, A, A, A, A),
        "search:results": (F, F, F, F, F, F, F, F),
        "facet labels": (F, F, F, F, F, F, F, F),
    },
}
"""A fonds with a series that holds one public document: what each surface may tell of the units themselves."""

EXEMPT = {
    "admin/": "the administration: tests/archive/admin tries every address of it by institution",
    "salud/": "the state of the machine: it names no record",
    "robots.txt": "the same few words for everybody",
    "media/images/<str:name>": "images of pages, which editors upload: no record has one",
    "documentos/": "Wagtail's documents of editors, never archive files",
    "_util/": "Wagtail's page passwords: pages of the site, not records",
    "": "Wagtail's pages: those that show records are the entrances above",
}
"""URL patterns that give nothing of the archive, each with its reason."""

WITHOUT_RECORDS = {
    "home:campaigns_feed": "campaigns by their titles and summaries, which editors write",
    "home:events_feed": "events by their titles and summaries, which editors write",
    "home:universities_feed": "activities at universities by their titles and summaries, which editors write",
    "home:press_feed": "releases by their titles and summaries, which editors write",
    "home:articles_feed": "articles by their titles and summaries, which editors write",
    "home:newsletter": "a form",
    "home:newsletter_asked": "the same few words for everybody",
    "home:newsletter_confirm": "a button",
    "home:newsletter_manage": "what its subscriber chose",
    "home:newsletter_own_data": "what is kept of its subscriber",
    "home:newsletter_unsubscribe": "a button",
    "home:sitemap": "how many parts the map of the site has",
    "home:style_guide": "samples that are written for it",
}
"""Addresses of the site that name no record, each with its reason."""

OF_RECORDINGS = {
    "archive:play": "what a player asks for: tests/archive/test_recordings.py tries it in each state",
    "archive:version_play": "the same",
    "archive:captions": "the same",
    "archive:version_captions": "the same",
}
"""Addresses that only recordings have, and the records of this matrix are none."""
