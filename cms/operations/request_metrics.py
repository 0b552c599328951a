"""django-prometheus counts requests; what it would take from a request as it came is put in order here."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django_prometheus.middleware import PrometheusAfterMiddleware

from cms.core.request_log import route_of


class RequestMetricsMiddleware(PrometheusAfterMiddleware):
    """Stands near the outside, so that pages kept from before count too.

    A method is one that HTTP knows: anybody may send any word as one, and each would become a label for good.
    """

    def label_metric(
        self, metric: Any, request: HttpRequest, response: HttpResponseBase | None = None, **labels: Any
    ) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)
        return super().label_metric(metric, request, response, **labels)

    def _get_view_name(self, request: HttpRequest) -> str:
        return route_of(request)
