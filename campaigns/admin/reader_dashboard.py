"""What readers said lately, on the dashboard of who edits the pages."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.admin.clarity_report import NAMESPACE
from campaigns.admin.reader_answers import AnswersReport, answers_of
from cms.core.waiting import Waiting, WaitingPanel

LATELY = timedelta(days=30)


class ReadersPanel(WaitingPanel):
    """How many answers came in the last thirty days, and how many of them somebody should read."""

    name = "readers"
    heading = _("Lo que dicen los lectores en los últimos 30 días")
    order = 60

    def waiting_for(self, request: HttpRequest) -> Iterator[Waiting]:
        since = timezone.localdate() - LATELY
        rows = answers_of(request).filter(answered_on__gte=since)
        for label, found, narrowed in (
            (_("Respuestas"), rows, {}),
            (_("Dijeron que no les sirvió"), rows.filter(was_useful=False), {"was_useful": "false"}),
            (_("Con comentario"), rows.exclude(comment=""), {"with_comment": "true"}),
        ):
            query = urlencode({**narrowed, "answered_on_from": since.isoformat()})
            yield Waiting(label, found.count(), f"{reverse(f'{NAMESPACE}:{AnswersReport.slug}')}?{query}")
