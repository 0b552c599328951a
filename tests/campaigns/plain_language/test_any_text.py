"""What holds for any text at all."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.plain_language import Text, from_html, from_markdown, from_plain, measure
from campaigns.plain_language.tokens import passages

LETTERS = "aeiouáéíóúüñyhtlqgxsr.,:;!?…-–'’()[]<>#*_|`/\\@%$°º0123456789"
PIECES = st.sampled_from(
    [*LETTERS, "\n", "\n\n", " ", "\t", "\r\n", "\u0301", "\u00ad", "- ", "1. ", "# ", "](", "http://", "www.",
     ".mx", "art. ", "EE. UU. ", "INAI", "SNT ", "(SNT)", "ser ", "fue ", "ado ", "ando ", "llevar a cabo la ",
     "en virtud de ",
     "<p>", "</p>", "<a href=x>", "</a>", "<li>", "<!--", "-->", "&amp;", "15.3", "1,234", "$", "10:30", "XXI ", "ﬁ",
     "²", "ß", "İ", "ǆ", "中", "\U0001f600", "\ud800"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))
READERS = st.sampled_from([from_plain, from_markdown, from_html])


def check_places(text: Text) -> None:
    content = text.content
    last = 0
    for passage in passages(text):
        for sentence in passage.sentences:
            assert passage.block.start <= sentence.start < sentence.end <= passage.block.end
            for word in sentence.words:
                assert last <= word.start < word.end <= sentence.end
                assert word.start >= sentence.start
                assert word.syllables
                last = word.end
    for mark in measure(text).marks:
        assert 0 <= mark.start < mark.end <= len(content)
        assert content[mark.start : mark.end] == mark.text
    for link in text.links:
        assert 0 <= link.start <= link.end <= len(content)


@given(TEXTS, READERS)
def test_words_are_in_order_and_every_place_is_in_the_text(content: str, reader: object) -> None:
    assert callable(reader)
    check_places(reader(content))


@given(st.text(alphabet=st.characters(categories=["L", "M"]), min_size=1, max_size=20))
def test_syllables_lose_no_letter_of_an_ordinary_word(word: str) -> None:
    from campaigns.plain_language.letters import composed
    from campaigns.plain_language.syllables import syllables

    assert "".join(syllables(composed(word))) == composed(word)


def test_a_long_text_is_read_whole() -> None:
    sentence = "La solicitud fue aprobada por el comité, en virtud del acuerdo 15, modificando el anterior. "
    measured = measure(sentence * 2_000)
    assert measured.word_count == 2_000 * len(sentence.split())
    assert measured.sentence_count == 2_000
    assert len(measured.marks) == 2_000 * 3


def test_rows_that_make_careless_patterns_slow_are_read() -> None:
    for piece in ("1,111,", "<!--", "a.", "[", "(a", "\u0301", "http://a.mx "):
        for reader in (from_markdown, from_html):
            measure(reader(piece * 5_000))
