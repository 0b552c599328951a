"""Wagtail's e-mails about workflows, but for documents: those have their own (`archive.notices`).

Wagtail would write to superusers of all institutions, in the request itself, and a second time to whoever submitted.
"""

from typing import Any

from wagtail.admin.mail import (
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from archive.models import Document


class NotAboutDocuments:
    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        able: bool = super().can_handle(instance, **kwargs)  # type: ignore[misc]
        return able and not isinstance(instance.content_object, Document)


class Submission(NotAboutDocuments, WorkflowStateSubmissionEmailNotifier):
    pass


class Approval(NotAboutDocuments, WorkflowStateApprovalEmailNotifier):
    pass


class Rejection(NotAboutDocuments, WorkflowStateRejectionEmailNotifier):
    pass


NOTIFIERS = (
    (workflow_submitted, "workflow_state_submitted_email_notification", Submission()),
    (workflow_approved, "workflow_state_approved_email_notification", Approval()),
    (workflow_rejected, "workflow_state_rejected_email_notification", Rejection()),
)
"""Signal, the name under which Wagtail listens to it, and who listens instead."""


def take_over() -> None:
    """Put our notifiers in the place of Wagtail's; called when its own are there."""
    for signal, name, notifier in NOTIFIERS:
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        signal.connect(notifier, sender=WorkflowState, dispatch_uid=name)
