"""The kernel's places in Wagtail's administration."""

from wagtail import hooks

from cms.core.administration import JobViewSet, MembershipViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[JobViewSet | MembershipViewSet]:
    return [MembershipViewSet(), JobViewSet()]
