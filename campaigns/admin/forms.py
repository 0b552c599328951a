"""The gate before publication, where the writer meets it: in the form, with everything that was typed still there."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from campaigns.clarity import clarity_of

GOES_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
"""Buttons after which nobody writes any more."""


class ClearPageForm(WagtailAdminPageForm):
    """Drafts are kept however they read; what is to be published must reach its target, or say why it can't."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        wanted = any(name in self.data for name in GOES_PUBLIC)
        if not wanted or "body" not in cleaned or cleaned.get("clarity_reason", "").strip():
            return cleaned
        found = clarity_of(
            type(self.instance),
            title=cleaned.get("title", self.instance.title),
            summary=cleaned.get("summary", self.instance.summary),
            body=cleaned["body"],
        )
        if not found.is_enough:
            self.add_error("clarity_reason", found.refusal)
        return cleaned
