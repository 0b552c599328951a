"""The site's own places in Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from campaigns.admin import content_checks, questions
from cms.core.tenancy import KEEPS_THE_SITE
from cms.home.admin.choosing import move_is_allowed, only_choosable
from cms.home.admin.dashboard import PagesWaitingPanel
from cms.home.admin.from_question import ARTICLE, TERM, FromQuestion, offer_article, offer_term
from cms.home.admin.from_question import NAMESPACE as QUESTIONS
from cms.home.admin.listing import SitePages, site_pages
from cms.home.admin.newsletter_report import NAMESPACE, NewsletterReport
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
    return [path("questions/", include((patterns, QUESTIONS)))]


@hooks.register("register_admin_viewset")
def viewsets() -> list[TopicViewSet | SitePages]:
    return [TopicViewSet(), site_pages]


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the person on the pages, above everything else."""
    if policy_registry.get_by_type(Page).user_has_any_permission(request.user, ON_PAGES):
        panels.append(PagesWaitingPanel())


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    slug = NewsletterReport.slug
    patterns = [
        path("", NewsletterReport.as_view(), name=slug),
        path("results/", NewsletterReport.as_view(results_only=True), name=f"{slug}_results"),
    ]
    return [path(f"reports/{slug}/", include((patterns, NAMESPACE)))]


class SiteReportMenuItem(MenuItem):
    """For who keeps the whole site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(KEEPS_THE_SITE)


@hooks.register("register_reports_menu_item")
def newsletter_report() -> MenuItem:
    address = reverse(f"{NAMESPACE}:{NewsletterReport.slug}")
    return SiteReportMenuItem(
        NewsletterReport.page_title, address, name="newsletter", icon_name=NewsletterReport.header_icon, order=95
    )
