"""What tests of kits stand on."""

import pytest

from campaigns.models import CampaignPage
from tests.campaigns.kit.made import with_kit
from tests.campaigns.made import Campaigns


@pytest.fixture
def campaign(campaigns: Campaigns) -> CampaignPage:
    """A campaign whose kit holds its texts and one spot, with its ZIP."""
    return with_kit(campaigns)
