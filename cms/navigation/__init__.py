"""Menus, footer and the few texts that stand on every page, as editors set them."""
