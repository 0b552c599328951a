"""Pieces of HTML: how they become a tree to change, and text again."""

import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from lxml import html

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without the characters that neither XML nor a tree can hold; what people paste may have some."""
    return _NOT_IN_XML.sub("", text)


def parse(rendered: str, within: str = "div") -> Any:
    """The piece as a tree, in an element put around it."""
    root = html.fragment_fromstring(without_controls(rendered), create_parent=within)
    for element in root.iter():
        # A reference such as "&#1;" becomes its character only here.
        for part in ("text", "tail"):
            held = getattr(element, part)
            if held and _NOT_IN_XML.search(held):
                setattr(element, part, without_controls(held))
    return root


def whole(root: Any) -> SafeString:
    """The piece with the element that was put around it, as safe as what was parsed."""
    return mark_safe(html.tostring(root, encoding="unicode", with_tail=False))  # noqa: S308


def inside(root: Any) -> SafeString:
    """The piece without the element that was put around it, as safe as what was parsed."""
    return mark_safe(whole(root).removeprefix(f"<{root.tag}>").removesuffix(f"</{root.tag}>"))  # noqa: S308
