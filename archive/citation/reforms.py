"""When a law was last reformed, where its description says so in the words of official texts."""

import re
from datetime import date

from archive.citation.dates import MONTHS

_SAID = re.compile(
    r"últimas?\s+reformas?\b[^;\n]{0,60}?"
    r"(?:(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})"
    rf"|(?P<day_>\d{{1,2}})(?:º|o\.?)?\s+de\s+(?P<name>{'|'.join(MONTHS)})\s+del?\s+(?P<year_>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))",
    re.IGNORECASE,
)


def last_reform(text: str) -> str:
    """ "Última reforma publicada DOF 14-11-2025" is "2025-11-14" (EDTF); empty where nothing is said."""
    match = _SAID.search(text)
    if match is None:
        return ""
    try:
        return _day(match).isoformat()
    except ValueError:
        return ""


def _day(match: re.Match[str]) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["name"]:
        return date(int(match["year_"]), MONTHS.index(match["name"].lower()) + 1, int(match["day_"]))
    return date(int(match["year"]), int(match["month"]), int(match["day"]))
