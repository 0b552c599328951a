"""Figures for Prometheus: requests by route and status, and how far index and queue are behind.

Labels hold names of routes, states and checks only: nothing that a reader typed and nothing of a person.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.db.models import Count
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from archive.models import Reading
from cms.operations.health.report import Report, Status, report

CONTENT_TYPE = CONTENT_TYPE_LATEST
WORTH = {Status.OK: 1.0, Status.DEGRADED: 0.5, Status.FAILED: 0.0}


def exposition() -> bytes:
    """What all processes of the server counted, and the state of the instance as it is now."""
    if settings.PROMETHEUS_MULTIPROC_DIR:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    state = CollectorRegistry()
    state.register(_State())
    return generate_latest(registry) + generate_latest(state)


class _State(Collector):
    def collect(self) -> Iterator[Metric]:
        found = report()
        yield _health(found)
        for name, value in found.figures.items():
            if not name.startswith("jobs_"):
                yield GaugeMetricFamily(f"acervo_{name}", f"See {name} in docs/operations.md", value=value)
        yield _jobs(found)
        yield _readings()


def _health(found: Report) -> Metric:
    family = GaugeMetricFamily("acervo_health", "1 works, 0.5 works by half, 0 does not work", labels=["check"])
    for finding in found.findings:
        family.add_metric([finding.check.name], WORTH[finding.status])
    return family


def _jobs(found: Report) -> Metric:
    family = GaugeMetricFamily("acervo_jobs", "Jobs by state", labels=["state"])
    for name, value in found.figures.items():
        if name.startswith("jobs_"):
            family.add_metric([name.removeprefix("jobs_")], value)
    return family


def _readings() -> Metric:
    family = GaugeMetricFamily("acervo_originals", "Original files by what became of reading them", labels=["state"])
    try:
        for state, count in Reading.objects.order_by().values_list("state").annotate(Count("pk")):
            family.add_metric([state], count)
    except Error:
        # The rest is worth most when the database is away.
        return family
    return family
