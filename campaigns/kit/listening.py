"""Whatever a kit holds is saved or deleted: the kit gets its next version in the same transaction.

What changes by itself, or past these signals (a page that moves, the name of an institution), is found when somebody
asks for the kit (`versions.kit_of`).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

from campaigns.kit import taking
from campaigns.kit.chosen_files import mark_of_file, mark_of_image, of_file, of_image
from campaigns.kit.parts import page_kinds
from campaigns.kit.versions import forget_jobs, renew_all
from campaigns.models import Artwork, CampaignPage, KitVersion, SpotFormat
from cms.core.models import SiteImage

FIELD = "kit."
"""What Wagtail's index of references calls the place of a choice."""


def campaign_saved(instance: CampaignPage, **_kwargs: Any) -> None:
    renew_all([instance.pk])


def page_changed(instance: Any, **_kwargs: Any) -> None:
    """Of any model: apps above may have channels too. A channel's page may just have lost its place."""
    if not isinstance(instance, Page) or instance._meta.label_lower not in page_kinds():  # noqa: SLF001 - Django's own
        return
    above = instance.path[: -Page.steplen]
    renew_all(CampaignPage.objects.filter(path=above).values_list("pk", flat=True))


def format_changed(instance: SpotFormat, **_kwargs: Any) -> None:
    spots = Page.objects.filter(pk=instance.spot_id).values_list("path", flat=True)
    above = [path[: -Page.steplen] for path in spots]
    renew_all(CampaignPage.objects.filter(path__in=above).values_list("pk", flat=True))


def artwork_changed(instance: Artwork, **_kwargs: Any) -> None:
    renew_all(CampaignPage.objects.filter(pk=instance.page_id).values_list("pk", flat=True))


def image_saved(instance: SiteImage, **_kwargs: Any) -> None:
    taking.forget(of_image(instance.pk), keep=mark_of_image(instance))
    renew_all(_using(instance))


def file_saved(instance: Document, **_kwargs: Any) -> None:
    taking.forget(of_file(instance.pk), keep=mark_of_file(instance))
    renew_all(_using(instance))


def image_deleted(instance: SiteImage, **_kwargs: Any) -> None:
    taking.forget(of_image(instance.pk))
    renew_all(_using(instance))


def file_deleted(instance: Document, **_kwargs: Any) -> None:
    taking.forget(of_file(instance.pk))
    renew_all(_using(instance))


def version_deleted(instance: KitVersion, **_kwargs: Any) -> None:
    """The campaign goes, and with it the bytes, and the work on them."""
    forget_jobs(instance)
    taking.drop([instance.digest] if instance.digest else [])


def _using(row: SiteImage | Document) -> Iterator[int]:
    """The campaigns whose kit holds it."""
    found = ReferenceIndex.get_references_to(row).filter(model_path__startswith=FIELD)
    for object_id in set(found.values_list("object_id", flat=True)):
        yield int(object_id)


def listen() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(campaign_saved, CampaignPage, dispatch_uid="kit.campaign")
    for signal in (post_save, post_delete):
        signal.connect(page_changed, dispatch_uid="kit.channels")
    for signal in (post_save, post_delete):
        signal.connect(format_changed, SpotFormat, dispatch_uid="kit.formats")
        signal.connect(artwork_changed, Artwork, dispatch_uid="kit.artwork")
    post_save.connect(image_saved, SiteImage, dispatch_uid="kit.images")
    post_save.connect(file_saved, Document, dispatch_uid="kit.files")
    post_delete.connect(image_deleted, SiteImage, dispatch_uid="kit.images")
    post_delete.connect(file_deleted, Document, dispatch_uid="kit.files")
    post_delete.connect(version_deleted, KitVersion, dispatch_uid="kit.versions")
