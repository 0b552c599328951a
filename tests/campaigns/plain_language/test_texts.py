"""Plain text, Markdown and HTML as blocks and links."""

import pytest

from campaigns.plain_language import Text, from_html, from_markdown, from_plain


def blocks(text: Text) -> list[tuple[str, str]]:
    return [(block.kind.value, text.content[block.start : block.end]) for block in text.blocks]


def links(text: Text) -> list[tuple[str, str]]:
    return [(text.content[link.start : link.end], link.href) for link in text.links]


def test_markdown() -> None:
    text = from_markdown(
        "Título\n======\n\n## Otro ##\nUn párrafo\nde dos líneas\n- uno\n* dos\n\n---\n```\ncódigo\n```\n"
        "| a | b |\n|---|---|\n| c | d |\n\n> cita\n> que sigue\n\nI. romano\nII. otro\n[ref]: http://x.mx\n"
    )
    assert blocks(text) == [
        ("heading", "Título"),
        ("heading", "Otro"),
        ("paragraph", "Un párrafo\nde dos líneas"),
        ("item", "uno"),
        ("item", "dos"),
        ("item", "a"),
        ("item", "b"),
        ("item", "c"),
        ("item", "d"),
        ("paragraph", "cita\n> que sigue"),
        ("item", "romano"),
        ("item", "otro"),
    ]
    assert text.prose(text.blocks[9]).split() == ["cita", "que", "sigue"]


def test_links_of_markdown() -> None:
    text = from_markdown("[uno](http://a.mx/x_(y)) [dos][ref] <http://b.mx> y http://c.mx/d. ![no](i.png)")
    assert links(text) == [
        ("uno", "http://a.mx/x_(y)"),
        ("dos", ""),
        ("http://b.mx", "http://b.mx"),
        ("http://c.mx/d", "http://c.mx/d"),
    ]


def test_plain_text_has_items_but_neither_headings_nor_links() -> None:
    text = from_plain("# Uno\r\nsigue\r\n\r\n• dos [x](http://y.mx)\r\n")
    assert blocks(text) == [("paragraph", "# Uno\r\nsigue"), ("item", "dos [x](http://y.mx)")]
    assert text.links == ()


def test_html() -> None:
    text = from_html(
        "<head><title>no</title><style>p{}</style></head><body><h1>T&iacute;tulo <b>uno</b></h1><!-- no -->"
        "<p>Vea  <a href='/x'> este\nenlace </a>hoy.<br>Y ya</p>suelto<ul><li>a<ul><li><p>b</p></li></ul></li></ul>"
        "<script>var x = '<p>no</p>'</script><table><tr><td>c</td><td>d</td></tr></table><a name=z>ancla</a>"
    )
    assert blocks(text) == [
        ("heading", "Título uno"),
        ("paragraph", "Vea este enlace hoy.\nY ya"),
        ("paragraph", "suelto"),
        ("item", "a"),
        ("item", "b"),
        ("item", "c"),
        ("item", "d"),
        ("paragraph", "ancla"),
    ]
    assert links(text) == [("este enlace", "/x")]


@pytest.mark.parametrize(
    "page", ["<p>uno<p>dos", "<p>uno</b></div><p>dos</i>", "<p>uno</p><p>dos<!-- sin fin", "<p>uno<p>dos<"]
)
def test_bad_html_is_read_as_far_as_it_goes(page: str) -> None:
    assert [words for _, words in blocks(from_html(page))][:2] == ["uno", "dos"] or "dos<" in page
    assert blocks(from_html(page))[0] == ("paragraph", "uno")
