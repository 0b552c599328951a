"""Selectors for lists of articles: a few queries, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from wagtail.models import Page
from wagtail.query import PageQuerySet

from archive.paging import Pager, asked_number
from cms.core import visibility
from cms.home.models import ArticleIndexPage, ArticlePage, Topic

ON_A_PAGE = 12
BESIDE = 3


@dataclass(frozen=True, slots=True)
class Filter:
    """One value by which the list can be narrowed: what it is called, where it leads, whether it is on."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list as it was asked for."""

    articles: Sequence[ArticlePage]
    total: int
    pager: Pager
    kinds: Sequence[Filter]
    topics: Sequence[Filter]

    @property
    def is_filtered(self) -> bool:
        return any(each.is_on for each in [*self.kinds, *self.topics])


def shown() -> PageQuerySet:
    """The articles that anybody may read, the newest first, with what their cards show."""
    rows = visibility.pages_shown(ArticlePage.objects.all()).select_related("topic", "image")
    return rows.order_by("-first_published_at", "-pk").prefetch_related("image__renditions")


def asked(index: ArticleIndexPage, query: QueryDict) -> Listed:
    """The part of the list that a reader asks for. A filter that does not exist narrows nothing."""
    kind = query.get("clase", "") if query.get("clase", "") in ArticlePage.Kind.values else ""
    topics = list(Topic.objects.filter(articles__in=shown().child_of(index)).distinct())
    topic = next((each.slug for each in topics if each.slug == query.get("tema")), "")
    rows = shown().child_of(index)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(topic__slug=topic) if topic else rows
    total = rows.count()
    kept = {name: value for name, value in (("clase", kind), ("tema", topic)) if value}
    pager = Pager.at(asked_number(query) or 1, total, ON_A_PAGE, keep=kept)
    return Listed(
        articles=list(rows[pager.span]),
        total=total,
        pager=pager,
        kinds=[_filter(each.label, "clase", each.value, kind, {"tema": topic}) for each in ArticlePage.Kind],
        topics=[_filter(each.name, "tema", each.slug, topic, {"clase": kind}) for each in topics],
    )


def _filter(label: Any, name: str, value: str, chosen: str, others: dict[str, str]) -> Filter:
    """Leads to the list with the filter, or without it where it is on."""
    wanted = {**others, name: "" if value == chosen else value}
    said = {key: each for key, each in wanted.items() if each}
    return Filter(str(label), f"?{urlencode(said)}" if said else "?", value == chosen)


def newest(limit: int, first: Sequence[int] = ()) -> list[ArticlePage]:
    """The newest articles, after those that are to be first."""
    rows = shown().in_bulk(list(first))
    chosen = [rows[pk] for pk in first if pk in rows][:limit]
    rest = shown().exclude(pk__in=[each.pk for each in chosen])[: limit - len(chosen)]
    return [*chosen, *rest]


def below(page: Page, limit: int) -> list[ArticlePage]:
    """The newest articles in a section."""
    return list(shown().descendant_of(page)[:limit])


def beside(article: ArticlePage) -> list[ArticlePage]:
    """What else to read: of the same topic first."""
    others = shown().exclude(pk=article.pk)
    same = list(others.filter(topic=article.topic)[:BESIDE]) if article.topic_id else []
    rest = others.exclude(pk__in=[each.pk for each in same])[: BESIDE - len(same)]
    return [*same, *rest]
