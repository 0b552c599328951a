"""What keeps a page from being published, whichever way it takes there: form, approval, bulk action, schedule."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Refusal:
    """A field of the page, and what its writer is told to do about it."""

    field: str
    message: str


class NotPublishable(Exception):
    """A page that is not ready was to be published. The message, in Spanish, says what to do."""

    def __init__(self, page: Page, refusals: Sequence[Refusal]) -> None:
        title = page.get_admin_display_title()
        super().__init__(f"«{title}»: {' '.join(refusal.message for refusal in refusals)}")
        self.page_pk = page.pk
