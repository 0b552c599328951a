"""What pages ask of their readers."""

from typing import Any

from django import template
from wagtail.models import Page

from campaigns.useful import THANKS, token_of

register = template.Library()


@register.inclusion_tag("components/useful.html", takes_context=True)
def useful(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The question whether the page was of use. A preview is of no reader: it asks nothing."""
    request = context.get("request")
    if request is None or page.pk is None or getattr(request, "is_preview", False):
        return {"token": "", "thanks": False}
    return {"token": token_of(page), "thanks": THANKS in request.GET}
