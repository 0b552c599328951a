"""One page with all of it. Nothing here is of the database: it looks the same everywhere."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import fragments, public_cache
from cms.home.style_guide import (
    archive_parts,
    campaign_parts,
    clarity_parts,
    event_parts,
    page_parts,
    press_parts,
    tokens,
)
from cms.home.style_guide.sample import Sample

ICONS = settings.BASE_DIR / "templates" / "components" / "icons"
SIZES = ("display", "h1", "h2", "h3", "text-l", "text-s")
NOT_SHOWN = {
    "site_nav": "stands above the guide itself",
    "header_search": "stands above the guide itself",
    "site_footer": "stands below the guide itself",
    "head_metadata": "is for programs: nothing of it is seen",
    "open_graph": "is for programs: nothing of it is seen",
    "kept_filters": "is hidden fields of a form: nothing of it is seen",
    "campaign_card": "asks a page of the site for its address; looks like card",
    "campaign_cards": "asks pages of the site for their addresses; looks like cards",
    "activity_card": "asks a page of the site for its address; looks like card",
    "activity_cards": "asks pages of the site for their addresses; looks like cards",
    "article_card": "asks a page of the site for its address; looks like card",
    "article_cards": "asks pages of the site for their addresses; looks like cards",
    "in_the_media": "lists under headings, each of which is shown by itself",
    "pages_above": "asks pages of the site for their addresses; looks like breadcrumb",
}
"""Components without a sample, each with its reason."""
NAMED = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls")


def groups() -> list[tuple[str, list[Sample]]]:
    """All samples, in the order in which they are shown."""
    return [
        (_("Para leer"), page_parts.FOR_READING),
        (_("Para seguir"), page_parts.FOR_GOING_ON),
        (_("Mensajes"), page_parts.MESSAGES),
        (_("Para escribir claro"), clarity_parts.FOR_WRITING),
        (_("Campañas"), campaign_parts.CAMPAIGNS),
        (_("Sala de prensa"), press_parts.PRESS),
        (_("Eventos"), event_parts.EVENTS),
        (_("Formularios"), page_parts.FORMS),
        (_("Buscar"), archive_parts.FINDING),
        (_("Recorrer el archivo"), archive_parts.HOLDINGS),
        (_("Ficha de un documento"), archive_parts.RECORD),
        (_("Lectura"), archive_parts.READER),
        (_("Citar y comparar"), archive_parts.CITING),
    ]


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/style_guide.html", {**_tokens(), "groups": list(_rendered(request))})
    public_cache.share(response)
    return response


def _tokens() -> dict[str, Any]:
    declared = tokens.tokens("light")
    return {
        "colours": list(tokens.colours("light")),
        "pairs": [_compared(pair) for pair in tokens.PAIRS],
        "sizes": [(name, declared[name]) for name in SIZES],
        "spaces": [(name, value) for name, value in declared.items() if name.startswith("space-")],
        "icons": [(path.stem, f"components/icons/{path.name}") for path in sorted(ICONS.glob("*.html"))],
    }


def _compared(pair: tokens.Pair) -> dict[str, Any]:
    ratios = {
        scheme: tokens.contrast(tokens.colours(scheme)[pair.front], tokens.colours(scheme)[pair.ground])
        for scheme in ("light", "dark")
    }
    return {"front": pair.front, "ground": pair.ground, "least": pair.least, **ratios}


def _rendered(request: HttpRequest) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for number, (title, samples) in enumerate(groups(), 1):
        shown = []
        for sample in samples:
            text = render_to_string(sample.template, sample.context, request)
            shown.append({"sample": sample, "html": _with_own_names(sample, text, taken)})
        yield {"title": title, "anchor": f"guia-grupo-{number}", "samples": shown}


def _with_own_names(sample: Sample, text: str, taken: set[str]) -> SafeString:
    """A component may stand here more than once, but a page has each name once: what is taken gets another."""
    root = fragments.parse(text, within=sample.within)
    renamed = {name: f"{name}-{len(taken)}" for name in root.xpath("//@id") if name in taken}
    for element in root.iter():
        for attribute in NAMED:
            if names := element.get(attribute, "").split():
                element.set(attribute, " ".join(renamed.get(name, name) for name in names))
        if sample.state and element.get("aria-label"):
            element.set("aria-label", f"{element.get('aria-label')} ({sample.state})")
    taken.update(root.xpath("//@id"))
    return fragments.whole(root)
