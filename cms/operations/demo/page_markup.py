"""The text of a demo page as the parts that pages are built of.

The marks are those of `markup`, with `[words](address)` for links, and fences around parts of their own:
`::: steps`, `::: questions`, `::: callout info`, `::: evidence document=… page=…`, `::: documents`, `::: action`,
`::: cards`, `::: facts`. What follows the name of a fence is `key=value`, quoted where it has spaces.
"""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from cms.operations.demo.markup import Heading, Item, Table, blocks

Part = tuple[str, Any]
"""The kind of a part and its value, with documents by their demo names."""

FENCE = re.compile(r"^::: (?P<head>[^\n]+)\n(?P<body>.*?)^:::$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)")
_LED = re.compile(r"\*\*(?P<title>.+?)\*\*\s*(?P<text>.*)", re.DOTALL)
_CARD = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)\s*(?P<text>.*)", re.DOTALL)


class UnknownFence(Exception):
    """A fence that no part of a page is made of."""


def parts(body: str) -> Iterator[Part]:
    """The parts of a page in their order."""
    position = 0
    for fence in FENCE.finditer(body):
        yield from _running(body[position : fence.start()])
        yield _fenced(fence["head"], fence["body"].strip())
        position = fence.end()
    yield from _running(body[position:])


def rich(text: str) -> str:
    """Running text as HTML that an editor of Wagtail could have written."""
    html, listed = "", ""
    for block in blocks(text):
        kind = ("ul" if block.mark == "•" else "ol") if isinstance(block, Item) else ""
        if kind != listed:
            html += (f"</{listed}>" if listed else "") + (f"<{kind}>" if kind else "")
            listed = kind
        if not isinstance(block, Table):
            tag = "li" if listed else "p"
            html += f"<{tag}>{_inline(block.text)}</{tag}>"
    return html + (f"</{listed}>" if listed else "")


def _running(text: str) -> Iterator[Part]:
    """Headings and tables stand for themselves; what lies between is one part."""
    waiting: list[str] = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        if piece.startswith(("## ", "|")):
            yield from _paragraph(waiting)
            waiting = []
            yield from (_alone(block) for block in blocks(piece))
        elif piece:
            waiting.append(piece)
    yield from _paragraph(waiting)


def _paragraph(pieces: list[str]) -> Iterator[Part]:
    if pieces:
        yield "paragraph", rich("\n\n".join(pieces))


def _alone(block: Any) -> Part:
    return ("heading", block.text) if isinstance(block, Heading) else ("table", _table(block))


def _table(table: Table) -> dict[str, Any]:
    head, *rows = table.rows
    return {
        "columns": [{"type": "text", "heading": name} for name in head],
        "rows": [{"values": list(row)} for row in rows],
        "caption": "",
    }


def _fenced(head: str, body: str) -> Part:
    name, *words = shlex.split(head)
    told = dict(word.split("=", 1) for word in words)
    make = _FENCES.get(name)
    if make is None:
        raise UnknownFence(name)
    return name, make(told, body)


def _steps(_told: Mapping[str, str], body: str) -> dict[str, Any]:
    return {"steps": [_led(block.text) for block in blocks(body) if isinstance(block, Item)]}


def _led(text: str) -> dict[str, str]:
    found = _LED.fullmatch(text)
    title, rest = (found["title"].rstrip("."), found["text"]) if found else (text, "")
    return {"title": title, "text": rich(rest) if rest else ""}


def _questions(_told: Mapping[str, str], body: str) -> dict[str, Any]:
    found = (each.partition("\n") for each in re.split(r"^### ", body, flags=re.MULTILINE) if each.strip())
    return {"questions": [{"question": asked.strip(), "answer": rich(answer)} for asked, _line, answer in found]}


def _callout(told: Mapping[str, str], body: str) -> dict[str, Any]:
    return {"kind": told.get("kind", "info"), "title": told.get("title", ""), "text": rich(body)}


def _evidence(told: Mapping[str, str], body: str) -> dict[str, Any]:
    version = int(told["version"]) if "version" in told else None
    return {
        "document": told["document"],
        "page": int(told["page"]),
        "text": " ".join(body.split()),
        "version": version,
    }


def _documents(told: Mapping[str, str], body: str) -> dict[str, Any]:
    names = [block.text for block in blocks(body) if isinstance(block, Item)]
    return {"title": told.get("title", "Documentos para saber más"), "documents": names}


def _action(told: Mapping[str, str], body: str) -> dict[str, Any]:
    text = " ".join(body.split())
    return {"title": told["title"], "text": text, "label": told["label"], "page": None, "address": told["url"]}


def _cards(told: Mapping[str, str], body: str) -> dict[str, Any]:
    cards = [_CARD.fullmatch(block.text) for block in blocks(body) if isinstance(block, Item)]
    return {
        "title": told.get("title", ""),
        "cards": [
            {"label": card["label"], "text": card["text"], "page": None, "address": card["url"]}
            for card in cards
            if card
        ],
    }


def _facts(told: Mapping[str, str], body: str) -> dict[str, Any]:
    slugs = [block.text for block in blocks(body) if isinstance(block, Item)]
    return {"title": told.get("title", ""), "facts": slugs}


_FENCES: Mapping[str, Callable[[Mapping[str, str], str], dict[str, Any]]] = {
    "steps": _steps,
    "questions": _questions,
    "callout": _callout,
    "evidence": _evidence,
    "documents": _documents,
    "action": _action,
    "cards": _cards,
    "facts": _facts,
}


def _inline(text: str) -> str:
    html = _LINK.sub(lambda link: f'<a href="{link["url"]}">{link["label"]}</a>', escape(text, quote=False))
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
