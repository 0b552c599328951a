"""Versions of a page of text: in easy-read Spanish, in other languages. Which there are, and which lag behind.

A version keeps what its original said when it was made, and from which revision of it (docs/adr/0026). Whether the
original says something else by now is asked when somebody looks: no flag has to be turned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core import freshness
from cms.core.languages import SPANISH
from cms.core.models.page import page_address
from cms.core.visibility import pages_shown

if TYPE_CHECKING:
    from campaigns.models.composed import ComposedPage
    from campaigns.models.version import VersionPage


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the same: the original or a version."""

    name: str
    code: str
    """Its language (BCP 47)."""
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of the original that says something else than it did."""

    html: SafeString
    """What went and what came, marked as Wagtail marks it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a version stands to its original."""

    version: "VersionPage"
    original: Page
    is_behind: bool
    since: datetime | None
    """When the original was published last."""


def to_read(page: "ComposedPage", state: str = "") -> Sequence[Reading]:
    """The original and all its versions that anybody may read; none where it is the only one.

    `state` is that of the public site (`freshness.kept`): most pages have no version, and none of them asks.
    """
    from campaigns.models.version import VersionPage  # noqa: PLC0415 - pages ask here

    if page.pk is None:
        return []
    is_version = isinstance(page, VersionPage)
    path = page.path[: -Page.steplen] if is_version else page.path
    if not is_version and path not in freshness.kept(state, "with-versions", _with_versions):
        return []
    original = page.get_parent() if is_version else page
    rows = pages_shown(_below(path)).specific()
    readings = [Reading(each.said_as, each.text_language, page_address(each.url_path), each == page) for each in rows]
    first = Reading(_("Español"), SPANISH, page_address(original.url_path), current=not is_version)
    return [first, *readings] if readings else []


def _all() -> PageQuerySet:
    from campaigns.models.version import VersionPage  # noqa: PLC0415

    return Page.objects.type(VersionPage)


def _below(path: str) -> PageQuerySet:
    """The versions of the page with this path, in the order of its editors."""
    children = _all().filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
    return children.order_by("path")


def _with_versions() -> frozenset[str]:
    """The paths of pages that have a version, shown or not: when one ends is asked of each."""
    return frozenset(path[: -Page.steplen] for path in _all().values_list("path", flat=True))


def standing(pages: PageQuerySet) -> list[Standing]:
    """How the versions among these pages stand to their originals: those behind first. Few queries for any number."""
    rows: list[VersionPage] = list(pages.filter(pk__in=_all().values("pk")).specific())
    paths = {row.path[: -Page.steplen] for row in rows}
    originals = {each.path: each for each in Page.objects.filter(path__in=paths).specific()}
    found = []
    for row in rows:
        original = originals[row.path[: -Page.steplen]]
        found.append(Standing(row, original, row.lags_behind(original), original.last_published_at))
    return sorted(found, key=lambda each: (not each.is_behind, each.version.title))


def behind(pages: PageQuerySet) -> set[int]:
    """The keys of the versions among these pages whose originals say something else by now."""
    return {each.version.pk for each in standing(pages) if each.is_behind}


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """What was said differently, piece by piece, in the order of the newer text."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    return [
        Change(diff_text("\n".join(before[a1:a2]), "\n".join(after[b1:b2])).to_html())
        for kind, a1, a2, b1, b2 in matcher.get_opcodes()
        if kind != "equal"
    ]
