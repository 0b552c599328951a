"""Until when a finished public page may be shown again: until anything that the public sees changes.

Every statement that writes to a table leaves a `PublicChange` row in its own transaction, unless the table is listed
in `UNSEEN`. The stamp is made of those rows, and pages are kept under the stamp that was read before they were made.
So a change that is rolled back disturbs nothing, and a process that is killed right after its commit leaves nothing
old behind. Statements are watched rather than signals: `QuerySet.update` and `bulk_create` send none, and a new table
counts as seen until somebody says why it is not.

What changes without a write, by the passing of time, apps declare with `register_next_change`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from cms.core.models.public_change import PublicChange

LONGEST = timedelta(minutes=5)
"""No page is kept longer: it bounds what a change by hand in the database can leave behind."""
KEEP_CHANGES = timedelta(minutes=15)
"""Longer than a page and the longest transaction together. A stamp must not come back while a page is kept under it,
and a transaction that was slow to commit adds a row below the newest one."""

TABLE = "core_publicchange"
UNSEEN: Mapping[str, str] = {
    TABLE: "the changes themselves",
    "core_job": "work that is under way; what comes of it is written elsewhere",
    "core_demorecord": "which rows came with the demonstration, for operators",
    "core_membership": "who works here: no public page names staff",
    "core_coordination": "who works here: no public page names staff",
    "search_change": "the way to the index; pages made from the index say for how many seconds they hold",
    "django_session": "sessions: nobody who has one gets a shared page",
    "auth_user": "written at every login; no public page names staff",
    "archive_archivelogentry": "the log, for staff",
    "archive_issuedcode": "a code shows nothing until a document bears it",
    "archive_issuedreference": "a code shows nothing until something bears it",
    "archive_consultation": "how often things are read, for staff",
    "campaigns_revisionclarity": "how clear drafts and published texts were, for staff",
    "campaigns_pageuse": "how often things are read, for staff",
    "campaigns_reachtarget": "what campaigns aim at, for staff",
    "campaigns_readeranswer": "what readers said of pages, for staff",
    "campaigns_airingimport": "who handed in which log; what it told is in the table of broadcasts",
    "home_subscriptionrequest": "who asked for the newsletter, for nobody",
    "home_subscription": "who gets the newsletter, for nobody",
    "home_delivery": "which digest went out, for staff",
    "campaigns_kituse": "how often kits are downloaded, for staff",
    "campaigns_claritytarget": "what texts are held to before they are published, for staff",
    "campaigns_registration": "who registered for events, for staff; no shared page says how full one is",
    "campaigns_attendance": "how many came to events, for staff",
    "campaigns_cardwords": "what editors say on cards; what is made of it is written elsewhere",
    "campaigns_socialquestion": "what people asked, for staff",
    "archive_pagecorrection": "what a page said before; what it says is in the page's own row",
    "archive_transcript": "a recording's transcript as it was typed; what readers get is in the rows of its moments",
    "archive_fieldremark": "what reviewers say to archivists",
    "wagtailcore_workflowstate": "where a review stands, for staff; what it decides is written elsewhere",
    "wagtailcore_taskstate": "where a review stands, for staff; what it decides is written elsewhere",
    "wagtailcore_modellogentry": "the log, for staff",
    "wagtailcore_pagelogentry": "the log, for staff",
    "wagtailcore_revision": "drafts: a page shows its row",
    "wagtailcore_referenceindex": "where things are used, for staff",
    "wagtailcore_uploadedfile": "uploads that are not finished",
    "wagtailadmin_editingsession": "who is editing what, every few seconds",
    "wagtailadmin_formstate": "forms that are being filled in",
    "core_siterendition": "made while a page is rendered; a new image or crop writes the image's own row",
    "wagtailimages_rendition": "of Wagtail's own model of images, which the site does not use",
    "wagtailsearch_indexentry": "Wagtail's index of the administration",
    "wagtailsearch_indexentry_fts": "Wagtail's index of the administration",
    "wagtailusers_userprofile": "preferences of staff",
}
"""Tables that no public page shows, with the reason."""

_WRITE = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+[\"`]?(\w+)",
    re.IGNORECASE,
)
_migrating = Event()
T = TypeVar("T")
NextChange = Callable[[datetime], datetime | None]
_next_changes: list[NextChange] = []


def register_next_change(ask: NextChange) -> None:
    """`ask` tells the first instant after the given one at which rows open or close by themselves."""
    _next_changes.append(ask)


def next_change(after: datetime, state: str = "") -> datetime | None:
    """The first instant after this one at which the public sees something else without anybody writing.

    In one state of the site the first one stays the first until it is there.
    """
    known = kept(state, "next-change", lambda: (_next_change(after),))[0]
    return known if known is None or known > after else _next_change(after)


def _next_change(after: datetime) -> datetime | None:
    return min((instant for ask in _next_changes if (instant := ask(after))), default=None)


def kept(state: str, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, asked once in this process as long as the site is in this state (`stamp`).

    Without a state it is asked each time. What it gives must not depend on who asks, nor on the time.
    """
    key = f"kept-{name}-{state}"
    found: T | None = caches["kept"].get(key) if state else None
    if found is None:
        found = make()
        if state:
            caches["kept"].set(key, found, timeout=LONGEST.total_seconds())
    return found


def stamp() -> str:
    """What names the present state of everything that the public sees.

    Rows are only added, and taken away from the lowest up. So between two stamps with the same lowest and highest
    number the count can only have grown, also where a transaction commits after another that took a higher number.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), MIN(id), MAX(id), SUM(nonce) FROM {TABLE}")  # noqa: S608
        row = cursor.fetchone()
    for watch in _watches(connection):
        watch.forget()
    return ".".join(str(value) for value in row)


def touch() -> None:
    """Let pages that were finished before this transaction not be shown again, for what no table tells."""
    for watch in _watches(connection):
        watch.note()


def prune() -> None:
    """Forget old changes, and leave a new one: no state of the table, and so no stamp, comes back."""
    old = PublicChange.objects.filter(created_at__lt=timezone.now() - KEEP_CHANGES).order_by("-pk")
    newest = old.values_list("pk", flat=True).first()
    if newest:
        with transaction.atomic():
            PublicChange.objects.create()
            PublicChange.objects.filter(pk__lte=newest).delete()


class _Watch:
    """Sees every statement of one connection, and notes the first of a transaction that writes what is seen."""

    def __init__(self, watched: BaseDatabaseWrapper) -> None:
        self._connection = watched
        self._noted: Callable[[], None] | None = None

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not _writes_what_is_seen(sql):
            return execute(sql, params, many, context)
        on_sqlite = self._connection.vendor == "sqlite"
        if self._connection.in_atomic_block or (on_sqlite and "RETURNING" in sql):
            # Outside a transaction SQLite can't commit before what a RETURNING gives has been fetched.
            result = execute(sql, params, many, context)
            self.note()
            return result
        with transaction.atomic(using=self._connection.alias):
            result = execute(sql, params, many, context)
            self.note()
        return result

    def note(self) -> None:
        if self._is_noted():
            return
        PublicChange.objects.using(self._connection.alias).create()
        if self._connection.in_atomic_block:
            self._noted = lambda: None
            self._connection.on_commit(self._noted)

    def _is_noted(self) -> bool:
        """Django drops the callback together with the row when a savepoint between is rolled back."""
        return self._noted is not None and any(each[1] is self._noted for each in self._connection.run_on_commit)

    def forget(self) -> None:
        """The stamp was read inside the transaction: what it changes from now on needs a row of its own."""
        self._noted = None


def _watches(of: Any) -> list[_Watch]:
    # Without a connection yet, there is none: the first statement opens it.
    of.ensure_connection()
    return [each for each in of.execute_wrappers if isinstance(each, _Watch)]


def _writes_what_is_seen(sql: Any) -> bool:
    match = _WRITE.match(sql) if isinstance(sql, str) else None
    return match is not None and match[1].lower() not in UNSEEN and not _migrating.is_set()


def watch_connection(connection: Any, **_kwargs: Any) -> None:
    """For the signal `connection_created`."""
    if not any(isinstance(each, _Watch) for each in connection.execute_wrappers):
        # At the front: whoever wraps statements for a while takes away the last one.
        connection.execute_wrappers.insert(0, _Watch(connection))


def migrations_begin(**_kwargs: Any) -> None:
    """For the signal `pre_migrate`: the table of changes may not be there yet."""
    _migrating.set()


def migrations_end(**_kwargs: Any) -> None:
    """For the signal `post_migrate`: whatever was migrated, pages are made anew."""
    if TABLE in connection.introspection.table_names():
        _migrating.clear()
        touch()
