"""What pages built of parts have in common: the list of their headings, and the words they explain."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField

from archive.admin.cited_panel import FallenQuotesPanel
from campaigns.admin import content_checks
from campaigns.blocks import ARTICLE
from cms.core.blocks import headings
from cms.core.models import BasePage
from cms.core.reference import glossary

HEADINGS_FOR_A_LIST = 3
FIRST_PANELS: list[Panel] = [FallenQuotesPanel(), *BasePage.content_panels]
"""What the editor of every page that is built of parts begins with."""


class ComposedPage(BasePage):
    """A page of text: parts in an order, with the words of the glossary explained where they first stand."""

    body = StreamField(ARTICLE, verbose_name=_("contenido"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*FIRST_PANELS, FieldPanel("body")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        names = [each["url"] for each in headings(self.body)]
        double = next((each for each in names if names.count(each) > 1), None)
        if double:
            message = _("Dos subtítulos de la página dicen lo mismo. Cambie uno, para poder enlazar a cada parte.")
            raise ValidationError({"body": message})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rendered = self.body.render_as_block({**context, "request": request})
        if getattr(request, "is_preview", False):
            rendered = content_checks.mark(rendered)
        explained = glossary.explain(rendered, leave_out=self.unmarked_terms_pks())
        parts = headings(self.body)
        return {
            **context,
            "body": explained.html,
            "terms": explained.terms,
            "headings": parts if len(parts) >= HEADINGS_FOR_A_LIST else [],
        }

    def unmarked_terms_pks(self) -> list[int]:
        """Words that are not explained on this page, because its author says so."""
        return []
