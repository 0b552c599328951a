"""The checks run at the same time, each within its bound, and what they say together."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from health_check.base import HealthCheckResult
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from cms.operations.health.checks import Check, configured

REMEMBERED_SECONDS = 2.0
"""Whoever asks again within it gets the same answer: asking costs the site nothing, however often it is done."""


class Status(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


SAID = {
    Status.OK: _("Funciona"),
    Status.DEGRADED: _("Funciona a medias"),
    Status.FAILED: _("No funciona"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says. `detail` and `figures` are for operators."""

    check: Check
    status: Status
    detail: str
    seconds: float

    @property
    def said(self) -> str:
        return str(SAID[self.status])


@dataclass(frozen=True, slots=True)
class Report:
    findings: Sequence[Finding]

    @property
    def status(self) -> Status:
        """Failed where something vital failed; degraded where anything else is not as it should be."""
        found = {finding.status for finding in self.findings}
        return next((status for status in (Status.FAILED, Status.DEGRADED) if status in found), Status.OK)

    @property
    def said(self) -> str:
        return str(SAID[self.status])

    @property
    def figures(self) -> dict[str, float]:
        return {name: value for finding in self.findings for name, value in finding.check.figures.items()}

    def as_dict(self, *, full: bool) -> dict[str, Any]:
        """For machines: words for everybody, reasons and figures for operators."""
        answer: dict[str, Any] = {
            "status": self.status,
            "checks": {finding.check.name: {"status": finding.status} for finding in self.findings},
        }
        if full:
            for finding in self.findings:
                answer["checks"][finding.check.name] |= {
                    "detail": finding.detail,
                    "seconds": round(finding.seconds, 3),
                    **finding.check.figures,
                }
        return answer


class _Threads(Executor):
    """A thread for each check that is not still busy with an earlier question.

    They are daemons and nobody joins them: a check that hangs (a network file system that went away) holds up neither
    the answer nor the end of the process, and the same hang takes one thread, however often it is asked.
    """

    def __init__(self) -> None:
        self._asked: dict[type[Check], Future[Any]] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        kind: Any = type(getattr(fn, "__self__", None))
        future: Future[Any] = Future()
        if kind in self._asked and not self._asked[kind].done():
            future.set_exception(ServiceUnavailable("still busy with an earlier check"))
            return future
        self._asked[kind] = future
        # It runs before it is handed out: who gives up waiting can't call it off, so it is not done until it ends.
        future.set_running_or_notify_cancel()
        threading.Thread(target=_work, args=(future, partial(fn, *args, **kwargs)), daemon=True).start()
        return future


def _work(future: Future[Any], call: Callable[[], Any]) -> None:
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001  # whoever waits for the future gets it
        future.set_exception(error)


_threads = _Threads()
_asking = threading.Lock()
_last: tuple[float, Report] | None = None


def report(*, anew: bool = False) -> Report:
    """What is known of the instance, at most REMEMBERED_SECONDS old; `anew`: of now."""
    global _last  # noqa: PLW0603
    with _asking:
        if not anew and _last is not None and time.monotonic() - _last[0] < REMEMBERED_SECONDS:
            return _last[1]
        found = Report([_finding(result) for result in asyncio.run(_results())])
        _last = (time.monotonic(), found)
        return found


async def _results() -> list[HealthCheckResult]:
    return await asyncio.gather(*(kind().get_result(_threads) for kind in configured()))


def _finding(result: HealthCheckResult) -> Finding:
    check: Any = result.check
    status = Status.OK
    if result.error is not None:
        vital = check.vital and not isinstance(result.error, ServiceWarning)
        status = Status.FAILED if vital else Status.DEGRADED
    return Finding(check, status, "" if result.error is None else result.error.message, result.time_taken)
