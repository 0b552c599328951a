"""What tests ask of a text: its words as they are said, its sentences."""

from campaigns.plain_language.markdown import from_markdown
from campaigns.plain_language.tokens import passages


def said(content: str) -> list[str]:
    """Each word of the text, its syllables parted by hyphens."""
    return ["-".join(word.syllables) for passage in passages(from_markdown(content)) for word in passage.words]


def sentences(content: str) -> list[str]:
    text = from_markdown(content)
    return [text.content[each.start : each.end] for passage in passages(text) for each in passage.sentences]
