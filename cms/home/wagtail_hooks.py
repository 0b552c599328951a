"""The site's own places in Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

from campaigns.admin import content_checks, questions
from cms.home.admin.choosing import move_is_allowed, only_choosable
from cms.home.admin.dashboard import PagesWaitingPanel
from cms.home.admin.from_question import ARTICLE, NAMESPACE, TERM, FromQuestion, offer_article, offer_term
from cms.home.admin.listing import SitePages, site_pages
from cms.home.admin.topics import TopicViewSet
from cms.home.editors import ON_PAGES

hooks.register("construct_page_chooser_queryset", only_choosable)
hooks.register("before_move_page", move_is_allowed)
hooks.register("construct_wagtail_userbar", content_checks.instead_of_wagtails)

questions.register_offer(offer_article)
questions.register_offer(offer_term)


@hooks.register("register_admin_urls")
def from_questions() -> list[URLResolver]:
    patterns = [
        path("<int:pk>/article/", FromQuestion.as_view(becomes=ARTICLE), name=ARTICLE),
        path("<int:pk>/term/", FromQuestion.as_view(becomes=TERM), name=TERM),
    ]
    return [path("questions/", include((patterns, NAMESPACE)))]


@hooks.register("register_admin_viewset")
def viewsets() -> list[TopicViewSet | SitePages]:
    return [TopicViewSet(), site_pages]


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the person on the pages, above everything else."""
    if policy_registry.get_by_type(Page).user_has_any_permission(request.user, ON_PAGES):
        panels.append(PagesWaitingPanel())
