"""The report on kits: which version each campaign hands out, how it stands with it, and how often it was taken."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from campaigns.admin.clarity_report import PagesReport, pages_of
from campaigns.kit.versions import job_of
from campaigns.models import CampaignPage, KitUse, KitVersion
from campaigns.models.kit import WHOLE
from cms.core.models import Job
from cms.core.reference.models import State
from cms.core.visibility import pages_shown

READY, PENDING = "ready", "pending"
SITUATIONS = [(READY, gettext_lazy("Lista")), (PENDING, gettext_lazy("Sin ZIP todavía"))]


class KitsFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(
        field_name="campaign__title", lookup_expr="icontains", label=gettext_lazy("Campaña")
    )
    state = django_filters.ModelChoiceFilter(
        field_name="campaign__institution__state",
        queryset=State.objects.all(),
        label=gettext_lazy("Entidad federativa"),
    )
    situation = django_filters.ChoiceFilter(
        method="in_situation", choices=SITUATIONS, label=gettext_lazy("Situación")
    )

    class Meta:
        model = KitVersion
        fields: ClassVar[list[str]] = []

    def in_situation(self, rows: QuerySet[KitVersion], _name: str, value: str) -> QuerySet[KitVersion]:
        return rows.exclude(digest="") if value == READY else rows.filter(digest="")


def _situation(version: Any) -> str:
    """In words. Whether parts changed by themselves since is asked where the kit is, not here."""
    if not version.is_offered:
        return _("No se entrega: la campaña no es pública")
    if version.digest:
        return _("Lista")
    job = job_of(version)
    if job is not None and job.status == Job.Status.FAILED:
        return _("No se pudo preparar: %(reason)s") % {"reason": job.reason}
    return _("Se está preparando")


def _day(version: KitVersion) -> date:
    return timezone.localdate(version.numbered_at)


def _size(version: KitVersion) -> str:
    return filesizeformat(version.size) if version.size else ""


def _sum(uses: QuerySet[KitUse]) -> Coalesce:
    """How many downloads of the campaign's kit these are."""
    rows = uses.filter(campaign=OuterRef("campaign")).order_by().values("campaign")
    counted = Subquery(rows.annotate(total=Sum("count")).values("total"), output_field=IntegerField())
    return Coalesce(counted, 0)


class KitsReport(PagesReport):
    """A row for the last version of each kit."""

    slug = "kits"
    page_title = gettext_lazy("Kits de campañas")
    header_icon = "download"
    filterset_class = KitsFilterSet
    columns: ClassVar = [
        TitleColumn(
            "campaign",
            label=gettext_lazy("Campaña"),
            accessor="campaign.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.campaign_id]),
        ),
        Column(
            "institution", label=gettext_lazy("Institución"), accessor="campaign.institution", classname=SECONDARY
        ),
        Column("version", label=gettext_lazy("Versión"), accessor="number"),
        Column("date", label=gettext_lazy("Fecha"), accessor=_day, classname=SECONDARY),
        Column("files", label=gettext_lazy("Archivos"), accessor=lambda row: len(row.parts), classname=SECONDARY),
        Column("size", label=gettext_lazy("Tamaño"), accessor=_size),
        Column("situation", label=gettext_lazy("Situación"), accessor=_situation),
        Column("of_version", label=gettext_lazy("Descargas de la versión"), accessor="taken_of_version"),
        Column("whole", label=gettext_lazy("De todas"), accessor="taken_whole", classname=SECONDARY),
        Column("apart", label=gettext_lazy("De partes sueltas"), accessor="taken_apart", classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[KitVersion]:
        own = CampaignPage.objects.filter(pk__in=pages_of(self.request).values("pk"))
        newer = KitVersion.objects.filter(campaign=OuterRef("campaign"), number__gt=OuterRef("number"))
        offered = pages_shown(CampaignPage.objects.filter(pk=OuterRef("campaign")))
        whole = KitUse.objects.filter(part=WHOLE)
        rows = KitVersion.objects.filter(~Exists(newer), campaign__in=own).annotate(
            is_offered=Exists(offered),
            taken_of_version=_sum(whole.filter(version=OuterRef("number"))),
            taken_whole=_sum(whole),
            taken_apart=_sum(KitUse.objects.exclude(part=WHOLE)),
        )
        return rows.select_related("campaign__institution").order_by("-numbered_at", "-pk")
