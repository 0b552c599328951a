"""Take what the demonstration brought out of an instance: it, and nothing else.

Each row goes in a transaction of its own with the record that it was brought, so that a run that was killed is taken
up by the next one. What somebody changed or uses stays, and is named.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Model, ProtectedError
from wagtail.models import Page, ReferenceIndex, TaskState, WorkflowState

from archive import demonstration as archive_demonstration
from archive import intake
from archive.demonstration import Kept
from archive.models import ArchivalUnit, Creator, Document, DocumentType, Subject
from campaigns import artwork_making, spot_formats
from campaigns.models import (
    Announcement,
    AppearancePage,
    CampaignPage,
    Clipping,
    EasyReadPage,
    EventPage,
    PressReleasePage,
    Recording,
    SocialPost,
    SocialQuestion,
    SpotPage,
    UniversityActivityPage,
)
from cms.core import demonstration
from cms.core.reference.models import GlossaryTerm
from cms.operations.demo import adaptation, campaigns, pages, universities, uses
from cms.operations.demo.people import login_file

Remove = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that came with the demonstration and stays, with the reason."""

    kind: str
    name: str
    reason: str


@dataclass(slots=True)
class Removed:
    """What a run took out, by kind, and what it left."""

    counts: dict[str, int] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def remove(actor: User, *, dry_run: bool = False) -> Removed:
    """Take out all that is as it came, in the order in which one hangs from the other.

    A rehearsal does the same and undoes it.
    """
    removed = Removed()
    with transaction.atomic() if dry_run else nullcontext():
        for rows, removal in _steps(actor):
            for row in rows:
                _try(row, removal, removed)
        demonstration.forget_deleted()
        if dry_run:
            transaction.set_rollback(True)
    intake.sweep()
    if not dry_run:
        _forget_password()
    return removed


def _steps(actor: User) -> Iterator[tuple[Iterable[Model], Remove]]:
    """Rows and how they go, those first that name others. Each is asked for when its turn has come."""
    for kind in (Clipping, SocialQuestion, SocialPost):
        yield demonstration.marked(kind), _remove_row
    hanging: list[type[Page]] = [
        EasyReadPage,
        UniversityActivityPage,
        SpotPage,
        EventPage,
        AppearancePage,
        PressReleasePage,
        CampaignPage,
    ]
    led = [*hanging, universities.body_model(), *pages.models()]
    for model in led:
        # What a state took goes before what it was taken from.
        rows = demonstration.marked(model).order_by(F("adaptation").desc(nulls_last=True), "pk")
        yield rows, _remove_page
    yield demonstration.marked(Recording), _remove_recording
    yield demonstration.marked(Document), partial(archive_demonstration.remove_document, actor=actor)
    units = demonstration.marked(ArchivalUnit).order_by("-path")
    yield units, partial(archive_demonstration.remove_unit, actor=actor)
    for name in (Creator, Subject, DocumentType):
        yield demonstration.marked(name), archive_demonstration.remove_name
    yield pages.topics(), _remove_row
    yield demonstration.marked(GlossaryTerm), _remove_row
    yield demonstration.marked(User), _remove_person


def _try(row: Model, removal: Remove, removed: Removed) -> None:
    emptied = " (vaciada)" if pages.was_only_filled(row) else ""
    kind, name = f"{row._meta.verbose_name}{emptied}", str(row)  # noqa: SLF001 - Django's own name
    try:
        with transaction.atomic():
            removal(row)
    except Kept as why:
        removed.left.append(Left(kind, name, str(why)))
    else:
        removed.counts[kind] = removed.counts.get(kind, 0) + 1


def _remove_row(row: Model) -> None:
    """Raises Kept."""
    if not demonstration.is_unchanged(row):
        raise Kept("alguien lo cambió")
    if ReferenceIndex.get_references_to(row).exists():
        raise Kept("lo usa otra página o registro")
    demonstration.forget(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise Kept("lo usa otro registro") from error


def _remove_recording(recording: Recording) -> None:
    """Raises Kept."""
    if not demonstration.is_unchanged(recording):
        raise Kept("alguien la cambió")
    if recording.spots.exists() or campaigns.is_drafted(recording):
        raise Kept("la usa un spot")
    campaigns.remove_recording(recording)


def _remove_page(page: Page) -> None:
    """Raises Kept."""
    if not demonstration.is_unchanged(page):
        raise Kept("alguien la cambió")
    if not pages.was_only_filled(page) and uses.page_is_used(page):
        raise Kept("otra página o el menú lleva a ella")
    if not pages.was_only_filled(page) and page.get_children().exists():
        raise Kept("tiene páginas debajo")
    if isinstance(page, EventPage) and page.registrations.exists():
        raise Kept("hay personas registradas")
    if adaptation.is_taken(page):
        raise Kept("la tomó un estado")
    if isinstance(page, SpotPage):
        if page.airings.exists():
            raise Kept("tiene transmisiones registradas")
        spot_formats.forget(page)
    if page.clippings.exists():
        raise Kept("tiene publicaciones registradas")
    pk = page.pk
    announced = list(Announcement.objects.filter(page=pk).values_list("pk", flat=True))
    pages.remove_page(page)
    # Nobody is told that what only showed the site is withdrawn.
    Announcement.objects.filter(pk__in=announced).delete()
    artwork_making.forget(pk)


def _remove_person(person: User) -> None:
    """Who took part in a review of something that stays is part of its history. Raises Kept."""
    submitted = WorkflowState.objects.filter(requested_by=person)
    decided = TaskState.objects.filter(finished_by=person)
    if submitted.exists() or decided.exists():
        raise Kept("tomó parte en la revisión de un documento que se queda")
    _remove_row(person)


def _forget_password() -> None:
    if not demonstration.marked(User).exists():
        login_file().unlink(missing_ok=True)
