"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.adaptation import Adaptation, Correction
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.recording import Recording
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Adaptation",
    "Airing",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "Correction",
    "Phase",
    "Recording",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
]
