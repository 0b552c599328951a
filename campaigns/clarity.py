"""How clear a page's own words are, and the gate: below its target a text is published only with a reason.

A text too short for a score is judged by the marks on its sentences alone.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from campaigns import plain_language
from campaigns.mark_names import counted
from campaigns.models.clarity import FOR_THE_PUBLIC, ClarityTarget, RevisionClarity
from campaigns.own_text import own_text
from cms.core.reference.models import GlossaryTerm, State

if TYPE_CHECKING:
    from wagtail.models import Revision

ON_SENTENCES = frozenset({"long_sentence", "passive", "gerund", "nominalisation"})
"""Marks that say a sentence is hard to follow, however short the text."""


@dataclass(frozen=True, slots=True)
class Clarity:
    """What was measured, and what it is held to."""

    measure: plain_language.Measure
    target: float

    @property
    def is_enough(self) -> bool:
        return reaches(self.measure, self.target)

    @property
    def told(self) -> dict[str, Any]:
        """What the editor's panel of checks shows of it while one writes."""
        score, band = self.measure.inflesz, self.measure.band
        said = _("Muy corto para medirlo.") if band is None else _("%(band)s. La meta es %(target).0f.")
        return {
            "score": "–" if score is None else f"{score:.0f}",
            "said": said if band is None else said % {"band": band.value.capitalize(), "target": self.target},
            "enough": self.is_enough,
            "marks": counted(self.measure.marks),
            "target": self.target,
        }

    @property
    def refusal(self) -> str:
        """What a writer is told who would publish it as it is."""
        if self.measure.inflesz is None or self.measure.band is None:
            return _(
                "El texto es corto para medirlo, y alguna de sus frases cuesta entender: «%(sentence)s». "
                "Acórtela, o escriba abajo por qué no puede ser más clara."
            ) % {"sentence": hard_sentences(self.measure)[0].text[:120]}
        score = _short_of(self.measure.inflesz, self.target)
        return ngettext(
            "El texto tiene %(score)s punto INFLESZ (%(band)s) y para publicarlo se piden %(target).0f. Acorte "
            "frases y cambie palabras difíciles, o escriba abajo por qué no puede ser más claro.",
            "El texto tiene %(score)s puntos INFLESZ (%(band)s) y para publicarlo se piden %(target).0f. Acorte "
            "frases y cambie palabras difíciles, o escriba abajo por qué no puede ser más claro.",
            int(float(score)),
        ) % {"score": score, "band": self.measure.band, "target": self.target}


def _short_of(score: float, target: float) -> str:
    """A score as it is read, and never as if it were enough: 54.9 for what is nearly 55."""
    whole = f"{score:.0f}"
    return whole if float(whole) < target else f"{math.floor(score * 10) / 10:.1f}"


def reaches(measure: plain_language.Measure, target: float) -> bool:
    """Whether the text may be published as it is."""
    return not hard_sentences(measure) if measure.inflesz is None else measure.inflesz >= target


def hard_sentences(measure: plain_language.Measure) -> list[plain_language.Mark]:
    """The marks that a short text is judged by: a heading is no sentence."""
    spans = [(each.start, each.end) for each in measure.paragraphs]
    marks = [mark for mark in measure.marks if mark.code in ON_SENTENCES]
    return [mark for mark in marks if any(start <= mark.start < end for start, end in spans)]


def clarity_of(model: type[Page], *, title: str, summary: str, body: Iterable[Any]) -> Clarity:
    """How clear a page of this kind is that says this."""
    text = plain_language.from_html(own_text(title, summary, body))
    return Clarity(plain_language.measure(text, jargon=glossary_jargon()), target_of(model))


def glossary_jargon() -> dict[str, str]:
    """Words of the glossary that have a plainer alternative, in all their forms."""
    rows = (
        GlossaryTerm.objects.published()
        .exclude(plain_alternative="")
        .values_list("term", "forms", "plain_alternative")
    )
    return {form: plainer for term, forms, plainer in rows for form in (term, *forms)}


def target_of(model: type[Page]) -> float:
    """The INFLESZ that pages of this kind are held to."""
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    row = ClarityTarget.objects.filter(content_type=kind).values_list("inflesz", flat=True).first()
    return getattr(model, "CLARITY_TARGET", FOR_THE_PUBLIC) if row is None else row


def keep(clarity: Clarity, page: Page, revision: "Revision", state: State | None) -> RevisionClarity:
    """Note how clear a revision is, once; written over, it is measured anew."""
    found = clarity.measure
    told = {
        "page_id": page.pk,
        "state": state,
        "written_at": revision.created_at,
        "inflesz": found.inflesz,
        "fernandez_huerta": found.fernandez_huerta,
        "word_count": found.word_count,
        "sentence_count": found.sentence_count,
        "marks": _counted(found.marks),
        "target": clarity.target,
    }
    row, _is_new = RevisionClarity.objects.update_or_create(revision=revision, defaults=told)
    return row


def _counted(marks: Iterable[plain_language.Mark]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.code] = counts.get(mark.code, 0) + 1
    return counts
