"""Whether somebody wrote of themselves where nobody should: addresses, telephones, keys of identity.

A form that asks for an opinion wants none of it, and what was never stored can't get out. Names are not looked for:
no list knows them, and most are of institutions and places.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PATTERNS: tuple[tuple[Promise, re.Pattern[str]], ...] = (
    (_("un correo"), re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    # Ten digits, as Mexico dials them, in groups or not, with or without the country before them.
    (
        _("un teléfono"),
        re.compile(r"(?<![\w.-])(?:\+?52[ .-]?)?(?:\(\d{2,3}\)|\d{2,3})(?:[ .-]?\d{2,4}){2,3}(?![\w-])"),
    ),
    (
        _("una CURP o un RFC"),
        re.compile(r"\b[A-ZÑ&]{3,4}\d{6}(?:[HMX][A-Z]{5}[A-Z\d]\d|[A-Z\d]{3})\b", re.IGNORECASE),
    ),
    (_("una cuenta (@…)"), re.compile(r"(?<![\w.])@\w{2,}")),
    (
        _("el perfil de alguien"),
        re.compile(r"(?:facebook|instagram|tiktok|x|twitter|threads)\.\w+/[\w.@]+", re.IGNORECASE),
    ),
)
NUMBER_OF_A_CASE = _("un folio o número de cuenta"), re.compile(r"(?<![\d,.])(?:\+?\d[\s().-]{0,2}){8,}(?!\d)")
DIGITS_OF_A_TELEPHONE = (10, 12, 13)


def found_in(text: str) -> list[str]:
    """What of it was found, as one says it: "un correo", "un teléfono"."""
    return [str(name) for name, pattern in PATTERNS if any(_is_meant(each[0]) for each in pattern.finditer(text))]


def leading_to_somebody(text: str) -> list[str]:
    """The same, and numbers of cases: the folio of a request leads to who made it. For what others wrote elsewhere
    and staff write down."""
    name, pattern = NUMBER_OF_A_CASE
    found = found_in(text)
    return found if found or not pattern.search(text) else [str(name)]


def _is_meant(found: str) -> bool:
    """Two dates or years in a row look like a telephone, and have fewer digits."""
    only_digits = not re.search(r"[^\d\s().+-]", found)
    return not only_digits or sum(char.isdigit() for char in found) in DIGITS_OF_A_TELEPHONE
