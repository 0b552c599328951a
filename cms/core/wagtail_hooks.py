"""The kernel's places in Wagtail's administration."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.core import media, yes_or_no
from cms.core.administration import CoordinationViewSet, JobViewSet, MembershipViewSet
from cms.core.text_links import ShownPageLink

yes_or_no.register()
hooks.register("before_serve_document", media.only_shown_documents)


# After Wagtail's own.
@hooks.register("register_rich_text_features", order=100)
def links_to_what_is_shown(features: Any) -> None:
    features.register_link_type(ShownPageLink)


@hooks.register("register_admin_viewset")
def viewsets() -> list[CoordinationViewSet | JobViewSet | MembershipViewSet]:
    return [MembershipViewSet(), CoordinationViewSet(), JobViewSet()]


@hooks.register("insert_global_admin_js")
def script() -> str:
    return format_html('<script src="{}" defer></script>', static("js/admin.js"))
