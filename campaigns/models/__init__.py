"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.recording import Recording
from campaigns.models.spot import Airing, SpotFormat, SpotPage
from campaigns.models.university import UniversitiesPage, UniversityActivityPage
from campaigns.models.version import EasyReadPage, LanguagePage, VersionPage

__all__ = [
    "Airing",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "EasyReadPage",
    "LanguagePage",
    "Phase",
    "Recording",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
    "UniversitiesPage",
    "UniversityActivityPage",
    "VersionPage",
]
