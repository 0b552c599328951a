"""What the last approval of a workflow does: Wagtail knows one function for all models, apps have one for each.

Wagtail imports this module while its own models load: nothing is imported at the top that needs them.
"""

from collections.abc import Callable
from typing import Any

Finish = Callable[[Any, Any], None]
"""Takes the workflow state and the user who gave the last approval."""
_finishes: dict[type, Finish] = {}


def register(model: type, finish: Finish) -> None:
    """Say what becomes of a row of this model when its workflow ends; called once, when the apps are ready."""
    _finishes[model] = finish


def finish(workflow_state: Any, user: Any = None) -> None:
    """WAGTAIL_FINISH_WORKFLOW_ACTION: what the app of the row has registered, or else Wagtail's own publishing."""
    from wagtail.workflows import publish_workflow_state  # noqa: PLC0415

    act = _finishes.get(type(workflow_state.content_object), publish_workflow_state)
    act(workflow_state, user)
