"""A publication that the gate stops outside of a form: a bulk action, an approval, a call of Wagtail's own API."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from campaigns.gate import NotPublishable, Refusal


class NotPublishableMiddleware:
    """Says what has to be mended, where the person came from. The transaction has undone everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotPublishable):
            return None
        messages.error(request, str(exception))
        return redirect(reverse("wagtailadmin_pages:edit", args=[exception.page_pk]))


class GatedPublishAPIAction(PublishPageAPIAction):
    """Wagtail's own publishes past `Page.publish`, where the gate stands for everything else."""

    def execute(self, instance: Page, data: Any) -> Any:
        page = instance.specific
        if hasattr(page, "refusals"):
            refusals: list[Refusal] = page.get_latest_revision_as_object().refusals()
            if refusals:
                raise ValidationError({refusal.field: [refusal.message] for refusal in refusals})
        return super().execute(instance, data)


def guard_the_api() -> None:
    """Publish by the administration's API only what may be published."""
    PagesAdminAPIViewSet.actions = {**PagesAdminAPIViewSet.actions, "publish": GatedPublishAPIAction}
