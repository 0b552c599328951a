"""What readers said of pages: taken down, counted, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from campaigns.models import ReaderAnswer
from cms.core.visibility import pages_shown

COMMENT_REMOVED = "campaigns.remove_comment"
KEEP_COMMENTS = timedelta(days=365)
"""By then a comment has been read, and the page mended. The answers themselves say nothing of anybody, and stay."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many answered of something, and how many of them that it was of use."""

    label: str | date
    answers: int
    useful: int

    @property
    def percent(self) -> float:
        return 100 * self.useful / self.answers


def asked_page(pk: str) -> Page | None:
    """The page that a reader can have before them now; None for any other, whether there is one or not."""
    if not pk.isdecimal():
        return None
    found = pages_shown(Page.objects.filter(pk=pk, depth__gt=1)).first()
    return found.specific if found else None


def keep(page: Page, *, revision_pk: int | None, was_useful: bool, comment: str) -> ReaderAnswer:
    """Take an answer down, and nothing of who gave it."""
    speaks_for = getattr(page, "speaks_for", lambda: None)
    return ReaderAnswer.objects.create(
        page_id=page.pk,
        revision_pk=revision_pk,
        state=speaks_for(),
        was_useful=was_useful,
        comment=comment.strip(),
        answered_on=timezone.localdate(),
    )


@transaction.atomic
def remove_comment(answer: ReaderAnswer, *, actor: User, reason: str) -> None:
    """Take the words away, and say why in the log, which does not repeat them; that somebody answered stays."""
    ReaderAnswer.objects.filter(pk=answer.pk).update(comment="")
    log(answer.page.specific, COMMENT_REMOVED, user=actor, data={"reason": reason})


def outdated() -> QuerySet[ReaderAnswer]:
    """Answers whose comment has been kept for long enough."""
    return ReaderAnswer.objects.exclude(comment="").filter(answered_on__lt=timezone.localdate() - KEEP_COMMENTS)


def by_page(rows: QuerySet[ReaderAnswer], most: int) -> Sequence[Mapping[str, Any]]:
    """The pages of these answers, those that helped least first: key, title, answers, useful ones."""
    counted = rows.order_by().values("page", "page__title").annotate(answers=Count("pk"), useful=_useful())
    return sorted(counted, key=lambda each: (each["useful"] / each["answers"], -each["answers"]))[:most]


def by_state(rows: QuerySet[ReaderAnswer]) -> list[Share]:
    """Of these answers, those to the states' pages and to the national ones."""
    found = rows.order_by("state__name").values_list("state__name").annotate(answers=Count("pk"), useful=_useful())
    return [Share(name or _("Nacional"), answers, useful) for name, answers, useful in found]


def by_month(rows: QuerySet[ReaderAnswer]) -> list[Share]:
    """Of these answers, those of each month, the newest first."""
    months = rows.annotate(month=TruncMonth("answered_on")).order_by("-month").values_list("month")
    return [
        Share(month, answers, useful)
        for month, answers, useful in months.annotate(answers=Count("pk"), useful=_useful())
    ]


def _useful() -> Count:
    return Count("pk", filter=Q(was_useful=True))
