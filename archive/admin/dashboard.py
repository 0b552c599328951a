"""What waits for the person who enters the administration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Min, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from archive import review
from archive.admin.decisions import NAMESPACE
from archive.admin.listing import DocumentFilterSet
from archive.admin.tenancy import rows_of
from archive.models import Document
from archive.vocabularies import ReadingState, Stage
from cms.core.models import Job
from cms.core.visibility import State

TASKS: tuple[tuple[Promise, dict[str, list[str]]], ...] = (
    (_("Borradores por enviar a revisión"), {"state": [State.DRAFT], "stage": [Stage.NONE]}),
    (_("Con cambios sin publicar"), {"changed": ["true"], "stage": [Stage.NONE]}),
    (_("Devueltos con observaciones"), {"stage": [Stage.RETURNED]}),
    (_("En revisión"), {"stage": [Stage.INSTITUTION, Stage.COMMISSION]}),
    (_("Ficheros en cuarentena"), {"reading": [ReadingState.QUARANTINED]}),
    (_("Ficheros sin texto"), {"reading": [ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED]}),
    (_("Reservas vencidas por decidir"), {"due": ["true"]}),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a kind wait, and the list where they are."""

    label: Promise
    count: int
    url: str
    oldest: datetime | None = None
    """Since when the one that has waited longest does."""


def waiting_for(user: User, request: HttpRequest) -> Iterator[Waiting]:
    """What the person can see to, counted as the list behind each link counts it; first what needs their approval."""
    mine = review.waiting_for(user)
    since = mine.aggregate(oldest=Min("stage_since"))["oldest"]
    yield Waiting(_("Esperan su aprobación"), mine.count(), f"{reverse(f'{NAMESPACE}:list')}?mine=true", since)
    own: QuerySet[Document] = rows_of(user, Document)
    for label, wanted in TASKS:
        query = urlencode(wanted, doseq=True)
        count = DocumentFilterSet(QueryDict(query), queryset=own, request=request).qs.count()
        yield Waiting(label, count, f"{reverse(f'{NAMESPACE}:list')}?{query}")
    if user.is_superuser:
        failed = Job.objects.failed().count()
        yield Waiting(_("Tareas que fallaron"), failed, f"{reverse('jobs:index')}?status={Job.Status.FAILED}")


class WaitingPanel(Component):
    """The panel of the dashboard; nothing for who has no institution."""

    name = "archive_waiting"
    template_name = "archive_admin/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = parent_context["request"]
        return {"waiting": list(waiting_for(request.user, request)), "request": request}
