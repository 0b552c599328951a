"""How much of what people ask is answered, and how soon."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import SocialQuestion

DAYS = timedelta(days=2)
"""From here on a time is told in days."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and the time within which half of the answers came; None without any."""

    asked: int
    answered: int
    turned: int
    half_within: timedelta | None

    def __str__(self) -> str:
        if not self.asked:
            return _("Ninguna pregunta.")
        said = [
            ngettext("%d pregunta", "%d preguntas", self.asked) % self.asked,
            ngettext("%d respondida", "%d respondidas", self.answered) % self.answered,
        ]
        if self.half_within is not None:
            said.append(_("la mitad en %(time)s o menos") % {"time": _told(self.half_within)})
        if self.turned:
            said.append(
                ngettext("%d ya es contenido del sitio", "%d ya son contenido del sitio", self.turned) % self.turned
            )
        return f"{'; '.join(said)}."


def figures(questions: QuerySet[SocialQuestion]) -> Figures:
    """Of these questions."""
    rows = list(questions.order_by().values_list("asked_at", "answered_at", "page", "term"))
    times = [(answered - asked).total_seconds() for asked, answered, _page, _term in rows if answered]
    turned = sum(1 for *_times, page, term in rows if page or term)
    return Figures(len(rows), len(times), turned, timedelta(seconds=median(times)) if times else None)


def _told(time: timedelta) -> str:
    hours = round(time.total_seconds() / 3600)
    if time < timedelta(hours=1):
        minutes = max(round(time.total_seconds() / 60), 1)
        return ngettext("%d minuto", "%d minutos", minutes) % minutes
    if time < DAYS:
        return ngettext("%d hora", "%d horas", hours) % hours
    days = round(hours / 24)
    return ngettext("%d día", "%d días", days) % days
