"""`{% around as site %}`: what stands around every page."""

from typing import Any

from django import template

from cms.navigation import menus

register = template.Library()


@register.simple_tag(takes_context=True)
def around(context: dict[str, Any]) -> dict[str, Any]:
    """Menu, footer and notice for the request that is answered."""
    return menus.around(context.get("request"))
