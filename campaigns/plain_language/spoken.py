"""Numbers as they are said in Mexico: "1,234.5" is "mil doscientos treinta y cuatro punto cinco".

Each function gives words parted by spaces. Cardinals are not shortened before a noun ("veintiuno personas"): the noun
is not known here. Roman numerals are said as cardinals. Long rows of digits (keys, accounts) are said digit by digit.
"""

from __future__ import annotations

import re

LARGEST = 10**12
LONGEST_ROW = 9
"""Digits without separators above which a row is a key and not an amount."""

_UNITS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve"
).split()
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip
_ORDINAL_UNITS = ("", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno")
_ORDINAL_TENS = (
    "", "décimo", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo",
    "octogésimo", "nonagésimo",
)  # fmt: skip
_ORDINAL_HUNDREDS = (
    "", "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo", "sexcentésimo",
    "septingentésimo", "octingentésimo", "noningentésimo",
)  # fmt: skip
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_PARTS = {2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno",
          10: "décimo"}  # fmt: skip
_CURRENCIES = {"$": ("peso", "pesos"), "US$": ("dólar", "dólares"), "€": ("euro", "euros"), "£": ("libra", "libras")}

_GROUPS = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:\s\d{3})+|(?:\.\d{3}){2,})")
"""In Mexico a single point is decimal: 1.234 is one and a bit."""
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NOT_ROMAN = frozenset("CC CD CI CL CM CV DC DI DL DM DV LI MC MD MI MIX ML MM MV MX DIX DVI MDC".split())


def cardinal(number: int) -> str:
    """A whole number from 0 to a million millions (10¹²), both included."""
    if number < 30:
        return _UNITS[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _TENS[tens] + (f" y {_UNITS[units]}" if units else "")
    if number < 1000:
        return "cien" if number == 100 else _joined(_HUNDREDS[number // 100], number % 100)
    if number < 10**6:
        thousands, rest = divmod(number, 1000)
        return _joined("mil" if thousands == 1 else f"{_shortened(cardinal(thousands))} mil", rest)
    if number < LARGEST:
        millions, rest = divmod(number, 10**6)
        return _joined("un millón" if millions == 1 else f"{_shortened(cardinal(millions))} millones", rest)
    return "un billón"


def _joined(head: str, rest: int) -> str:
    return f"{head} {cardinal(rest)}" if rest else head


def _shortened(words: str) -> str:
    """Before mil, millones, pesos: veintiún, treinta y un."""
    return re.sub(r"uno$", "un", re.sub(r"veintiuno$", "veintiún", words))


def ordinal(number: int, *, feminine: bool = False, plural: bool = False, short: bool = False) -> str:
    """1 is "primero"; above 999, the cardinal. Short is "primer", "tercer"."""
    if not 0 < number < 1000:
        return cardinal(min(number, LARGEST))
    parts = [_ORDINAL_HUNDREDS[number // 100], _ORDINAL_TENS[number // 10 % 10], _ORDINAL_UNITS[number % 10]]
    words = [part for part in parts if part]
    if feminine:
        words = [re.sub("o$", "a", word) for word in words]
    if short:
        words[-1] = re.sub(r"(primer|tercer)o$", r"\1", words[-1])
    if plural:
        words[-1] += "es" if words[-1].endswith("r") else "s"
    return " ".join(words)


def digits(row: str) -> str:
    """Each digit by itself."""
    return " ".join(_UNITS[int(digit)] for digit in row)


def whole(row: str) -> str:
    """A row of digits without separators: an amount, or digit by digit where it is a key (007, an account)."""
    if len(row) > LONGEST_ROW or (row.startswith("0") and len(row) > 1):
        return digits(row)
    return cardinal(int(row))


def grouped(text: str) -> str:
    """A number with separators of thousands (commas, points, spaces): 1,234,567."""
    bare = re.sub(r"\D", "", text)
    return cardinal(int(bare)) if len(bare) <= len(str(LARGEST)) and int(bare) <= LARGEST else digits(bare)


def decimal(text: str, mark: str) -> str:
    """A number with decimals behind this mark: "." is said "punto", "," is said "coma"."""
    head, _, tail = text.rpartition(mark)
    fraction = digits(tail) if tail.startswith("0") or len(tail) > 3 else cardinal(int(tail))
    return f"{amount(head)} {'punto' if mark == '.' else 'coma'} {fraction}"


def amount(text: str) -> str:
    """Any plain number: 2016, 1,234,567, 15.3, 15,3, 1 234 567."""
    if re.fullmatch(r"\d+", text):
        return whole(text)
    if _GROUPS.fullmatch(text) and not text.startswith("0"):
        return grouped(text)
    mark = "." if text.rfind(".") > text.rfind(",") else ","
    if text.count(mark) == 1:
        return decimal(text, mark)
    return " ".join(whole(row) for row in re.findall(r"\d+", text))


def money(sign: str, text: str) -> str:
    """$1,500.50 is "mil quinientos pesos con cincuenta centavos"."""
    one, many = _CURRENCIES.get(sign, ("peso", "pesos"))
    cents = re.search(r"\.(\d\d)$", text)
    units = amount(text[: cents.start()] if cents else text)
    words = f"{_shortened(units)} {one if units == 'uno' else many}"
    if re.search(r"(?:millón|millones|billón)$", units):
        words = f"{units} de {many}"
    if cents and int(cents[1]):
        value = int(cents[1])
        words += f" con {_shortened(cardinal(value))} {'centavo' if value == 1 else 'centavos'}"
    return words


def money_of_many(text: str, thousands: bool) -> str:
    """$3.5 before "millones": the money is said behind that word, and counted here."""
    sign = text.rstrip("0123456789,. \t\u00a0\u2009\u202f\n")
    many = _CURRENCIES.get(sign, ("peso", "pesos"))[1]
    return f"{amount(text.removeprefix(sign).strip())} {'' if thousands else 'de '}{many}"


def percent(text: str) -> str:
    return f"{amount(text)} por ciento"


def time_of_day(hours: str, minutes: str, seconds: str | None = None) -> str:
    """10:30 is "diez treinta", 10:00 is "diez"."""
    parts = [hours, *(part for part in (minutes, seconds) if part and int(part))]
    return " ".join(cardinal(int(part)) for part in parts)


def date(day: int, month: int, year: int) -> str:
    return f"{cardinal(day)} de {MONTHS[month - 1]} de {cardinal(year)}"


def fraction(above: int, below: int) -> str:
    """3/4 is "tres cuartos"; what is no usual part is said as two numbers (24/7)."""
    name = _PARTS.get(below)
    if name is None or not 0 < above < below:
        return f"{cardinal(above)} {cardinal(below)}"
    return f"un {name}" if above == 1 else f"{cardinal(above)} {name}s"


def telephone(groups: list[str]) -> str:
    """Groups of digits, each said by pairs; of three, as one number (800, 835)."""
    said = []
    for group in groups:
        if len(group) == 3 and not group.startswith("0"):
            said.append(cardinal(int(group)))
            continue
        first = len(group) % 2
        pairs = [group[:first]] if first else []
        pairs += [group[at : at + 2] for at in range(first, len(group), 2)]
        said += [whole(pair) for pair in pairs]
    return " ".join(said)


def roman(text: str) -> int | None:
    """The value of a Roman numeral in capitals; None for what is not one, or is more likely an acronym (CD, MIX)."""
    if not text or text in _NOT_ROMAN or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
