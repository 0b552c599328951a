"""Choosing a page of the site to lead to: only one that anybody may read, and of any other not even its title."""

from copy import copy
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

from cms.core.visibility import pages_shown


class ShownPageChooser(AdminPageChooser):
    """The widget. Of a page that is not shown it keeps the choice, and tells neither its title nor where it is."""

    def get_display_title(self, instance: Page) -> str:
        return title_as_shown(instance)

    def get_value_data_from_instance(self, instance: Page) -> dict[str, Any]:
        if not is_shown(instance):
            title = self.get_display_title(instance)
            return {"id": instance.pk, "parent_id": None, "edit_url": "", self.display_title_key: title}
        data: dict[str, Any] = super().get_value_data_from_instance(instance)
        return data


class ShownPageBlock(PageChooserBlock):
    """A page that a part leads to. Migrations know it as Wagtail's own block."""

    @cached_property
    def widget(self) -> ShownPageChooser:
        return ShownPageChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)

    def clean(self, value: Any) -> Page | None:
        page: Page | None = super().clean(value)
        if page is not None and not is_shown(page):
            raise ValidationError(_("Esta página no es pública. Publíquela antes de enlazarla, o elija otra."))
        return page

    def render_basic(self, value: Page | None, context: Any = None) -> str:
        return escape(title_as_shown(value)) if value else ""

    def bulk_to_python(self, values: Any) -> list[Page | None]:
        """Whether each may be read is asked together with what it is called."""
        rows = _with_answer(self.model_class.objects.all()).in_bulk(values)
        found = [rows.get(pk) for pk in values]
        return [copy(page) if page is not None else None for page in found]

    def deconstruct(self) -> tuple[str, Any, Any]:
        _own, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


def _with_answer(pages: Any) -> Any:
    """The pages, each with whether anybody may read it now."""
    return pages.annotate(is_shown_now=Exists(pages_shown(Page.objects.filter(pk=OuterRef("pk")))))


def is_shown(page: Page) -> bool:
    """Whether anybody may read the page now."""
    known: bool | None = getattr(page, "is_shown_now", None)
    return pages_shown(Page.objects.filter(pk=page.pk)).exists() if known is None else known


def title_as_shown(page: Page) -> str:
    """What readers see as its title, never that of a draft."""
    return str(page.title if is_shown(page) else _("Página que no es pública"))
