"""The archive in Wagtail's administration."""
