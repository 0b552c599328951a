"""Languages that texts and recordings of the site may be in, by their BCP 47 tags, and how Spanish names them.

ISO 639-3 has a code for each variant of the languages of Mexico; those of ISO 639-2 stand for all variants together.
A language that is missing here is named by its tag.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SPANISH = "es"
NAMES: Mapping[str, str | Promise] = {
    "es": _("Español"),
    "en": _("Inglés"),
    "nah": _("Náhuatl"),
    "yua": _("Maya yucateco"),
    "mix": _("Mixteco"),
    "zap": _("Zapoteco"),
    "oto": _("Otomí"),
    "tzo": _("Tsotsil"),
    "tzh": _("Tseltal"),
    "ctu": _("Ch’ol"),
    "maz": _("Mazahua"),
    "hus": _("Huasteco"),
    "hch": _("Huichol"),
    "tsz": _("Purépecha"),
    "mfy": _("Mayo"),
    "yaq": _("Yaqui"),
}


def language_name(tag: str) -> str:
    """How Spanish names the language of the tag: of "nah-MX" as of "nah"; the tag itself where nobody knows it."""
    return str(NAMES.get(tag) or NAMES.get(tag.partition("-")[0]) or tag)


def is_spanish(tag: str) -> bool:
    """Whether a text with this tag is in Spanish, of whatever country."""
    return tag.partition("-")[0].lower() == SPANISH
