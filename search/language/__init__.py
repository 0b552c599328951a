"""Spanish as search understands it: words, queries, marks. Pure: no Django, no engine.

`VERSION` changes whenever the same text would be analysed otherwise; indexes made with another one are rebuilt.
"""

from search.language._articles import articles_beginning
from search.language._lists import ASKING, QUESTION_WORDS, STOP_WORDS
from search.language._marks import marks, snippet
from search.language._query import MAX_CHARACTERS, MAX_TERMS, ParsedQuery, Term, TermKind, parse
from search.language._tokens import Token, folded_words, stems, tokens, words
from search.language._variants import Variant, one_letter_off, variants
from search.language._words import FOLDED, STEMS, fold, light_stem, normalise, stem

VERSION = 1

__all__ = [
    "ASKING",
    "FOLDED",
    "MAX_CHARACTERS",
    "MAX_TERMS",
    "QUESTION_WORDS",
    "STEMS",
    "STOP_WORDS",
    "VERSION",
    "ParsedQuery",
    "Term",
    "TermKind",
    "Token",
    "Variant",
    "articles_beginning",
    "fold",
    "folded_words",
    "light_stem",
    "marks",
    "normalise",
    "one_letter_off",
    "parse",
    "snippet",
    "stem",
    "stems",
    "tokens",
    "variants",
    "words",
]
