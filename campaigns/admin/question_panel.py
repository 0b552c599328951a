"""In the editor of an article: the questions of people that it came from."""

from typing import Any

from wagtail.admin.panels import Panel


class QuestionsOfPeoplePanel(Panel):
    """Shown on an article that was made of a question."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/questions_of_people.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and self.instance.questions_of_people.exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "questions": self.instance.questions_of_people.all()}
