"""What stands around a page: menu, footer, notice. Without the database, the parts that need none."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.core import freshness, visibility
from cms.core.models.page import page_address
from cms.navigation.models import Navigation, SiteTexts

logger = logging.getLogger(__name__)
Link = dict[str, Any]


def around(request: HttpRequest | None) -> dict[str, Any]:
    """All that templates show around a page, read once for each request."""
    if request is None:
        return _fixed()
    if not hasattr(request, "_acervo_around"):
        request._acervo_around = _read(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: dict[str, Any] = request._acervo_around  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        return _of_site(request)
    except DatabaseError:
        logger.warning("the menu could not be read; the fixed one is shown", exc_info=True)
        return _fixed()


def _of_site(request: HttpRequest) -> dict[str, Any]:
    site = Site.find_for_request(request)
    if site is None:
        return _fixed()
    state, now = getattr(request, "public_state", ""), timezone.now()
    # Pages end, and links to them, by the passing of time: between two such instants nothing does.
    until = freshness.next_change(now, state) if state else None
    name = f"around-{site.pk}-{until.timestamp() if until else 'open'}"
    known = freshness.kept(state, name, lambda: _known(site))
    texts: SiteTexts = known["texts"]
    return {
        **known,
        "menu": [{**each, "current": _is_current(each["url"], request.path)} for each in known["menu"]],
        "notice": texts.notice_now(),
    }


def _known(site: Site) -> dict[str, Any]:
    """What is the same for every page, until something that the public sees changes.

    Wagtail's own way to its settings would write a row where there is none yet, and reading writes nothing.
    """
    navigation = Navigation.objects.filter(site=site).first() or Navigation(site=site)
    texts = SiteTexts.objects.filter(site=site).first() or SiteTexts(site=site)
    pages = _pages(site)
    menu = _links(part.value for part in navigation.menu) or _of_pages(page for page in pages if page.show_in_menus)
    return {
        "texts": texts,
        "menu": [*menu, *_search(menu)],
        "footer_columns": [*(_columns(navigation) or _own_columns(menu, pages)), _for_staff()],
        "footer_text": texts.footer_text or _fixed_text(),
        "contact_email": texts.contact_email,
        "search_example": texts.search_example,
    }


def _pages(site: Site) -> list[Page]:
    """What hangs from the front page and anybody may see."""
    return list(visibility.pages_shown(site.root_page.get_children()).select_related("content_type"))


def _links(values: Iterable[Any]) -> list[Link]:
    found = [{"title": value["label"], "url": value.href} for value in values]
    return [each for each in found if each["url"]]


def _of_pages(pages: Iterable[Page]) -> list[Link]:
    return [{"title": page.title, "url": page_address(page.url_path)} for page in pages]


def _search(menu: list[Link]) -> list[Link]:
    """The search is never missing."""
    address = reverse("search:results")
    return [] if any(each["url"] == address for each in menu) else [{"title": _("Buscar"), "url": address}]


def _is_current(url: str, path: str) -> bool:
    return url != "/" and path.startswith(url)


def _columns(navigation: Navigation) -> list[dict[str, Any]]:
    columns = [{"title": part.value["title"], "links": _links(part.value["links"])} for part in navigation.footer]
    return [each for each in columns if each["links"]]


def _own_columns(menu: list[Link], pages: list[Page]) -> list[dict[str, Any]]:
    texts = [page for page in pages if not page.show_in_menus]
    columns = [
        {"title": _("Recorrer"), "links": [*menu, *_search(menu)]},
        {"title": _("De este sitio"), "links": _of_pages(texts)},
    ]
    return [each for each in columns if each["links"]]


def _for_staff() -> dict[str, Any]:
    return {"title": _("Personal"), "links": [{"title": _("Entrar a la administración"), "url": "/admin/"}]}


def _fixed_text() -> str:
    return _(
        "Documentos públicos de México para buscarlos con sus propias palabras, leerlos página por página y citarlos "
        "con una dirección que no cambia."
    )


def _fixed() -> dict[str, Any]:
    """What needs no database."""
    menu = [{"title": _("Archivo"), "url": "/archivo/"}, {"title": _("Buscar"), "url": reverse("search:results")}]
    return {
        "menu": menu,
        "footer_columns": [{"title": _("Recorrer"), "links": menu}, _for_staff()],
        "footer_text": _fixed_text(),
        "contact_email": "",
        "notice": None,
        "search_example": "",
    }
