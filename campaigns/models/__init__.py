"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.artwork import Artwork, CardWords
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.recording import Recording
from campaigns.models.social import SocialPost, SocialQuestion
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Airing",
    "Artwork",
    "CampaignPage",
    "CampaignsPage",
    "CardWords",
    "ClarityTarget",
    "Phase",
    "Recording",
    "RevisionClarity",
    "SocialPost",
    "SocialQuestion",
    "SpotFormat",
    "SpotPage",
]
