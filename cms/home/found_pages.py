"""Campaigns, articles and the other pages of text, found by what their title and their summary say."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from wagtail.models import Page, get_page_models

from campaigns import adapted
from campaigns.models.composed import ComposedPage
from cms.core.models.page import page_address
from cms.core.visibility import pages_shown
from search.beside import Found

WORD_BEGINS, WORD_ENDS = r"(^|\W)", r"\w{0,3}(\W|$)"
"""Around the stem of a word, which lacks three letters at most: Aguascalientes does not have "agua"."""


def find(patterns: Sequence[str], most: int) -> list[Found]:
    """Those that anybody may read now and that say all of it; what says it in its title comes first. One query."""
    rows = pages_shown(Page.objects.type(ComposedPage))
    rows = rows.annotate(summary=_of_any("summary"), aim=_of_any("aim"))
    rows = rows.annotate(said=Concat("title", Value(" "), "summary", Value(" "), "aim", output_field=TextField()))
    in_title = Case(When(_has_all("title", patterns), then=0), default=1, output_field=IntegerField())
    found = adapted.once(rows.filter(_has_all("said", patterns))).annotate(place=in_title)
    ordered = found.order_by("place", F("first_published_at").desc(nulls_last=True), "pk")
    return [_told(page) for page in ordered.select_related("content_type")[:most]]


def _has_all(name: str, patterns: Sequence[str]) -> Q:
    found = Q()
    for pattern in patterns:
        found &= Q(**{f"{name}__iregex": f"{WORD_BEGINS}{pattern}{WORD_ENDS}"})
    return found


def _of_any(name: str) -> Coalesce:
    """The column of this name of whatever kind of page the row is; empty for a kind that has none."""
    having = [
        model._meta.model_name  # noqa: SLF001 - Django's own name
        for model in get_page_models()
        if issubclass(model, ComposedPage) and any(each.name == name for each in model._meta.local_fields)  # noqa: SLF001
    ]
    return Coalesce(*(F(f"{model}__{name}") for model in having), Value(""), output_field=TextField())


def _told(page: Any) -> Found:
    kind = str(page.content_type.name)
    return Found(page.title, page_address(page.url_path), kind[:1].upper() + kind[1:], page.summary or page.aim)
