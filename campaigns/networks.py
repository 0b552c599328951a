"""Social networks, with the limits that each sets to what is posted on it. Pure.

Networks change their limits without telling. Where they leave several, the one that holds for everybody stands here.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import regex

CHECKED_ON = date(2026, 11, 27)
"""When the limits were last compared with what the networks say."""
URL = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)\]…]", re.IGNORECASE)
HASHTAG = re.compile(r"(?<![\w&/])#(\w+)")
URL_WEIGHT = 23
"""What any address counts where it is replaced by a short one."""
LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that count one on X; all others, and every emoji, count two."""
_KEYCAP_OR_EMOJI = re.compile("[\u20e3\ufe0f\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")


def graphemes(text: str) -> list[str]:
    """What people see as one sign each: an emoji with its skin tone, a flag, a letter with its accents (UAX #29)."""
    signs: list[str] = regex.findall(r"\X", unicodedata.normalize("NFC", text))
    return signs


def by_code_points(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))


def by_utf16(text: str) -> int:
    """As browsers and telephones count: an emoji is two or more."""
    return len(unicodedata.normalize("NFC", text).encode("utf-16-le")) // 2


def by_graphemes(text: str) -> int:
    return len(graphemes(text))


def with_short_urls(text: str) -> int:
    """Graphemes, an address for 23 of them (Mastodon)."""
    return by_graphemes(URL.sub("x" * URL_WEIGHT, text))


def weighted(text: str) -> int:
    """As X counts: addresses 23, emoji 2, what is neither Latin nor common punctuation 2."""
    return sum(_weight(sign) for sign in graphemes(URL.sub("x" * URL_WEIGHT, text)))


def _weight(sign: str) -> int:
    if _KEYCAP_OR_EMOJI.search(sign):
        return 2
    return sum(1 if any(first <= ord(each) <= last for first, last in LIGHT) else 2 for each in sign)


@dataclass(frozen=True, slots=True)
class Network:
    """One network. `hosts` are where its posts are; `share` makes of an address and a text the link that opens its
    own form, None where it has none. `cards` are the formats of share cards that it shows best."""

    code: str
    name: str
    hosts: tuple[str, ...]
    longest: int
    counting: str
    longest_alt: int
    most_hashtags: int | None
    cards: tuple[str, ...]
    links_work: bool = True
    share: Callable[[str, str], str] | None = None

    def count(self, text: str) -> int:
        """How long the network takes the text to be."""
        return COUNTS[self.counting](text)


COUNTS: dict[str, Callable[[str], int]] = {
    "code_points": by_code_points,
    "utf16": by_utf16,
    "graphemes": by_graphemes,
    "short_urls": with_short_urls,
    "weighted": weighted,
}
"""Ways to count, by names that the counter in the browser knows too (static/js/posts.js)."""


def _with_both(form: str, address: str = "url", text: str = "text") -> Callable[[str, str], str]:
    return lambda url, said: f"{form}?{urlencode({text: said, address: url})}"


def _in_one(form: str) -> Callable[[str, str], str]:
    return lambda url, said: f"{form}?{urlencode({'text': f'{said} {url}'.strip()})}"


def _address_only(form: str, name: str) -> Callable[[str, str], str]:
    return lambda url, said: f"{form}?{urlencode({name: url})}"


NETWORKS = {
    each.code: each
    for each in (
        Network(
            "facebook",
            "Facebook",
            ("facebook.com", "fb.watch"),
            63_206,
            "utf16",
            1_000,
            None,
            ("enlace", "cuadrada"),
            share=_address_only("https://www.facebook.com/sharer/sharer.php", "u"),
        ),
        Network(
            "x",
            "X",
            ("x.com", "twitter.com"),
            280,
            "weighted",
            1_000,
            None,
            ("enlace", "cuadrada"),
            share=_with_both("https://x.com/intent/post"),
        ),
        Network(
            "instagram",
            "Instagram",
            ("instagram.com",),
            2_200,
            "utf16",
            1_000,
            5,
            ("vertical", "cuadrada", "historia"),
            links_work=False,
        ),
        Network(
            "threads",
            "Threads",
            ("threads.net", "threads.com"),
            500,
            "code_points",
            1_000,
            1,
            ("cuadrada", "vertical"),
            share=_in_one("https://www.threads.net/intent/post"),
        ),
        Network("tiktok", "TikTok", ("tiktok.com",), 2_200, "utf16", 1_000, 5, ("historia",), links_work=False),
        Network("youtube", "YouTube", ("youtube.com", "youtu.be"), 5_000, "utf16", 1_000, 15, ("enlace",)),
        Network(
            "whatsapp",
            "WhatsApp",
            ("whatsapp.com", "wa.me"),
            1_024,
            "utf16",
            1_000,
            None,
            ("historia", "enlace"),
            share=_in_one("https://wa.me/"),
        ),
        Network(
            "telegram",
            "Telegram",
            ("t.me", "telegram.me"),
            1_024,
            "utf16",
            1_000,
            None,
            ("enlace", "cuadrada"),
            share=_with_both("https://t.me/share/url"),
        ),
        Network(
            "linkedin",
            "LinkedIn",
            ("linkedin.com",),
            3_000,
            "utf16",
            300,
            None,
            ("enlace",),
            share=_address_only("https://www.linkedin.com/sharing/share-offsite/", "url"),
        ),
        Network(
            "bluesky",
            "Bluesky",
            ("bsky.app",),
            300,
            "graphemes",
            2_000,
            None,
            ("enlace", "cuadrada"),
            share=_in_one("https://bsky.app/intent/compose"),
        ),
        Network("mastodon", "Mastodon", (), 500, "short_urls", 1_500, None, ("enlace", "cuadrada")),
    )
}
"""By their codes, which rows keep. Telegram and WhatsApp: what goes with an image. Mastodon has no one host."""
CHOICES = [(each.code, each.name) for each in NETWORKS.values()]
