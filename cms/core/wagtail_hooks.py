"""The kernel's places in Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from cms.core.administration import JobViewSet, MembershipViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[JobViewSet | MembershipViewSet]:
    return [MembershipViewSet(), JobViewSet()]


class WrittenContentChecker(ContentCheckerItem):
    """The checks of the editor, on what editors write: they cannot mend what stands around it on every page."""

    axe_exclude = [".skip-link", ".site-header", ".site-footer"]


@hooks.register("construct_wagtail_userbar")
def check_what_editors_write(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [WrittenContentChecker() if isinstance(each, ContentCheckerItem) else each for each in items]


@hooks.register("insert_global_admin_js")
def script() -> str:
    return format_html('<script src="{}" defer></script>', static("js/admin.js"))
