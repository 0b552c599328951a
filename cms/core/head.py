"""What the head of a page tells programs and whoever passes it on: Open Graph and schema.org."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

IN_A_SCRIPT = str.maketrans({each: f"\\u{ord(each):04X}" for each in "<>&\u2028\u2029"})
DEFAULT_PICTURE = ("images/compartir.png", 1200, 630)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its whole address, its size in pixels and what it shows."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One page in a few words. `extra` is what schema.org knows of its kind besides."""

    title: str
    description: str
    url: str
    site: str
    schema_type: str = "WebPage"
    kind: str = "website"
    picture: Picture | None = None
    published: datetime | None = None
    modified: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown_picture(self) -> Picture:
        """The page's own, or that of the site."""
        path, width, height = DEFAULT_PICTURE
        return self.picture or Picture(self._absolute(static(path)), width, height, self.site)

    def _absolute(self, path: str) -> str:
        scheme, _slashes, rest = self.url.partition("//")
        return f"{scheme}//{rest.partition('/')[0]}{path}"

    @property
    def script(self) -> SafeString:
        """What schema.org says of it; nothing for a card without a kind, whose page says it for itself."""
        return script(self._data()) if self.schema_type else mark_safe("")

    def _data(self) -> dict[str, Any]:
        known = {
            "@type": self.schema_type,
            "@id": self.url,
            "url": self.url,
            "name": self.title,
            "description": self.description,
            "inLanguage": "es-MX",
            "image": self.picture.url if self.picture else "",
            "datePublished": self.published.isoformat() if self.published else "",
            "dateModified": self.modified.isoformat() if self.modified else "",
            "isPartOf": {"@type": "WebSite", "name": self.site},
            **self.extra,
        }
        return {"@context": "https://schema.org"} | {name: value for name, value in known.items() if value}


def script(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD, in a block that no browser runs, so that the policy on scripts does not concern it.

    Nothing in it can end the block: `<`, `>` and `&` are escaped, as in Django's json_script.
    """
    text = json.dumps(data, ensure_ascii=False).translate(IN_A_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def share_links(url: str, title: str) -> list[tuple[str, str]]:
    """Name and address of what a reader passes a page on with: plain links, which ask nobody before they are used."""
    return [
        ("WhatsApp", f"https://wa.me/?{urlencode({'text': f'{title} {url}'})}"),
        ("Telegram", f"https://t.me/share/url?{urlencode({'url': url, 'text': title})}"),
        (_("Correo"), f"mailto:?{urlencode({'subject': title, 'body': url}, quote_via=quote)}"),
    ]
