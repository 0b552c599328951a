"""The rows of campaigns: what was written for the public, and how clear it was."""

from campaigns.models.clarity import ClarityTarget, RevisionClarity

__all__ = ["ClarityTarget", "RevisionClarity"]
