"""How a state's page stands to the national one that it was taken from, as its editor shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from campaigns import adapted_fields, corrections, locks
from campaigns.models import Adaptation
from cms.core.models.page import page_address
from cms.core.visibility import pages_shown


@dataclass(frozen=True, slots=True)
class Locked:
    """A field that the state does not change, with what it says."""

    label: str
    said: SafeString


@dataclass(frozen=True, slots=True)
class Standing:
    """The national page, whether readers get it, what of it waits here or stays behind, and what is locked."""

    title: str
    url: str
    campaign_pk: int
    is_shown: bool
    waiting: int
    behind: int
    locked: Sequence[Locked]


def of(page: Any) -> Standing | None:
    """None for a page that was not taken from another."""
    adaptation = Adaptation.objects.filter(page=page.pk).select_related("source").first() if page.pk else None
    if adaptation is None:
        return None
    source, campaign = adaptation.source, campaign_of(adaptation)
    # A piece is there for readers for as long as its campaign is.
    needed = {source.pk, campaign.source_id}
    late = list(corrections.behind().filter(adaptation=adaptation).values_list("status", flat=True))
    waiting = late.count(corrections.Status.OFFERED)
    return Standing(
        title=source.title,
        url=page_address(source.url_path),
        campaign_pk=campaign.page_id,
        is_shown=pages_shown(Page.objects.filter(pk__in=needed)).count() == len(needed),
        waiting=waiting,
        behind=len(late) - waiting,
        locked=[Locked(adapted_fields.label(type(page), name), _said(page, name)) for name in _locked(page)],
    )


def campaign_of(adaptation: Adaptation) -> Adaptation:
    """The state's copy of the campaign that this is a piece of, or that this is."""
    above = adaptation.page.get_parent()
    return Adaptation.objects.filter(page=above.pk).first() or adaptation


def _locked(page: Any) -> list[str]:
    return locks.locked(page) if hasattr(page, "locked_fields") else []


def _said(page: Any, name: str) -> SafeString:
    """What a field says, to be read."""
    field, value = page._meta.get_field(name), getattr(page, name)  # noqa: SLF001 - Django's own name
    if field.many_to_many:
        return format_html_join(", ", "{}", ((each,) for each in value.all()))
    if hasattr(value, "render_as_block"):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((each,) for each in value)))
    return format_html("{}", "" if value is None else value)
