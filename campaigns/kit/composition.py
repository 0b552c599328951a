"""What the kit of a campaign consists of at this moment: what its editors chose, as far as readers get it now.

Nothing here reads a file. The fingerprint tells whether two moments had the same kit.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction

from campaigns.kit import chosen_files
from campaigns.kit.parts import Foreign, Label, Part, page_kinds, sources
from campaigns.models import CampaignPage, KitFile
from cms.core.chosen_page import title_as_shown
from cms.core.models import SiteImage
from cms.core.models.page import page_address
from cms.core.visibility import pages_shown

LAYOUT = 1
"""Counts up when a ZIP of the same parts is to look otherwise: then every kit gets its next version."""
GONE = gettext_lazy("ya no existe o no es para todo el público")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was chosen and isn't in the kit, and why; for the people who edit it."""

    title: str
    reason: Label
    is_refused: bool = False
    """Whether it keeps the campaign from being published; otherwise it only waits."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts in their order, and what they are as a whole."""

    campaign: CampaignPage
    parts: Sequence[Part]
    waiting: Sequence[Waiting] = ()

    @property
    def fingerprint(self) -> str:
        """The same as long as nothing is added, taken away, replaced, renamed or credited otherwise."""
        campaign = self.campaign
        head = [LAYOUT, campaign.pk, campaign.title, campaign.slug, campaign.url_path, campaign.institution.name]
        rows = [
            [each.path, str(each.title), each.media_type, each.credit, each.licence, each.address, each.mark]
            for each in self.parts
        ]
        return hashlib.sha256(json.dumps([head, rows]).encode()).hexdigest()

    def part(self, path: str) -> Part | None:
        """The part at this place."""
        return next((each for each in self.parts if each.path == path), None)


def compose(pk: int, now: datetime | None = None) -> Composition | None:
    """The kit of the campaign with this key; None where readers get no campaign, or nothing is in its kit."""
    shown = pages_shown(CampaignPage.objects.filter(pk=pk), now).select_related("institution")
    campaign = shown.first()
    if campaign is None or not campaign.kit:
        return None
    found = of_page(campaign)
    return found if found.parts else None


def of_page(campaign: CampaignPage) -> Composition:
    """The kit that the page says, be it a draft: its channels and files are those that readers get."""
    parts: list[Part] = []
    waiting: list[Waiting] = []
    for child in campaign.kit:
        supplied = list(SUPPLIES[child.block_type](campaign, child.value))
        waiting += [each for each in supplied if isinstance(each, Waiting)]
        offered = [each for each in supplied if isinstance(each, Part)]
        parts += [each for each in offered if not lacking(each)]
        if amiss := next((each for each in offered if lacking(each)), None):
            page = child.value.get("page")
            waiting.append(Waiting(str(page or amiss.title), lacking(amiss), is_refused=True))
    return Composition(campaign, _measured(_placed_apart(parts)), waiting)


def lacking(part: Part) -> str:
    """What of credit and licence it lacks, in words; empty where it has both."""
    if not part.credit.strip() and not part.licence.strip():
        return _("no tiene crédito ni licencia")
    if not part.credit.strip():
        return _("no tiene crédito")
    return "" if part.licence.strip() else _("no tiene licencia")


def _of_campaign(campaign: CampaignPage, value: Mapping[str, Any]) -> Iterator[Part | Waiting]:
    source = sources().get(value["kind"])
    if source is None or not source.label:
        yield Waiting(value["kind"], _("ya no hay material de esta clase"))
        return
    for part in source.supply(campaign):
        yield _credited(part, value["credit"] or part.credit or campaign.institution.name, value["licence"])


def _of_channel(campaign: CampaignPage, value: Mapping[str, Any]) -> Iterator[Part | Waiting]:
    page = value["page"]
    if page is None:
        yield Waiting(_("Página"), GONE, is_refused=True)
        return
    below = campaign.get_children().filter(pk=page.pk).first()
    if below is None:
        yield Waiting(title_as_shown(page), _("no cuelga de esta campaña"))
        return
    model = below.specific_class
    kind = "" if model is None else model._meta.label_lower  # noqa: SLF001 - Django's own name
    shown = pages_shown(model.objects.filter(pk=page.pk)).first() if kind in page_kinds() else None
    if shown is None:
        yield Waiting(below.get_admin_display_title(), _("no es pública"))
        return
    for part in sources()[kind].supply(shown):
        yield _credited(part, value["credit"], value["licence"])


def _of_image(campaign: CampaignPage, value: Mapping[str, Any]) -> Iterator[Part | Waiting]:
    image = _open_to_all(SiteImage, value["image"])
    if image is None:
        yield Waiting(_("Imagen"), GONE, is_refused=True)
        return
    part = chosen_files.image_part(image, value["title"], page_address(campaign.url_path))
    yield _credited(part, value["credit"], value["licence"])


def _of_file(campaign: CampaignPage, value: Mapping[str, Any]) -> Iterator[Part | Waiting]:
    file = _open_to_all(Document, value["file"])
    if file is None:
        yield Waiting(_("Archivo"), GONE, is_refused=True)
        return
    yield _credited(chosen_files.file_part(file, value["title"]), value["credit"], value["licence"])


SUPPLIES: Mapping[str, Callable[[CampaignPage, Any], Iterable[Part | Waiting]]] = {
    "material": _of_campaign,
    "channel": _of_channel,
    "image": _of_image,
    "file": _of_file,
}
"""How each kind of choice (`campaigns.kit.blocks.KIT`) becomes parts."""


def _credited(part: Part, credit: str, licence: str) -> Part:
    """With what the editors of the kit say of it, where they say something."""
    return replace(part, credit=credit or part.credit, licence=licence or part.licence)


def _open_to_all(model: Any, chosen: Any) -> Any:
    """The row as it is now, unless its collection, or one above, is for some people only."""
    row = None if chosen is None else model.objects.filter(pk=chosen.pk).select_related("collection").first()
    if row is None:
        return None
    steps = range(row.collection.steplen, len(row.collection.path) + 1, row.collection.steplen)
    above = Q(collection__path__in=[row.collection.path[:length] for length in steps])
    return None if CollectionViewRestriction.objects.filter(above).exists() else row


def _placed_apart(parts: Iterable[Part]) -> list[Part]:
    """No two at the same place: the later one gets a number."""
    taken: set[str] = set()
    placed = []
    for part in parts:
        path, number = part.path, 1
        while path in taken:
            number += 1
            path = _numbered(part.path, number)
        taken.add(path)
        placed.append(replace(part, path=path))
    return placed


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.partition(".")
    return f"{folder}{slash}{stem}-{number}{dot}{suffix}"


def _measured(parts: Sequence[Part]) -> list[Part]:
    """Those that lie elsewhere, with what is known of them since they were taken in."""
    marks = [each.mark for each in parts if isinstance(each.content, Foreign)]
    known = {each.mark: each for each in KitFile.objects.filter(mark__in=marks)} if marks else {}
    return [
        replace(each, content=file.path, size=file.size, sha256=file.digest)
        if isinstance(each.content, Foreign) and (file := known.get(each.mark))
        else each
        for each in parts
    ]
