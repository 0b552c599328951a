"""The forms that a Spanish word of a lexicon takes in texts, folded (no accents).

Meant for matching: it gives every form in use and some that nobody uses, rather than miss one.
"""

from __future__ import annotations

from functools import lru_cache

_AR = (
    "o a as amos an e aste o amos aron aba abas abamos aban are ara aras aremos aran aria arias ariamos arian es"
    " en emos aramos aran ase ases asemos asen ad ar ando ado ada ados adas"
).split()
_ER_IR = (
    "o e es emos imos en i iste io imos ieron yo yeron ia ias iamos ian a as amos an iera ieras ieramos ieran iese"
    " ieses iesemos iesen yera yeran ed id er ir iendo yendo ido ida idos idas"
).split()
_FUTURE = ("e", "a", "as", "emos", "an", "ia", "ias", "iamos", "ian")
_CLITICS = ("me", "te", "se", "nos", "le", "les", "lo", "la", "los", "las", "selo", "sela", "selos", "selas")

_SOFTENED = {"ar": (("c", "qu"), ("g", "gu"), ("z", "c")), "er": (("c", "z"), ("c", "zc"), ("g", "j")),
             "ir": (("c", "z"), ("c", "zc"), ("g", "j"), ("gu", "g"), ("u", "uy"), ("qu", "c"))}  # fmt: skip
_STEMS = {
    "poner": ("pong", "pus", "pondr", "puest"),
    "tener": ("teng", "tuv", "tendr", "tien"),
    "venir": ("veng", "vin", "vendr", "vien"),
    "hacer": ("hag", "hic", "hiz", "har", "hech"),
    "traer": ("traig", "traj"),
    "decir": ("dig", "dij", "dir", "dic", "dich"),
    "dar": ("d", "di"),
    "solver": ("suelv", "suelt"),
    "volver": ("vuelv", "vuelt"),
    "scribir": ("scrit",),
    "ducir": ("duzc", "duj"),
}
"""Stems of irregular verbs and of those made of them (interponer), with those of participles and futures."""
_EXTRA_ENDINGS = ("o", "a", "os", "as", "e", "es", "en", "an", "emos", "amos", "imos", "iste", "ieron", "eron",
                  "iera", "ieran", "era", "eran", "io", *_FUTURE)  # fmt: skip
_BREAKING = {
    "requerir": ("requier", "requir"),
    "colegir": ("colig", "colij"),
    "conferir": ("confier", "confir"),
    "diferir": ("difier", "difir"),
    "inferir": ("infier", "infir"),
    "transferir": ("transfier", "transfir"),
    "mover": ("muev",),
    "pedir": ("pid",),
    "probar": ("prueb",),
    "seguir": ("sigu", "sig"),
    "acordar": ("acuerd",),
}
"""Stems of verbs whose vowel changes, by the end of their infinitive."""
_UNINFLECTED = frozenset("a al con de del e el en la las lo los no o para por que se sin su y".split())


@lru_cache(2_000)
def verb_forms(infinitive: str) -> frozenset[str]:
    """Every simple form of a verb given by its folded infinitive ("-se" is left aside), with clitics."""
    bare = infinitive.removesuffix("se") if infinitive.endswith(("arse", "erse", "irse")) else infinitive
    stem, kind = bare[:-2], bare[-2:]
    endings = _AR if kind == "ar" else _ER_IR
    stems = {stem} | {stem[: -len(old)] + new for old, new in _SOFTENED.get(kind, ()) if stem.endswith(old)}
    for family, changed in _BREAKING.items():
        if bare.endswith(family):
            stems |= {bare.removesuffix(family) + each for each in changed}
    forms = {each + ending for each in stems for ending in endings} | {bare + ending for ending in _FUTURE}
    for family, irregular in _STEMS.items():
        if bare.endswith(family):
            head = bare.removesuffix(family)
            forms |= {head + each + ending for each in irregular for ending in _EXTRA_ENDINGS}
    bases = [bare, *(form for form in forms if form.endswith("ndo"))]
    return frozenset(forms | {base + clitic for base in bases for clitic in _CLITICS})


@lru_cache(5_000)
def noun_forms(word: str) -> frozenset[str]:
    """Singular and plural, and the feminine of what ends in -o, of a folded noun or adjective."""
    if word in _UNINFLECTED:
        return joined_forms(word)
    forms = {word, _plural(word)}
    if word.endswith("o"):
        forms |= {word[:-1] + "a", word[:-1] + "as"}
    return frozenset(forms)


def joined_forms(word: str) -> frozenset[str]:
    """ "de" and "a" are also met as "del" and "al"."""
    return frozenset({word, {"de": "del", "a": "al"}.get(word, word)})


def _plural(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    return word + ("s" if word[-1:] in {*"aeiou"} else "" if word.endswith("s") else "es")
