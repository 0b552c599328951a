"""Who may see a row, and through whose eyes a question is asked: two values that the database rule and the
search index share. Pure, so that engines can use them without Django."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody from an instant on, and at any time the holders of one of the tags.

    `public_from` is an aware instant, or None where the public never sees the row. It is compared when a question
    is answered, never by a job that changes the row or the index.
    """

    public_from: datetime | None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """The instant of the question, and the audience tags that the person holds (none for the public)."""

    now: datetime
    tags: frozenset[str] = frozenset()


NOBODY = Audience(public_from=None)
EVERYTHING = "all"
"""The tag of those who see all institutions' material."""


SUBMITTED = "submitted"
"""The tag of the Archives commission's reviewers, on what institutions have submitted to it."""


def institution_tag(institution_id: int) -> str:
    """The tag held by the staff of an institution."""
    return f"institution:{institution_id}"
