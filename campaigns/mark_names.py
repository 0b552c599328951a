"""What marks are called where they are counted."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import ngettext

from campaigns.plain_language import Mark


def counted(marks: Iterable[Mark]) -> list[str]:
    """How many marks there are of each kind, the most first: "2 frases largas"."""
    return [_name(code, number) for code, number in Counter(mark.code for mark in marks).most_common()]


def _name(code: str, number: int) -> str:
    names = {
        "long_sentence": ngettext("%d frase larga", "%d frases largas", number),
        "passive": ngettext("%d voz pasiva", "%d voces pasivas", number),
        "gerund": ngettext("%d gerundio", "%d gerundios", number),
        "nominalisation": ngettext("%d verbo escondido", "%d verbos escondidos", number),
        "jargon": ngettext("%d palabra de oficina", "%d palabras de oficina", number),
        "undefined_acronym": ngettext("%d sigla sin explicar", "%d siglas sin explicar", number),
        "empty_heading": ngettext("%d subtítulo que no dice nada", "%d subtítulos que no dicen nada", number),
        "link_text": ngettext("%d enlace que no dice adónde lleva", "%d enlaces que no dicen adónde llevan", number),
    }
    return names[code] % number
