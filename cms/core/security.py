"""Content Security Policy: strict on public pages, its own for the administration."""

from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Wagtail's editor needs inline scripts; its login does not, and stays under the strict policy."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> Any:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and _is_editor(request.path):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY.copy()
        if not report_only and getattr(request, "is_preview", False):
            # A preview is a public page inside the editor, and keeps the public policy but for that.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts


def _is_editor(path: str) -> bool:
    return path.startswith("/admin/") and not path.startswith(("/admin/login", "/admin/password_reset"))
