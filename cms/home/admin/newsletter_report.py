"""How the newsletter goes: numbers only, no addresses. For who keeps the whole site."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from archive.admin.reports.listing import ArchiveReport
from cms.core.tenancy import KEEPS_THE_SITE
from cms.home.models import Delivery, Frequency, Subscription

NAMESPACE = "newsletter_reports"


class NewsletterReport(ArchiveReport):
    """Each period: to how many it went, and of how many nobody knows."""

    slug = "newsletter"
    namespace = NAMESPACE
    page_title = _("Boletín por correo")
    header_icon = "mail"
    template_name = "home_admin/newsletter_report.html"
    columns: ClassVar = [
        Column("period", label=_("Periodo")),
        Column("sent", label=_("Enviados")),
        Column("unknown", label=_("Interrumpidos")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(KEEPS_THE_SITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Any]:
        counted = Delivery.objects.order_by().values("period").annotate(begun=Count("pk"), sent=Count("sent_at"))
        return counted.annotate(unknown=F("begun") - F("sent")).order_by("-period")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = Subscription.objects.filter(refused_at=None)
        counts = dict(rows.order_by().values_list("frequency").annotate(number=Count("pk")))
        return {
            **context,
            "frequencies": [(each.label, counts.get(each.value, 0)) for each in Frequency],
            "refused": Subscription.objects.exclude(refused_at=None).count(),
        }
