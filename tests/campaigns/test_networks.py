"""How long networks take a text to be, and what is said of one that they would refuse."""

import pytest

from campaigns import personal_data
from campaigns.admin.social_forms import CountedText
from campaigns.networks import NETWORKS, by_graphemes, by_utf16, weighted, with_short_urls
from campaigns.post_text import whole
from tests.journeys.browser import open_context
from tests.places import ROOT

ADDRESS = "https://acervo.example.mx/campanas/pregunte-sin-miedo-que-es-su-derecho/"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Preguntar es su derecho", 23),
        ("¿Qué?", 5),
        ("que\u0301", 3),
        ("💧", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("🇲🇽", 2),
        ("1️⃣", 2),
        ("水", 2),
        ("…", 2),
        ("—“”", 3),
        (ADDRESS, 23),
        (f"Vea {ADDRESS}.", 28),
        (f"({ADDRESS})", 25),
    ],
)
def test_on_x_addresses_and_emoji_have_a_weight_of_their_own(text: str, length: int) -> None:
    """By twitter-text's third configuration: 280, addresses 23, emoji 2, Latin 1."""
    assert weighted(text) == length


WRITTEN = (
    "",
    "¿Qué? Preguntar es su derecho",
    "💧👍🏽 👨\u200d👩\u200d👧 🇲🇽 1\ufe0f\u20e3 水 … —“”",
    "que\u0301 ñandu\u0301",
    f"Vea {ADDRESS}.",
    "  Con lugar de sobra \n",
    "Dos\nrenglones \n\n y una\u200bpalabra",
)


@pytest.mark.once
@pytest.mark.browser
@pytest.mark.parametrize("link", ["", "https://acervo.example.mx/larga/direccion/para-contar/"])
def test_the_browser_counts_as_the_server_does(chromium: str, link: str) -> None:
    widget = CountedText()
    widget.lead_to({7: ADDRESS})
    others = f'<input id="id_network"><input id="id_link" value="{link}"><input id="id_campaign" value="7">'
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        page.add_init_script(path=ROOT / "templates" / "static" / "js" / "posts.js")
        field = str(widget.render("text", "", {"id": "id_text"}))
        page.route("**/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=others + field))
        page.goto("http://localhost/")
        for network in NETWORKS.values():
            page.fill("#id_network", network.code)
            for text in WRITTEN:
                page.fill("#id_text", text)
                posted = whole(text.strip(), (link or ADDRESS) if network.links_work else "")
                left = network.longest - network.count(posted)
                said = f"{'Sobran' if left < 0 else 'Quedan'} {abs(left):,}"
                assert page.inner_text(".post-count") == said, (network.code, text)


def test_others_count_signs_or_code_units() -> None:
    assert by_graphemes("👨‍👩‍👧 ñ 🇲🇽") == 5
    assert by_graphemes("Uno\n\nDos\tTres") == 13
    assert by_utf16("💧a") == 3
    assert with_short_urls(f"Vea {ADDRESS}") == 27


def test_every_network_knows_how_to_count_and_shares_by_a_plain_link() -> None:
    for network in NETWORKS.values():
        assert network.count("ñandú") == 5
        if network.share:
            link = network.share("https://a.mx/?x=1&y=2", "¿Qué & cómo?")
            assert link.startswith("https://")
            assert "%26y%3D2" in link


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Me llamo @juana_perez", "cuenta"),
        ("Escriba a juana.perez@example.org", "correo"),
        ("Mi número es 55 1234 5678", "teléfono"),
        ("+52 (492) 123-4567", "teléfono"),
        ("Mi folio 330026324000123 sigue igual", "folio"),
        ("PEGJ800101MZSRRN09 es mi CURP", "CURP"),
        ("vean facebook.com/juana.perez", "perfil"),
    ],
)
def test_what_names_a_person_is_noticed(text: str, sign: str) -> None:
    assert any(sign in found for found in personal_data.leading_to_somebody(text))


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuánto gastó el municipio en 2024 y 2025?",
        "¿Dónde están los 1 500 000 pesos del agua?",
        "¿Por qué no hay agua desde el 15 de abril?",
        "¿Qué es el art. 6 de la ley?",
        "",
    ],
)
def test_questions_as_people_ask_them_name_nobody(text: str) -> None:
    """The control: years, sums and days are no telephones."""
    assert personal_data.leading_to_somebody(text) == []
