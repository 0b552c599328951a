"""The measure of plain Spanish: readability and marks on what could be said more plainly.

Pure: nothing here knows the site or its database. Advice, not truth: a formula knows syllables, not readers.
"""

from campaigns.plain_language.html import from_html
from campaigns.plain_language.markdown import from_markdown, from_plain
from campaigns.plain_language.marks import Mark
from campaigns.plain_language.measure import Measure, Paragraph, measure
from campaigns.plain_language.reading import say
from campaigns.plain_language.score import BANDS, FEWEST_WORDS, Band
from campaigns.plain_language.text import Block, Kind, Link, Text

__all__ = [
    "BANDS",
    "FEWEST_WORDS",
    "Band",
    "Block",
    "Kind",
    "Link",
    "Mark",
    "Measure",
    "Paragraph",
    "Text",
    "from_html",
    "from_markdown",
    "from_plain",
    "measure",
    "say",
]
