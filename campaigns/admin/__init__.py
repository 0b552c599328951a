"""Wagtail's administration, as whoever writes for the public needs it."""
