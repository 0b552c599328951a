"""What waits on the dashboard because of campaigns that states took."""

from collections.abc import Iterator

from django.db.models import Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns import corrections, replicas
from campaigns.admin.clarity_report import pages_of
from campaigns.admin.national_campaigns import NAMESPACE
from campaigns.admin.replica_reports import CorrectionsReport, ReplicasReport
from campaigns.models import Correction
from cms.core.tenancy import KEEPS_THE_SITE
from cms.core.waiting import Waiting, WaitingPanel


class ReplicationWaitingPanel(WaitingPanel):
    """For a state what it has to decide; for the national team what states have to, and what they did not accept."""

    name = "replication_waiting"
    heading = _("Le espera en las campañas nacionales")
    order = 45

    def waiting_for(self, request: HttpRequest) -> Iterator[Waiting]:
        pages = pages_of(request)
        log, taken = (reverse(f"{NAMESPACE}:{report.slug}") for report in (CorrectionsReport, ReplicasReport))
        offered = corrections.waiting(pages)
        is_national = request.user.has_perm(KEEPS_THE_SITE)
        yield Waiting(
            _("Correcciones que los estados no han decidido") if is_national else _("Correcciones por decidir"),
            offered.count(),
            f"{log}?status={Correction.Status.OFFERED}",
            offered.aggregate(oldest=Min("offered_at"))["oldest"],
        )
        if is_national:
            declined = Correction.objects.filter(status=Correction.Status.DECLINED)
            yield Waiting(
                _("Correcciones que los estados no aceptaron, con su motivo"),
                corrections.in_force(declined).count(),
                f"{log}?status={Correction.Status.DECLINED}&current=true",
            )
            return
        yield Waiting(
            _("Campañas suyas cuya original ya no está publicada"),
            replicas.orphaned(pages).count(),
            f"{taken}?is_source_shown=false",
        )
