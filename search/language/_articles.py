"""Articles of laws: where one begins on a page, apart from where it is only cited."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^[ \t]*A(?:rt[ií]culo|RT[IÍ]CULO|rt\.)[ \t]+(\d{1,4})", re.MULTILINE)


def articles_beginning(text: str) -> list[str]:
    """Numbers of the articles whose heading opens a line of the text."""
    return list(dict.fromkeys(_HEADING.findall(text)))
