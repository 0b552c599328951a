"""What is locked, compared between versions in the words of the editor."""

from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, diff_text

from campaigns.lockable import LOCKABLE


class LockedComparison(FieldComparison):
    """The fields by their labels."""

    def htmldiff(self) -> SafeString:
        changed: SafeString = diff_text(_said(self.val_a), _said(self.val_b)).to_html()
        return changed


def _said(names: list[str]) -> str:
    return ", ".join(str(LOCKABLE[name]) for name in names or [] if name in LOCKABLE)
