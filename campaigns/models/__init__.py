"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.appearance import AppearancePage
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.reach import PageUse, ReachTarget, Use
from campaigns.models.clipping import Clipping
from campaigns.models.press import PressReleasePage, PressRoomPage
from campaigns.models.recording import Recording
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Airing",
    "AppearancePage",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "PageUse",
    "Phase",
    "ReachTarget",
    "Clipping",
    "Phase",
    "PressReleasePage",
    "PressRoomPage",
    "Recording",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
    "Use",
]
