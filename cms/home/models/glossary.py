"""The page of words."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.core.models import BasePage
from cms.core.reference import glossary


class GlossaryPage(BasePage):
    """Every word of the glossary, by its first letter."""

    SCHEMA_TYPE = "DefinedTermSet"

    template = "pages/glossary.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("glosario")
        verbose_name_plural = _("glosarios")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "letters": glossary.by_letter()}
