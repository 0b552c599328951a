"""A national campaign that states took, and the people around it."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User

from campaigns.models import Adaptation, CampaignPage
from tests.campaigns.adapting import national_writer, take, writer
from tests.campaigns.made import Campaigns


@dataclass(frozen=True, slots=True)
class Cast:
    """A national campaign that two states took, and the people around it."""

    campaign: CampaignPage
    zacatecas: Adaptation
    mexico_city: Adaptation
    of_zacatecas: User
    of_mexico_city: User
    national: User


@pytest.fixture
def cast(campaigns: Campaigns) -> Cast:
    campaign = campaigns.add("Pregunte sin miedo")
    return Cast(campaign, take(campaign), take(campaign, "CMX"), writer("ZAC"), writer("CMX"), national_writer())
