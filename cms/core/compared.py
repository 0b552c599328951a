"""Versions of a page compared in the editors' words: labels, where Wagtail shows names and values of the code.

Wagtail asks a part of a page how it is compared, if the part has an answer. Its own lists, choices and boxes have
none; a subclass of each would be another part to every migration, so the answer is given to Wagtail's own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    FieldComparison,
    ListBlockComparison,
    TextDiff,
    diff_text,
    get_comparison_class_for_block,
    register_comparison_class,
)
from wagtail.blocks.field_block import BaseChoiceBlock


class ListComparison(ListBlockComparison):
    """A list that was added or taken out as a whole: each of its items as it would be shown alone."""

    def htmlvalue(self, val: Any) -> SafeString:
        items = []
        for child in val.bound_blocks:
            comparison = get_comparison_class_for_block(child.block)
            items.append((comparison(child.block, True, True, child.value, child.value).htmlvalue(child.value),))
        return format_html_join("\n", '<div class="comparison__child-object">{}</div>', items)


class SaidComparison(BlockComparison):
    """A value compared by what the editor calls it."""

    def say(self, value: Any) -> str:
        raise NotImplementedError

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self.say(val))

    def htmldiff(self) -> SafeString:
        changed: SafeString = diff_text(self.say(self.val_a), self.say(self.val_b)).to_html()
        return changed


class ChoiceComparison(SaidComparison):
    """One choice or several, by their labels."""

    def say(self, value: Any) -> str:
        labels = dict(_flat(self.block.field.choices))
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels.get(each, each)) for each in chosen if each)


class BooleanComparison(SaidComparison):
    def say(self, value: Any) -> str:
        return _("Sí") if value else _("No")


class DayComparison(FieldComparison):
    """A day, or an instant on the clocks of the site, in words."""

    def htmldiff(self) -> SafeString:
        before, after = _day(self.val_a), _day(self.val_b)
        if before == after:
            return escape(after)
        changes = [(kind, said) for kind, said in (("deletion", before), ("addition", after)) if said]
        changed: SafeString = TextDiff(changes, separator=" ").to_html()
        return changed


def _day(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT")


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


def install() -> None:
    """Give Wagtail's parts these comparisons."""
    blocks.ListBlock.get_comparison_class = lambda _block: ListComparison
    blocks.BooleanBlock.get_comparison_class = lambda _block: BooleanComparison
    BaseChoiceBlock.get_comparison_class = lambda _block: ChoiceComparison
    register_comparison_class(models.DateField, comparison_class=DayComparison)
