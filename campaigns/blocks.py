"""Parts of which texts for the public are built."""

from wagtail import blocks

from archive.blocks import OF_THE_ARCHIVE
from cms.core.blocks import TEXT

ARTICLE: list[tuple[str, blocks.Block]] = [*TEXT, *OF_THE_ARCHIVE]
"""What an article, a guide, a campaign or any page of text is built of."""
