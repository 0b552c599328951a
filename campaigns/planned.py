"""What of campaigns and their channels stands in the editorial calendar."""

from django.utils.translation import gettext_lazy as _

from campaigns.editorial import entries
from campaigns.editorial.pages import DatedPages, PublishedPages
from campaigns.models import CampaignPage, SpotPage


def register() -> None:
    """Have them in the calendar; called once, when the apps are ready."""
    entries.register(DatedPages("campaign", _("Campaña"), CampaignPage, "starts_on", "ends_on"))
    entries.register(PublishedPages("spot", _("Radio y televisión"), SpotPage))
