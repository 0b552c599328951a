"""Rows of the kernel."""

from cms.core.models.job import Job
from cms.core.models.membership import Membership
from cms.core.models.page import BasePage

__all__ = ["BasePage", "Job", "Membership"]
