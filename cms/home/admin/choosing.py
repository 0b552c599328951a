"""What of the pages that others work on the administration shows: what anybody may read, and no more.

Wagtail asks for the page when it is edited; some of its lists and steps don't ask.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from cms.core.tenancy import KEEPS_THE_SITE
from cms.core.visibility import pages_shown
from cms.home.editors import ON_PAGES


def own_pages(request: HttpRequest) -> PageQuerySet:
    """The pages that the person works with."""
    policy = policy_registry.get_by_type(Page)
    return policy.instances_user_has_any_permission_for(request.user, ON_PAGES).filter(depth__gt=1)


def choosable(user: User) -> PageQuerySet:
    """Drafts of others have titles, and some say too much."""
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ON_PAGES)
    public = pages_shown(Page.objects.all())
    return Page.objects.filter(Q(depth=1) | Q(pk__in=public.values("pk")) | Q(pk__in=own.values("pk")))


def only_choosable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's lists of pages to choose from; one is shown below its parent only to who may see the parent."""
    allowed = choosable(request.user)  # type: ignore[arg-type]
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if parent is not None and not allowed.filter(pk=parent).exists():
        raise Http404
    return pages.filter(pk__in=allowed.values("pk"))


class ChosenPages(ChosenMultipleView):
    """What comes back of a choice of several: nothing that could not be chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {pk for pk in request.GET.getlist("id") if pk.isdecimal()}
        allowed = choosable(request.user).filter(pk__in=asked)  # type: ignore[arg-type]
        if not asked or allowed.count() != len(asked):
            raise Http404
        return super().get(request)


def move_is_allowed(request: HttpRequest, page: Page, destination: Page) -> None:
    """The question before a move names the page: it is not asked of who may not move it there."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


class PageTypesReport(PageTypesUsageReportView):
    """The report on kinds of pages, which names the page of each kind that anybody edited last."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(KEEPS_THE_SITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OnlyOwnPages:
    """A bulk action that leaves out, without naming them, the pages that the person does not work with."""

    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        allowed, refused = super().get_actionable_objects()  # type: ignore[misc]
        own = set(own_pages(self.request).values_list("pk", flat=True))
        return allowed, {name: [page for page in pages if page.pk in own] for name, pages in refused.items()}


def act_on_many(request: HttpRequest, action: str) -> HttpResponse:
    """Wagtail's bulk actions on pages; of what they refuse they give the titles."""
    action_class = bulk_action_registry.get_bulk_action_class("wagtailcore", "page", action)
    if action_class is None:
        raise Http404
    narrowed = type(action_class.__name__, (OnlyOwnPages, action_class), {})
    response: HttpResponse = narrowed(request, Page).dispatch(request)
    return response
