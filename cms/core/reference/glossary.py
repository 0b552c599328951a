"""Words of the glossary in texts: each is marked where it first stands, and explained at the end of the page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from lxml import etree

from cms.core import fragments
from cms.core.reference.models import GlossaryTerm

NOT_IN = frozenset(
    {
        "a",
        "abbr",
        "blockquote",
        "button",
        "code",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "label",
        "q",
        "script",
        "summary",
    }
)
"""Elements whose words stay as they are: what can be pressed already, headings, and what others said. So do the
facts below a title (class `meta`), which are names."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A text with the first use of each known word marked, and those words in the order of the alphabet."""

    html: SafeString
    terms: Sequence[GlossaryTerm]


def explain(text: str, *, leave_out: Iterable[int] = ()) -> Explained:
    """Mark the words of the glossary in this HTML, which is safe as it is given and stays so."""
    terms = list(GlossaryTerm.objects.published().exclude(pk__in=list(leave_out))) if text.strip() else []
    known = {form.casefold(): term for term in terms for form in (term.term, *term.forms)}
    if not known:
        return Explained(mark_safe(text), [])  # noqa: S308 - rendered by our own templates
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in sorted(known, key=len, reverse=True))})(?!\w)",
        re.IGNORECASE,
    )
    marker = _Marker(known, pattern)
    root = fragments.parse(text)
    marker.walk(root)
    found = sorted(marker.found.values(), key=lambda term: slugify(term.term))
    return Explained(fragments.inside(root), found)


class _Marker:
    """Goes through a text once; each word is marked only the first time."""

    def __init__(self, known: dict[str, GlossaryTerm], pattern: re.Pattern[str]) -> None:
        self._known = known
        self._pattern = pattern
        self.found: dict[int, GlossaryTerm] = {}

    def walk(self, element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in NOT_IN or element.get("class") == "meta":
            return
        self._mark_text(element)
        for child in list(element):
            if child.get("class") != "term":
                self.walk(child)
            self._mark_tail(child)

    def _mark_text(self, element: Any) -> None:
        before, links = self._links(element.text or "")
        if links:
            element.text = before
            for place, link in enumerate(links):
                element.insert(place, link)

    def _mark_tail(self, child: Any) -> None:
        before, links = self._links(child.tail or "")
        if links:
            child.tail = before
            parent = child.getparent()
            place = parent.index(child)
            for step, link in enumerate(links, 1):
                parent.insert(place + step, link)

    def _links(self, text: str) -> tuple[str, list[Any]]:
        """What stands before the first word to mark, and a link for each, with what follows it as its tail."""
        links: list[Any] = []
        before, end = text, 0
        for match in self._pattern.finditer(text):
            # The pattern takes some letters for the same that are not, such as the "ı" of Turkish for "i".
            term = self._known.get(match[0].casefold())
            if term is None or term.pk in self.found:
                continue
            self.found[term.pk] = term
            if links:
                links[-1].tail = text[end : match.start()]
            else:
                before = text[: match.start()]
            links.append(_link(term, match[0]))
            end = match.end()
        if links:
            links[-1].tail = text[end:]
        return before, links


def _link(term: GlossaryTerm, word: str) -> Any:
    link = etree.Element("a", {"class": "term", "href": f"#palabra-{term.slug}", "id": f"uso-{term.slug}"})
    link.text = word
    return link


def by_letter() -> list[tuple[str, list[GlossaryTerm]]]:
    """All words under their first letter, without accents; ñ is a letter of its own."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in sorted(
        GlossaryTerm.objects.published().select_related("source"), key=lambda each: _sorted_by(each.term)
    ):
        letters.setdefault(_letter(term.term), []).append(term)
    return list(letters.items())


def _letter(word: str) -> str:
    first = word[:1].upper()
    return first if first == "Ñ" else (slugify(first).upper() or first)


def _sorted_by(word: str) -> str:
    return slugify(word.replace("ñ", "n~"), allow_unicode=False) or word
