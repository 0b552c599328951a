"""The cards and sheets of pages that may be handed out now: made of what the page says, while the page is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.artwork.card_formats import CARD_FORMATS, LINK
from campaigns.artwork.posters import PRESS, SHEET_FORMATS
from campaigns.artwork_contents import asked_of
from campaigns.models.artwork import Artwork
from cms.core.head import Picture
from cms.core.visibility import pages_shown

IN_ADDRESS = 16
"""How much of a key stands in an address: enough that the one of another content is another."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a page, as kits and lists take it. `address` is a path of the site."""

    path: Path
    name: str
    title: str
    media_type: str
    digest: str
    size: int
    credit: str
    licence: str
    address: str
    alt: str = ""

    @property
    def url(self) -> str:
        return self.address

    @property
    def format(self) -> str:
        """What the list of downloads calls its kind."""
        return self.path.suffix.lstrip(".").upper()


def is_shown(page: Any) -> bool:
    """Whether anybody may read the page now."""
    return bool(pages_shown(type(page).objects.filter(pk=page.pk)).exists())


def current_of(page: Any, codes: Sequence[str] = ()) -> list[Artwork]:
    """What was made of what the page says now, in the order of our formats; never what it said before."""
    rows = {each.code: each for each in Artwork.objects.filter(page=page.pk, problem="")}
    wanted = asked_of(page, [code for code in (codes or rows) if code in rows]) if rows else []
    return [rows[each.code] for each in wanted if rows[each.code].key == each.key]


def files_of(page: Any) -> list[File]:
    """The files of a page that anybody may have; none where nobody may read the page."""
    if not is_shown(page):
        return []
    return [_file(page, row) for row in sorted(current_of(page), key=lambda row: _place(row.code))]


def for_readers(page: Any) -> list[File]:
    """Those that a list offers: the sheets for a press are for whoever gets the kit."""
    return [each for each in files_of(page) if PRESS not in each.name]


def _place(code: str) -> int:
    known = [*CARD_FORMATS, *(form + end for form in SHEET_FORMATS for end in ("", PRESS))]
    return known.index(code) if code in known else len(known)


def _file(page: Any, row: Artwork) -> File:
    image = page.image
    return File(
        path=row.path,
        name=row.name,
        title=title_of(row.code),
        media_type=row.media_type,
        digest=row.digest,
        size=row.size,
        credit=(image.credit if image else "") or _signed(page),
        licence=image.licence if image else "",
        address=address_of(row),
        alt=row.alt,
    )


def _signed(page: Any) -> str:
    institution = getattr(page, "institution", None)
    return institution.name if institution else settings.WAGTAIL_SITE_NAME


def title_of(code: str) -> str:
    """What a card or a sheet is called in lists."""
    if code in CARD_FORMATS:
        form = CARD_FORMATS[code]
        return _("Tarjeta %(name)s, %(width)d\u00a0×\u00a0%(height)d") % {
            "name": str(form.label).lower(),
            "width": form.width,
            "height": form.height,
        }
    name = str(SHEET_FORMATS[code.removesuffix(PRESS)].label)
    return _("%(name)s, para imprenta") % {"name": name} if code.endswith(PRESS) else name


def address_of(row: Artwork) -> str:
    """The address of exactly this content."""
    return reverse("campaigns:artwork", args=[row.page_id, row.key[:IN_ADDRESS], row.name])


def served(pk: int, key: str, name: str) -> Artwork | None:
    """The row behind an address, where anybody may have it now; None for what is outdated, closed or unknown."""
    row = Artwork.objects.filter(page=pk, key__startswith=key, name=name, problem="").select_related("page").first()
    if row is None or len(key) != IN_ADDRESS:
        return None
    page = row.page.specific
    return row if is_shown(page) and current_of(page, [row.code]) else None


def link_picture(page: Any, absolute: Any) -> Picture | None:
    """What stands for a page without an image where its link is shared. `absolute`: from a path to an address."""
    rows = current_of(page, [LINK]) if page.pk else []
    if not rows:
        return None
    row = rows[0]
    return Picture(absolute(address_of(row)), row.width, row.height, row.alt)


def page_of(pk: int) -> Page | None:
    """The page behind a permanent address, where anybody may read it now."""
    page = Page.objects.filter(pk=pk).first()
    found = page.specific if page else None
    return found if found is not None and is_shown(found) else None
