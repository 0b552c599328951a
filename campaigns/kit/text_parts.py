"""The words of a campaign as parts of its kit, to be copied into whatever others write: as plain text and as HTML.

In the form in which its writers wrote them: passages of documents and figures are left to the page, where readers
see from which document they are and whether it still stands.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from campaigns import plain_language
from campaigns.kit.parts import Part
from campaigns.models import CampaignPage
from campaigns.own_text import own_text
from campaigns.plain_language.text import Kind
from cms.core import fragments
from cms.core.models.page import page_address

KIND = "texts"
HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
FOLDER = "textos"
_KEPT = frozenset({"href"})
"""Attributes that mean something outside of the site."""


def text_parts(campaign: CampaignPage) -> Iterator[Part]:
    """The key messages, and the campaign as a text."""
    address = page_address(campaign.url_path)
    messages = "".join(f"{each.value}\n" for each in campaign.messages)
    if messages:
        yield Part.of_text(f"{FOLDER}/mensajes-clave.txt", _("Mensajes clave"), PLAIN, messages, address)
    page = _page(campaign)
    title = _("La campaña, como texto")
    yield Part.of_text(f"{FOLDER}/campana.txt", title, PLAIN, _plain(page), address)
    title = _("La campaña, como HTML para editar")
    yield Part.of_text(f"{FOLDER}/campana.html", title, HTML, page, address)


def _page(campaign: CampaignPage) -> str:
    body = own_text(title="", summary="", body=campaign.body)
    context = {"campaign": campaign, "body": _outside(expand_db_html(body)), "address": _absolute(campaign)}
    return render_to_string("kit/campaign.html", context)


def _absolute(campaign: CampaignPage) -> str:
    return urljoin(settings.BASE_URL, page_address(campaign.url_path))


def _outside(fragment: str) -> SafeString:
    """As HTML that is whole without the site: links lead back to it, and nothing of its looks is left."""
    root = fragments.parse(fragment)
    for element in root.iter("*"):
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
    root.make_links_absolute(f"{settings.BASE_URL}/")
    return fragments.inside(root)


def _plain(page: str) -> str:
    """What the page says, paragraph by paragraph."""
    text = plain_language.from_html(page)
    said = [
        f"- {text.content[block.start : block.end]}"
        if block.kind == Kind.ITEM
        else text.content[block.start : block.end]
        for block in text.blocks
    ]
    return "\n\n".join(said) + "\n"
