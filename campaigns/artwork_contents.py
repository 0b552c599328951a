"""What the cards and sheets of a page say, and a key that names all of it."""

import hashlib
import io
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.images.models import Filter
from wagtail.models import Page

from campaigns.artwork.card_formats import CARD_FORMATS, LINK, CardFormat, Template
from campaigns.artwork.cards import TEMPLATE_VERSION
from campaigns.artwork.contents import Contents
from campaigns.artwork.posters import PRESS, SHEET_FORMATS, SHEET_VERSION
from campaigns.models.artwork import CardWords
from campaigns.models.campaign import CampaignPage
from campaigns.models.channel import ChannelPage
from cms.core.models import SiteImage


@dataclass(frozen=True, slots=True)
class SitePicture:
    """An image of the site, cut by Wagtail around its focal point; nothing of it is kept among the renditions."""

    image: SiteImage

    @property
    def alt(self) -> str:
        return str(self.image.description)

    @property
    def said_of_it(self) -> str:
        return str(self.image.said_of_it)

    def filled(self, width: int, height: int) -> bytes:
        return self._made(f"fill-{width}x{height}|format-png")

    def within(self, width: int, height: int) -> bytes:
        return self._made(f"max-{width}x{height}|format-png")

    def _made(self, spec: str) -> bytes:
        out = io.BytesIO()
        Filter(spec=spec).run(self.image, out)
        return out.getvalue()

    @property
    def key(self) -> list[Any]:
        """What of it changes what is drawn."""
        image = self.image
        focal = [image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height]
        told = [image.description, image.credit, image.licence]
        return [image.pk, image.file.name, image.file_hash, *focal, *told]


def codes_of(page: Page) -> list[str]:
    """What is made for such a page by itself: for a campaign everything, for what hangs from it all cards, for other
    pages the picture that stands for a link. Editors get every card of any page."""
    if isinstance(page, CampaignPage):
        return [*CARD_FORMATS, *(code + end for code in SHEET_FORMATS for end in ("", PRESS))]
    return list(CARD_FORMATS) if isinstance(page, ChannelPage) else [LINK]


def contents_of(page: Page) -> Contents:
    """What a page says, as it is at hand: the public one, or a draft."""
    signing = _signing(page)
    institution = getattr(signing, "institution", None)
    state = signing.speaks_for()
    body = getattr(page, "body", [])
    messages = tuple(str(message.value) for message in getattr(page, "messages", []))
    image, logo = page.image or signing.image, getattr(signing, "local_logo", None)
    return Contents(
        kicker=_kicker(page),
        title=page.title,
        text=_besides(page.title, messages) or page.summary,
        institution=institution.name if institution else settings.WAGTAIL_SITE_NAME,
        place=state.name if state else "",
        address=permanent_address(page),
        audience=str(getattr(page, "audience", "")),
        summary=page.summary,
        messages=messages,
        steps=tuple(_steps(body)),
        call=next((str(part.value["title"]) for part in body if part.block_type == "action"), ""),
        licence=image.licence if image else "",
        picture=SitePicture(image) if image else None,
        logo=SitePicture(logo) if logo else None,
    )


def _besides(title: str, messages: tuple[str, ...]) -> str:
    """The first message that says more than the title."""
    said = title.casefold().strip(" .¿?¡!")
    return next((each for each in messages if said not in each.casefold()), "")


def _signing(page: Page) -> Any:
    """The page whose institution answers for this one: of what hangs from a campaign, the campaign."""
    if not isinstance(page, ChannelPage):
        return page
    above = page.get_parent().specific
    return above if isinstance(above, CampaignPage) else page


def _kicker(page: Page) -> str:
    name = str(capfirst(page._meta.verbose_name))  # noqa: SLF001 - Django's own name
    return str(page.get_kind_display()) if hasattr(page, "get_kind_display") else name


def _steps(body: Any) -> list[str]:
    return [str(step["title"]) for part in body if part.block_type == "steps" for step in part.value["steps"]]


def permanent_address(page: Page) -> str:
    """Where the page is found for ever, wherever it is moved: what a printed code leads to."""
    return f"{settings.BASE_URL}{reverse('campaigns:permanent', args=[page.pk])}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One card or sheet of a page: what it says and how it is laid out."""

    code: str
    contents: Contents
    template: Template | None
    is_chosen: bool

    @property
    def key(self) -> str:
        """The same for the same words, pictures, layout and version of our templates, and for nothing else."""
        told = asdict(replace(self.contents, picture=None, logo=None))
        pictures = [each.key for each in (self.contents.picture, self.contents.logo) if each is not None]
        versions = TEMPLATE_VERSION if self.template else SHEET_VERSION
        named = [self.code, versions, self.template, self.is_chosen, pictures, told]
        return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()


def asked_of(page: Page, codes: list[str]) -> list[Asked]:
    """These cards and sheets of the page as they should be now."""
    contents = contents_of(page)
    words = {each.code: each for each in CardWords.objects.filter(page=page.pk)}
    return [asked(contents, code, words.get(code)) for code in codes]


def asked(contents: Contents, code: str, words: CardWords | None) -> Asked:
    """One of them, with the editors' own words for it."""
    form = CARD_FORMATS.get(code)
    if form is None:
        return Asked(code, contents, None, is_chosen=False)
    return _asked_card(contents, form, words)


def _asked_card(contents: Contents, form: CardFormat, words: CardWords | None) -> Asked:
    chosen = words.template if words else ""
    usual = form.with_picture if contents.picture else Template.WORDS
    template = Template(chosen) if chosen else usual
    # A sheet's words are no part of a card: what changes there changes nothing here.
    contents = replace(contents, audience="", summary="", messages=(), steps=(), call="", licence="")
    if words and (words.title or words.text):
        title, text = words.title or contents.title, words.text or contents.text
        contents = replace(contents, title=title, text=text, is_own_text=bool(words.text))
    return Asked(form.code, contents, template, is_chosen=bool(chosen))
