"""The kernel's places in Wagtail's administration."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.core import media, yes_or_no
from cms.core.administration import CoordinationViewSet, JobViewSet, MembershipViewSet

yes_or_no.register()
hooks.register("before_serve_document", media.only_shown_documents)


@hooks.register("register_admin_viewset")
def viewsets() -> list[CoordinationViewSet | JobViewSet | MembershipViewSet]:
    return [MembershipViewSet(), CoordinationViewSet(), JobViewSet()]


@hooks.register("insert_global_admin_js")
def script() -> str:
    return format_html('<script src="{}" defer></script>', static("js/admin.js"))
