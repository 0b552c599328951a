"""What easy-read asks of a text beyond a score: short sentences, every one of them."""

from campaigns.plain_language import Kind, Text
from campaigns.plain_language.tokens import passages

MOST_WORDS = 15
"""In a sentence. Guides of easy-read (UNE 153101, IFLA) ask for short ones; this is the length that they name."""
LONGEST_QUOTED = 120
"""Characters of a sentence that its writer is shown."""


def long_sentences(text: Text) -> list[str]:
    """The sentences that are too long for easy-read, as far as they are shown. Headings are not sentences."""
    return [
        text.content[sentence.start : sentence.end][:LONGEST_QUOTED]
        for passage in passages(text)
        if passage.block.kind is not Kind.HEADING
        for sentence in passage.sentences
        if len(sentence.words) > MOST_WORDS
    ]
