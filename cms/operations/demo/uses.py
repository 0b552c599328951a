"""Whether somebody uses what the demonstration brought, where the database does not know it."""

from collections.abc import Iterator

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision, get_page_models

from cms.core import demonstration
from cms.core.reference.models import Fact


def page_is_used(page: Page) -> bool:
    """Whether anything leads to the page but what came with it and is still as it came."""
    return not all(_is_as_it_came(each) for each in ReferenceIndex.get_references_to(page))


def _is_as_it_came(reference: ReferenceIndex) -> bool:
    model = reference.content_type.model_class()
    row = model._base_manager.filter(pk=reference.object_id).first() if model else None  # noqa: SLF001 - Django's own name
    return row is None or demonstration.is_unchanged(row)


def fact_is_shown(fact: Fact) -> bool:
    """Whether a page, or its latest draft, shows the fact. Pages as they came have gone before.

    Parts name facts by their slugs, of which Wagtail's index of references knows nothing.
    """
    return any(found.exists() for found in _naming(fact.slug))


def _naming(slug: str) -> Iterator[QuerySet[Page] | QuerySet[Revision]]:
    for model in get_page_models():
        for field in model._meta.local_fields:  # noqa: SLF001 - Django's own name
            if isinstance(field, StreamField):
                yield model.objects.annotate(said=Cast(field.name, TextField())).filter(said__contains=f'"{slug}"')
    latest = Revision.objects.filter(pk__in=Page.objects.values("latest_revision"))
    # A revision keeps the parts of its page as text, with its own quotes escaped.
    yield latest.annotate(said=Cast("content", TextField())).filter(said__contains=f'\\"{slug}\\"')
