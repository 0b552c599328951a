"""The site's pages in Wagtail's administration."""
