"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity  # isort: skip - the others stand on it
from campaigns.models.adaptation import Adaptation, Correction
from campaigns.models.airing_import import AiringImport
from campaigns.models.appearance import AppearancePage
from campaigns.models.artwork import Artwork, CardWords
from campaigns.models.campaign import CampaignPage, CampaignsPage, Phase
from campaigns.models.clipping import Clipping
from campaigns.models.event import EventKind, EventPage, EventsPage, EventStatus
from campaigns.models.kit import KitFile, KitUse, KitVersion
from campaigns.models.press import PressReleasePage, PressRoomPage
from campaigns.models.reach import PageUse, ReachTarget, Use
from campaigns.models.reader_answer import ReaderAnswer
from campaigns.models.recording import Recording
from campaigns.models.registration import Announcement, Attendance, Registration
from campaigns.models.social import SocialPost, SocialQuestion
from campaigns.models.spot import Airing, SpotFormat, SpotPage
from campaigns.models.university import UniversitiesPage, UniversityActivityPage
from campaigns.models.version import EasyReadPage, LanguagePage, VersionPage

__all__ = [
    "Adaptation",
    "Airing",
    "AiringImport",
    "Announcement",
    "AppearancePage",
    "Artwork",
    "Attendance",
    "CampaignPage",
    "CampaignsPage",
    "CardWords",
    "ClarityTarget",
    "Clipping",
    "Correction",
    "EasyReadPage",
    "EventKind",
    "EventPage",
    "EventStatus",
    "EventsPage",
    "KitFile",
    "KitUse",
    "KitVersion",
    "LanguagePage",
    "PageUse",
    "Phase",
    "PressReleasePage",
    "PressRoomPage",
    "ReachTarget",
    "ReaderAnswer",
    "Recording",
    "Registration",
    "RevisionClarity",
    "SocialPost",
    "SocialQuestion",
    "SpotFormat",
    "SpotPage",
    "UniversitiesPage",
    "UniversityActivityPage",
    "Use",
    "VersionPage",
]
