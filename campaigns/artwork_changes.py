"""What changes the cards of pages without saving these: their image, who signs them, their place, their end."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, get_page_models
from wagtail.signals import post_page_move

from campaigns.artwork_making import begin, forget
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import ComposedPage
from cms.core.models import SiteImage
from cms.core.reference.models import Institution


def image_changed(instance: SiteImage, created: bool, **_kwargs: Any) -> None:
    """Another file, focal point, credit or description."""
    if not created:
        _begin_all(_pages_with(image=instance))


def institution_changed(instance: Institution, created: bool, **_kwargs: Any) -> None:
    """Another name."""
    if not created:
        _begin_all(_pages_with(institution=instance))


def page_moved(instance: Page, **_kwargs: Any) -> None:
    """What hangs from another campaign now is signed by it."""
    _begin_all(page.specific for page in instance.get_descendants(inclusive=True).live())


def page_deleted(instance: Page, **_kwargs: Any) -> None:
    """Rows and files go by themselves; what waits to be made would come to nothing."""
    forget(instance.pk)


def _pages_with(**named: Any) -> Iterator[Any]:
    for model in get_page_models():
        if issubclass(model, ComposedPage) and {field.name for field in model._meta.fields} >= named.keys():  # noqa: SLF001 - Django's own name
            yield from model.objects.filter(live=True, **named)


def _begin_all(pages: Iterable[Any]) -> None:
    for page in pages:
        if isinstance(page, ComposedPage):
            begin(page)
            below(page)


def below(page: Any) -> None:
    """What hangs from a campaign bears its image and its institution."""
    for child in page.get_children().live() if page.numchild else ():
        found = child.specific
        if isinstance(found, ChannelPage):
            begin(found)


def listen() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(image_changed, sender=SiteImage, dispatch_uid="campaigns.artwork")
    post_save.connect(institution_changed, sender=Institution, dispatch_uid="campaigns.artwork")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="campaigns.artwork")
    post_page_move.connect(page_moved, dispatch_uid="campaigns.artwork")
