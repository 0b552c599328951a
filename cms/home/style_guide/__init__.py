"""The style guide: every token and every component of the site, as it is, in its states."""

from cms.home.style_guide.view import style_guide

__all__ = ["style_guide"]
