"""Downloads are counted by day, version and part; robots, questions and continuations are none."""

from threading import Thread

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.kit import uses
from campaigns.models import CampaignPage, KitUse
from tests import factories
from tests.campaigns.kit.made import address, kit, page_of
from tests.campaigns.made import campaigns_of
from tests.cms.home.conftest import client_of


def counted() -> dict[str, int]:
    return dict(KitUse.objects.values_list("part", "count"))


def test_the_whole_and_each_part_are_counted(client: Client, campaign: CampaignPage) -> None:
    path = kit(campaign).made.parts[0].path
    for _again in range(2):
        client.get(address(campaign))
    client.get(reverse("campaigns:kit_part", args=[campaign.pk, path]))
    client.get(page_of(campaign))
    assert counted() == {"": 2, path: 1}
    row = KitUse.objects.get(part="")
    assert (row.date, row.campaign_id, row.version) == (timezone.localdate(), campaign.pk, 1)


def test_what_is_no_download_is_not_counted(client: Client, campaign: CampaignPage) -> None:
    url = address(campaign)
    client.head(url)
    client.get(url, headers={"range": "bytes=100-"})
    client.get(url, headers={"if-none-match": f'"{kit(campaign).version.digest}"'})
    client.get(url, headers={"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    client.get(address(campaign, 9))
    client_of(factories.superuser()).get(url)
    assert counted() == {}
    client.get(url, headers={"range": "bytes=0-"})
    assert counted() == {"": 1}


def test_a_database_that_counts_nothing_keeps_no_file_back(
    client: Client, campaign: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(uses, "add", fail)
    assert client.get(address(campaign)).status_code == 200


@pytest.mark.usefixtures("committed_db")
def test_two_at_once_are_two() -> None:
    campaign = campaigns_of().add()

    def add() -> None:
        for _again in range(10):
            uses.add(campaign.pk, 1)
        connection.close()

    threads = [Thread(target=add) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted() == {"": 30}
