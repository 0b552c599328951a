"""A publication that the gate stops outside of a form: a bulk action, an approval from the dashboard."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from campaigns.gate import NotPublishable


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
