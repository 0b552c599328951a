"""Gerunds, with or without pronouns: "modificando", "dándoles".

Words that only end so are left out by rule and by table: "cuando", "mando", "entiendo", Fernando.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.plain_language.letters import composed
from campaigns.plain_language.lexicon.verbs import ESTAR, NOT_GERUNDS
from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.tokens import Sort, Word

_GERUND = re.compile(r"(\w*(?:ando|[iyñ]endo|llendo))(?:(?:me|te|se|nos|lo|la|los|las|le|les){1,2})?")

MESSAGE = "Gerundio: empiece otra frase con el verbo en presente o en pasado («y modifica», «así se logró»)."
WITH_ANOTHER_VERB = "Gerundio: si se entiende igual, deje un solo verbo («trabaja» en lugar de «está trabajando»)."


def find(reading: Reading) -> Iterator[Mark]:
    for sentence in reading.sentences():
        before: Word | None = None
        for word in sentence.words:
            if _is_gerund(word, first=before is None):
                joined = before is not None and composed(before.text).lower() in ESTAR
                yield reading.over("gerund", (word, word), WITH_ANOTHER_VERB if joined else MESSAGE)
            before = word


def _is_gerund(word: Word, *, first: bool) -> bool:
    if word.sort is not Sort.WORD or not ("endo" in word.folded or "ando" in word.folded):
        return False
    found = _GERUND.fullmatch(word.folded)
    if not found or found[1] in NOT_GERUNDS:
        return False
    is_name = word.text[0].isupper() and not word.text.isupper() and not first
    return not is_name
