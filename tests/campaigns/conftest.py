"""What tests of campaigns stand on."""

import pytest

from tests.campaigns.made import Campaigns, campaigns_of

__all__ = ["Campaigns"]


@pytest.fixture
def campaigns(db: None) -> Campaigns:
    """The page under which campaigns are, and a way to make them."""
    return campaigns_of()
