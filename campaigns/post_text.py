"""What is amiss with the text of a post, in words that say what to do; and what could be better."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import clarity, plain_language
from campaigns.artwork.card_formats import CARD_FORMATS
from campaigns.artwork.typesetting import lacks_opening_mark
from campaigns.networks import HASHTAG, URL, Network, by_graphemes

LONGEST_RUN = 10
"""Letters of a hashtag of one word; a longer one without capitals inside is several words in one."""
NOT_A_PICTURE = re.compile(r"^\s*(una? )?(imagen|foto|fotografía|fotografia)\s+de(l)?\b", re.IGNORECASE)
_ALL_SMALL = re.compile(r"[a-záéíóúüñ]+")


@dataclass(frozen=True, slots=True)
class Amiss:
    """A field of the post, and what its writer is told to do."""

    field: str
    message: str


def whole(text: str, link: str) -> str:
    """The text as it is posted: with its link at the end, unless it is in it."""
    return text if not link or link in text else f"{text}\n{link}".strip()


def amiss(network: Network, text: str, link: str, *, has_image: bool, alt: str) -> list[Amiss]:
    """What the network would refuse, or would keep somebody from reading it."""
    posted = whole(text, link if network.links_work else "")
    found = _too_long(network, posted)
    hashtags = HASHTAG.findall(URL.sub("", text))
    if network.most_hashtags is not None and len(hashtags) > network.most_hashtags:
        message = _(
            "%(network)s acepta %(most)d etiquetas y hay %(count)d. Quite las que menos ayuden a encontrarla."
        )
        told = {"network": network.name, "most": network.most_hashtags, "count": len(hashtags)}
        found.append(Amiss("text", message % told))
    if has_image and not alt.strip():
        message = _("Escriba el texto alternativo: quien no ve la imagen no sabe qué dice la publicación.")
        found.append(Amiss("alt_text", message))
    return found + _bad_alt(network, alt)


def _too_long(network: Network, posted: str) -> list[Amiss]:
    over = network.count(posted) - network.longest
    if over <= 0:
        return []
    message = ngettext(
        "En %(network)s sobra %(over)d carácter: caben %(most)d, con todo y enlace. Acorte el texto.",
        "En %(network)s sobran %(over)d caracteres: caben %(most)d, con todo y enlace. Acorte el texto.",
        over,
    )
    return [Amiss("text", message % {"network": network.name, "over": over, "most": network.longest})]


def _bad_alt(network: Network, alt: str) -> list[Amiss]:
    if NOT_A_PICTURE.match(alt):
        return [Amiss("alt_text", _("Diga qué se ve, sin empezar con «imagen de» o «foto de»."))]
    if by_graphemes(alt) <= network.longest_alt:
        return []
    message = _("En %(network)s el texto alternativo tiene lugar para %(most)d caracteres. Diga lo más importante.")
    return [Amiss("alt_text", message % {"network": network.name, "most": network.longest_alt})]


def unclear(text: str) -> list[str]:
    """The sentences that are hard to follow: a post is too short for a score and is judged by them alone."""
    measure = _measured(text)
    marks = clarity.hard_sentences(measure)
    return [_("«%(words)s»: %(why)s") % {"words": mark.text[:80], "why": mark.message} for mark in marks]


def _measured(text: str) -> plain_language.Measure:
    prose = HASHTAG.sub("", URL.sub("", text))
    return plain_language.measure(plain_language.from_markdown(prose), jargon=clarity.glossary_jargon())


def hints(network: Network, text: str, link: str, *, has_image: bool, card: str = "") -> list[str]:
    """What could be better, and is no reason to refuse it."""
    found = [
        _("#%(tag)s se oye como una sola palabra. Ponga mayúscula a cada una: #DerechoAPreguntar.") % {"tag": tag}
        for tag in HASHTAG.findall(URL.sub("", text))
        if len(tag) > LONGEST_RUN and _ALL_SMALL.fullmatch(tag)
    ]
    if lacks_opening_mark(text):
        found.append(_("Falta un signo que abre: ¿ o ¡."))
    if link and not network.links_work:
        said = _("En %(network)s los enlaces del texto no se pueden tocar: ponga la dirección en el perfil.")
        found.append(said % {"network": network.name})
    if card and card not in network.cards:
        best = CARD_FORMATS[network.cards[0]].label
        found.append(_("En %(network)s se ve mejor la tarjeta «%(best)s».") % {"network": network.name, "best": best})
    if not has_image:
        found.append(_("Sin imagen. Las tarjetas de la campaña están en «Tarjetas y carteles»."))
    return found
