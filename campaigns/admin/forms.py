"""The gate before publication, where the writer meets it: in the form, with everything that was typed still there."""

from typing import ClassVar

from wagtail.admin.forms import WagtailAdminPageForm

GOES_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow")
"""Buttons after which nobody writes any more."""
APPROVES = "approve"
"""What a reviewer's button is called that does not send the text back."""


class GatedPageForm(WagtailAdminPageForm):
    """Drafts are kept however they are; what is to be published must be ready."""

    elsewhere: ClassVar[str] = "title"
    """The field that bears what is to be said of one that the form leaves out."""

    def _post_clean(self) -> None:
        super()._post_clean()
        approves = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == APPROVES
        if self.errors or not (approves or any(name in self.data for name in GOES_PUBLIC)):
            return
        for refusal in self.instance.refusals():
            self.add_error(refusal.field if refusal.field in self.fields else self.elsewhere, refusal.message)
