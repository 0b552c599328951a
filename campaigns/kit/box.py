"""What the page of a campaign says of its kit."""

from dataclasses import dataclass

from campaigns.kit.versions import kit_of
from campaigns.kit.views import address_of
from campaigns.models import CampaignPage


@dataclass(frozen=True, slots=True)
class KitBox:
    """That there is one, how much is in it, and where."""

    url: str
    number: int
    file_count: int


def box_of(campaign: CampaignPage) -> KitBox | None:
    """None where readers get no kit, and for a page that was not saved yet."""
    kit = kit_of(campaign.pk) if campaign.pk and campaign.kit else None
    return KitBox(address_of(kit.made.campaign), kit.version.number, len(kit.made.parts)) if kit else None
