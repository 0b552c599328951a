"""What is looked at. Each check tells its figures and raises what is wrong; both are shown to operators only."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from health_check.base import HealthCheck
from health_check.checks import Database as DatabaseAnswers
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from archive import antivirus
from cms.core import heartbeat, jobs
from cms.core.models import Job
from cms.core.visibility import viewer_of
from search import outbox
from search.engine import engine
from search.ports import SearchError, SearchQuery

MEGABYTE = 1024 * 1024
CONTENT = b"acervo"


@dataclass
class Check(HealthCheck):
    """`vital`: without it no page can be served. `timeout` bounds what a caller waits for (one second is added)."""

    name: ClassVar[str]
    label: ClassVar[Any]
    vital: ClassVar[bool] = False
    timeout: ClassVar[timedelta] = timedelta(seconds=2)
    figures: dict[str, float] = field(default_factory=dict, repr=False)

    def run(self) -> None:
        """Raises ServiceWarning, ServiceUnavailable."""
        try:
            self.look()
        finally:
            # Checks run in threads of their own: their connections must not outlive them.
            connection.close()

    def look(self) -> None:
        raise NotImplementedError


class Database(Check):
    name = "database"
    label = _("Base de datos")
    vital = True

    def look(self) -> None:
        DatabaseAnswers().run()


class Migrations(Check):
    """The database has the shape that this code expects. Once true, it stays so for this process."""

    name = "migrations"
    label = _("Estructura de la base de datos")
    vital = True
    _applied: ClassVar[bool] = False

    def look(self) -> None:
        if Migrations._applied:
            return
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            raise ServiceUnavailable(f"{len(missing)} migrations are not applied: run manage.py prepare")
        Migrations._applied = True


class Storage(Check):
    """Each folder of the instance takes bytes and gives them back. The files have no name: nothing is left over."""

    name = "storage"
    label = _("Almacén de ficheros")
    vital = True

    def look(self) -> None:
        for folder in _folders():
            try:
                with tempfile.TemporaryFile(dir=folder) as probe:
                    probe.write(CONTENT)
                    probe.seek(0)
                    if probe.read() != CONTENT:
                        raise ServiceUnavailable(f"{folder.name} gives back other bytes")
            except OSError as error:
                raise ServiceUnavailable(f"{folder.name}: {error.strerror}") from error


def _folders() -> Iterator[Path]:
    yield Path(settings.DATA_DIR)
    private = (
        settings.ORIGINALS_DIR,
        settings.DERIVATIVES_DIR,
        settings.RECORDINGS_DIR,
        settings.CLIPPINGS_DIR,
        settings.KITS_DIR,
    )
    for folder in (*private, settings.MEDIA_ROOT):
        # Made when the first file comes.
        if Path(folder).exists():
            yield Path(folder)


class Disk(Check):
    name = "disk"
    label = _("Espacio libre en disco")

    def look(self) -> None:
        usage = shutil.disk_usage(settings.DATA_DIR)
        self.figures |= {"disk_free_bytes": usage.free, "disk_total_bytes": usage.total}
        if usage.free < settings.HEALTH_DISK_FREE_MB * MEGABYTE:
            raise ServiceWarning(f"{usage.free // MEGABYTE} MB free")


class Search(Check):
    """The engine answers a query of the public; it bounds its own time."""

    name = "search"
    label = _("Buscador")

    def look(self) -> None:
        try:
            engine().search(SearchQuery("acervo", viewer_of(None), limit=1))
        except SearchError as error:
            raise ServiceUnavailable(f"{type(error).__name__}: {error}") from error


class IndexLag(Check):
    """How long the oldest change has waited for the index."""

    name = "index_lag"
    label = _("Cambios que esperan al índice")

    def look(self) -> None:
        waiting = outbox.waiting().aggregate(count=Count("pk"), oldest=Min("created_at"))
        lag = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0.0
        self.figures |= {"index_waiting": waiting["count"], "index_lag_seconds": max(lag, 0.0)}
        if lag > settings.HEALTH_INDEX_LAG_SECONDS:
            raise ServiceWarning(f"{waiting['count']} changes wait, the oldest for {lag:.0f} s")


class QueueAge(Check):
    """How long the oldest job that is due, and that somebody waits for, has waited for a worker."""

    name = "queue_age"
    label = _("Tareas que esperan")

    def look(self) -> None:
        now = timezone.now()
        counts = dict(Job.objects.order_by().values_list("status").annotate(Count("pk")))
        self.figures |= {f"jobs_{status}": counts.get(status, 0) for status in Job.Status.values}
        due = Job.objects.filter(status=Job.Status.QUEUED, not_before__lte=now, priority__lt=jobs.AT_LEISURE)
        oldest = due.aggregate(oldest=Min("not_before"))["oldest"]
        age = (now - oldest).total_seconds() if oldest else 0.0
        self.figures["queue_age_seconds"] = age
        if age > settings.HEALTH_QUEUE_AGE_SECONDS:
            raise ServiceWarning(f"a job has waited for {age:.0f} s")


class Process(Check):
    """A process that answers no requests beats."""

    def look(self) -> None:
        age = heartbeat.silence(self.name)
        if age is None:
            raise ServiceWarning("does not run, or writes into another DATA_DIR")
        self.figures[f"{self.name}_silence_seconds"] = age
        if not heartbeat.is_alive(self.name):
            raise ServiceWarning(f"last beat {age:.0f} s ago")


class Worker(Process):
    name = "worker"
    label = _("Proceso de tareas")


class Relay(Process):
    name = "relay"
    label = _("Proceso de indización")


class Antivirus(Check):
    """The scanner answers; while it does not, received files wait and are handed out to nobody."""

    name = "antivirus"
    label = _("Antivirus")

    def look(self) -> None:
        try:
            antivirus.ping(self.timeout.total_seconds())
        except antivirus.ScannerUnavailable as error:
            raise ServiceWarning(str(error)) from error


CHECKS: tuple[type[Check], ...] = (
    Database,
    Migrations,
    Storage,
    Disk,
    Search,
    IndexLag,
    QueueAge,
    Worker,
    Relay,
)
"""Of every instance."""


def configured() -> tuple[type[Check], ...]:
    """Those of this instance."""
    return (*CHECKS, Antivirus) if antivirus.is_on() else CHECKS
