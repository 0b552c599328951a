"""Whether somebody uses what the demonstration brought, where the database does not know it."""

from wagtail.models import Page, ReferenceIndex

from cms.core import demonstration


def page_is_used(page: Page) -> bool:
    """Whether anything leads to the page but what came with it and is still as it came."""
    return not all(_is_as_it_came(each) for each in ReferenceIndex.get_references_to(page))


def _is_as_it_came(reference: ReferenceIndex) -> bool:
    model = reference.content_type.model_class()
    row = model._base_manager.filter(pk=reference.object_id).first() if model else None  # noqa: SLF001 - Django's own name
    return row is None or demonstration.is_unchanged(row)
