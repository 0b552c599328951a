"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.reach import PageUse, ReachTarget, Use
from campaigns.models.recording import Recording
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Airing",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "PageUse",
    "Phase",
    "ReachTarget",
    "Recording",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
    "Use",
]
