"""What the writer of a page said in own words, as HTML: what plain language is measured on.

Left out is what nobody may rewrite: passages of documents, what a person said, tables, figures with their source.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import escape


def own_text(title: str, summary: str, body: Iterable[Any]) -> str:
    """The page's own words: blank lines part the paragraphs of the summary, `body` is what a StreamField gives."""
    said = [_tag("h1", title), *(_tag("p", each) for each in summary.split("\n\n"))]
    said += [WRITTEN_IN[part.block_type](part.value) for part in body if part.block_type in WRITTEN_IN]
    return "\n".join(each for each in said if each)


def _tag(name: str, words: Any) -> str:
    return f"<{name}>{escape(words)}</{name}>" if words else ""


def _rich(value: Any) -> str:
    """Rich text as it was typed: links keep their words, wherever they lead."""
    return str(getattr(value, "source", value) or "")


def _titled(items: Iterable[Mapping[str, Any]], title: str, text: str) -> str:
    return "\n".join(_tag("h3", each.get(title)) + _rich(each.get(text)) for each in items)


def _plain(items: Iterable[Mapping[str, Any]], title: str, text: str) -> str:
    return "\n".join(_tag("h3", each.get(title)) + _tag("p", each.get(text)) for each in items)


WRITTEN_IN: dict[str, Callable[[Any], str]] = {
    "heading": lambda value: _tag("h2", value),
    "paragraph": _rich,
    "steps": lambda value: _titled(value["steps"], "title", "text"),
    "questions": lambda value: _titled(value["questions"], "question", "answer"),
    "callout": lambda value: _titled([value], "title", "text"),
    "story": lambda value: _titled([value], "title", "text"),
    "figure": lambda value: _tag("p", value["caption"]),
    "action": lambda value: _plain([value], "title", "text"),
    "cards": lambda value: _tag("h2", value["title"]) + _plain(value["cards"], "label", "text"),
}
"""Parts with words of the writer's own, and how they read as HTML."""
