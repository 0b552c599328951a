"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.event import EventKind, EventPage, EventsPage, EventStatus
from campaigns.models.recording import Recording
from campaigns.models.registration import Announcement, Attendance, Registration
from campaigns.models.spot import Airing, SpotFormat, SpotPage

__all__ = [
    "Airing",
    "Announcement",
    "Attendance",
    "CampaignPage",
    "CampaignsPage",
    "ClarityTarget",
    "EventKind",
    "EventPage",
    "EventStatus",
    "EventsPage",
    "Phase",
    "Recording",
    "Registration",
    "RevisionClarity",
    "SpotFormat",
    "SpotPage",
]
