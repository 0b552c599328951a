"""What the editor's panel of checks says of a page: what readers would stumble over, in words that help to mend it.

The checks run in the browser on the preview (axe, by way of Wagtail). What a page is made of is judged here, while
the preview is rendered: what is found is marked, and a rule of the panel reports each mark.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

from cms.core import fragments

MARK = "data-check"
SAYS_NOTHING = frozenset(
    {
        "aquí",
        "aqui",
        "acá",
        "clic",
        "clic aquí",
        "click aquí",
        "dé clic aquí",
        "haga clic aquí",
        "pulse aquí",
        "enlace",
        "este enlace",
        "liga",
        "esta liga",
        "link",
        "más",
        "ver más",
        "leer más",
        "más información",
    }
)
ADDRESS = ("http://", "https://", "www.")


def mark(rendered: str) -> SafeString:
    """The rendered parts of a page with a mark on each that the panel of checks has something to say about."""
    if not rendered.strip():
        return mark_safe(rendered)  # noqa: S308 - rendered by our own templates
    root = fragments.parse(rendered)
    for element, check in _found(root):
        element.set(MARK, check)
    return fragments.inside(root)


def _found(root: Any) -> Iterator[tuple[Any, str]]:
    for link in root.iter("a"):
        words = " ".join(link.text_content().split()).casefold().strip(" .:»«")
        if words in SAYS_NOTHING:
            yield link, "link-says-nothing"
        elif words.startswith(ADDRESS):
            yield link, "link-is-address"
    for action in root.find_class("block-action")[1:]:
        yield action, "second-action"


RULES = {
    "link-says-nothing": {
        "error_name": _("El enlace no dice adónde lleva"),
        "help_text": _("En lugar de «aquí» o «ver más», escriba qué hay ahí: «Ver los plazos»."),
    },
    "link-is-address": {
        "error_name": _("El enlace es una dirección"),
        "help_text": _("Quien escucha la página oye la dirección letra por letra. Escriba qué hay ahí."),
    },
    "second-action": {
        "error_name": _("Hay más de un llamado a la acción"),
        "help_text": _("Deje uno: lo que más le sirve a la persona. Lo demás cabe en tarjetas o en el texto."),
    },
}
"""What is marked here, with what the panel says of it."""

OF_AXE = {
    "empty-meta-description": {
        "error_name": _("Falta el resumen"),
        "help_text": _("Escriba en «Resumen» una o dos frases: se leen en listas y en buscadores."),
    },
    "heading-order": {
        "error_name": _("Los subtítulos se saltan un nivel"),
        "help_text": _("Después del título va un subtítulo, y dentro de él los del texto."),
    },
    "empty-heading": {
        "error_name": _("Hay un subtítulo vacío"),
        "help_text": _("Escríbalo o quítelo: quien escucha la página oye que empieza algo sin nombre."),
    },
    "link-name": {
        "error_name": _("Hay un enlace sin texto"),
        "help_text": _("Escriba adónde lleva."),
    },
    "image-alt": {
        "error_name": _("Hay una imagen sin texto alternativo"),
        "help_text": _("Diga en una frase qué se ve, o marque la imagen como decorativa."),
    },
    "alt-text-quality": {
        "error_name": _("El texto alternativo no dice qué se ve"),
        "help_text": _("No use el nombre del fichero ni empiece con «imagen de»: diga qué hay en ella."),
    },
    "empty-table-header": {
        "error_name": _("Una columna de la tabla no tiene título"),
        "help_text": _("Escriba qué hay en esa columna."),
    },
}
"""Rules of axe and of Wagtail that an editor can do something about. Those on buttons and forms are left out: pages
have none that editors write; that on paragraphs like headings takes the name in the footer for one."""


class ContentChecks(ContentCheckerItem):
    """Wagtail's checks, as our pages need them."""

    # Editors cannot mend what stands around what they write.
    axe_exclude = [".skip-link", ".site-header", ".site-footer"]
    axe_run_only = [*OF_AXE, *RULES]
    axe_messages = {**OF_AXE, **RULES}
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        *(
            {
                "id": name,
                "impact": "moderate",
                "selector": f'[{MARK}="{name}"]',
                "tags": ["best-practice"],
                "none": ["check-marked"],
                "enabled": True,
            }
            for name in RULES
        ),
    ]
    axe_custom_checks = [
        {
            "id": "check-image-alt-text",
            "options": {"pattern": r"\.(avif|gif|jpg|jpeg|png|svg|webp)$|_|^\s*(imagen|foto|fotografía) de\b"},
        },
        {"id": "check-empty-meta-description"},
        {
            "id": "check-marked",
            "evaluate": "attr-non-space-content-evaluate",
            "options": {"attribute": MARK},
        },
    ]


def instead_of_wagtails(_request: HttpRequest, items: list[Any], _page: Any) -> None:
    """Ours in the place of Wagtail's own item, in the editor and on the page."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = ContentChecks(in_editor=item.in_editor)
