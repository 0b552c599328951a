"""Rows of the kernel."""

from cms.core.models.demo_record import DemoRecord
from cms.core.models.embargo import PageEmbargo
from cms.core.models.image import SiteImage, SiteRendition
from cms.core.models.job import Job
from cms.core.models.membership import Coordination, Membership
from cms.core.models.page import BasePage
from cms.core.models.public_change import PublicChange

__all__ = [
    "BasePage",
    "Coordination",
    "DemoRecord",
    "Job",
    "Membership",
    "PageEmbargo",
    "PublicChange",
    "SiteImage",
    "SiteRendition",
]
