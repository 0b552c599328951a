"""A worker that is killed with a digest half handed over: nobody gets it twice."""

from collections.abc import Iterator

import pytest

from tests.instances import Instance, kill, until
from tests.servers import smtp

pytestmark = [pytest.mark.processes]

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from cms.home.models import ArticleIndexPage, ArticlePage, Subscription
from cms.home.newsletter import periods
end = periods.end_of(periods.last_ended("weekly"))
page = ArticlePage(title="Lo de la semana", slug="lo-de-la-semana")
ArticleIndexPage.objects.get().add_child(instance=page)
ArticlePage.objects.filter(pk=page.pk).update(first_published_at=end - timedelta(days=1))
Subscription.objects.create(email="ana@ejemplo.mx", kinds=["articles"], told_until=end - timedelta(days=7))
"""
FORGET = "from cms.home.models import Delivery; Delivery.objects.all().delete()"


@pytest.fixture
def server() -> Iterator[smtp.Server]:
    with smtp.running() as running:
        yield running


def killed_with_a_mail_in_hand(site: Instance, server: smtp.Server) -> None:
    """The worker dies when the server has the mail and has not said so."""
    site.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings",
        "MAIL_PORT": str(server.port),
        "JOB_LEASE_SECONDS": "2",
    }
    site.python(PREPARE)
    worker = site.spawn("run_worker", "--concurrency", "1")
    server.before_reply = lambda: kill(worker)
    until(lambda: worker.poll() is not None, what="the worker is dead")
    server.before_reply = lambda: None
    assert len(server.received) == 1


def finished(site: Instance) -> bool:
    return site.query("SELECT status FROM core_job WHERE kind = 'home.digest'") == [("done",)]


def test_nobody_gets_a_digest_twice(instance: Instance, server: smtp.Server) -> None:
    killed_with_a_mail_in_hand(instance, server)
    instance.spawn("run_worker", "--concurrency", "1")
    until(lambda: finished(instance), what="another worker has taken the job over")
    assert len(server.received) == 1
    assert instance.query("SELECT sent_at FROM home_delivery") == [(None,)]


def test_without_the_row_it_would_come_twice(instance: Instance, server: smtp.Server) -> None:
    """The control."""
    killed_with_a_mail_in_hand(instance, server)
    instance.python(FORGET)
    instance.spawn("run_worker", "--concurrency", "1")
    until(lambda: finished(instance), what="another worker has taken the job over")
    assert [mail["To"] for mail in server.received] == ["ana@ejemplo.mx"] * 2
