"""Passives with "ser": "fue aprobado", "han sido rápidamente resueltas".

The participle must agree in number with the form of "ser". "Estar" makes no passive ("está cerrado"), and what ends
as a participle but says a quality is none: "es adecuado" never, "es conocido que" not with "es", though "fue
conocido" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from campaigns.plain_language.letters import composed, fold
from campaigns.plain_language.lexicon.verbs import (
    BETWEEN,
    HABER,
    IRREGULAR_PARTICIPLES,
    LASTING_SER,
    NEVER_PASSIVE,
    PLURAL_SER,
    QUALITIES,
    SER,
    SINGULAR_SER,
)
from campaigns.plain_language.marks.mark import Mark, Reading

MESSAGE = "Voz pasiva: empiece por quién hace la acción y escriba el verbo en activa («el comité aprobó el plan»)."
_FARTHEST = 3
_REGULAR = re.compile(r"\w{2,}(?:ad|id)[oa]s?|\w{2,}id[oa]s?")


def find(reading: Reading) -> Iterator[Mark]:
    for sentence in reading.sentences():
        words = sentence.words
        forms = [composed(word.text).lower() for word in words]
        for position, form in enumerate(forms):
            if form not in SER:
                continue
            last = _participle(forms, position)
            if last is not None:
                first = position - 1 if form == "sido" and position and forms[position - 1] in HABER else position
                yield reading.over("passive", (words[first], words[last]), MESSAGE)


def _participle(forms: Sequence[str], ser: int) -> int | None:
    """Where the participle of this form of "ser" stands, if it has one."""
    for position in range(ser + 1, min(ser + 1 + _FARTHEST, len(forms))):
        if _is_participle(forms[position], forms[ser]):
            return position
        if forms[position] not in BETWEEN and not forms[position].endswith("mente"):
            return None
    return None


def _is_participle(form: str, ser: str) -> bool:
    folded = fold(form)
    plural = folded.endswith("s")
    if (plural and ser in SINGULAR_SER) or (not plural and ser in PLURAL_SER):
        return False
    base = re.sub("a$", "o", folded.removesuffix("s"))
    if base in NEVER_PASSIVE or (base in QUALITIES and ser in LASTING_SER):
        return False
    return base in IRREGULAR_PARTICIPLES or bool(_REGULAR.fullmatch(folded))
