"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.airing_import import AiringImport
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.reader_answer import ReaderAnswer
from campaigns.models.recording import Recording
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Airing",
    "AiringImport",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "Phase",
    "ReaderAnswer",
    "Recording",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
]
