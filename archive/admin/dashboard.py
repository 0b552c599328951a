"""What waits for the person who enters the administration."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Min, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import review
from archive.admin.decisions import NAMESPACE
from archive.admin.listing import DocumentFilterSet
from archive.admin.tenancy import rows_of
from archive.models import Document
from archive.vocabularies import ReadingState, Stage
from cms.core.models import Job
from cms.core.visibility import State
from cms.core.waiting import Waiting, WaitingPanel

TASKS: tuple[tuple[Promise, dict[str, list[str]]], ...] = (
    (_("Borradores por enviar a revisión"), {"state": [State.DRAFT], "stage": [Stage.NONE]}),
    (_("Con cambios sin publicar"), {"changed": ["true"], "stage": [Stage.NONE]}),
    (_("Devueltos con observaciones"), {"stage": [Stage.RETURNED]}),
    (_("En revisión"), {"stage": [Stage.INSTITUTION, Stage.COMMISSION]}),
    (_("Ficheros en cuarentena"), {"reading": [ReadingState.QUARANTINED]}),
    (_("Ficheros sin texto"), {"reading": [ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED]}),
    (_("Reservas vencidas por decidir"), {"due": ["true"]}),
)


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


class ArchiveWaitingPanel(WaitingPanel):
    """The archive's panel of the dashboard; nothing for who has no institution."""

    name = "archive_waiting"
    heading = _("Le espera en el archivo")
    order = 50

    def waiting_for(self, request: HttpRequest) -> Iterator[Waiting]:
        return waiting_for(request.user, request)  # type: ignore[arg-type]
