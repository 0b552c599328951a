"""The facts of archive rows for the one rule of visibility (`cms.core.visibility`)."""

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from archive.models import ArchivalUnit, Creator, Document
from cms.core import visibility
from cms.core.audience import Audience, Viewer
from cms.core.visibility import Facts, Verdict


def facts(document: Document) -> Facts:
    return Facts(
        state=document.state,
        public_from=document.public_from,
        institution_id=document.holding_institution_id,
        existence_public=document.existence_public,
        submitted=document.submitted_to_commission,
    )


def verdict(document: Document, viewer: Viewer) -> Verdict:
    """What the viewer gets at the document's own address, and at those of its pages, versions and files."""
    return visibility.verdict(facts(document), viewer)


def audience(document: Document) -> Audience:
    """Who may find the document, for its index entries."""
    return visibility.audience(facts(document))


def visible_to(viewer: Viewer) -> QuerySet[Document]:
    """The documents that the viewer may see in full: every list, count and feed starts here."""
    condition = visibility.condition(
        viewer,
        state="state",
        public_from="public_from",
        institution="holding_institution",
        submitted="submitted_to_commission",
    )
    return Document.objects.filter(condition)


def units_visible_to(viewer: Viewer) -> QuerySet[ArchivalUnit]:
    """The units of description that the viewer may see: the public, those that are shown; staff, all of their own."""
    return ArchivalUnit.objects.filter(
        visibility.condition(viewer, state="state", public_from="public_from", institution="institution")
    )


def creators_visible_to(viewer: Viewer) -> QuerySet[Creator]:
    """The authority records of whoever produced something that the viewer may see: a name that only a hidden document
    bears is not told."""
    documents = visible_to(viewer).filter(creator=OuterRef("pk"))
    units = units_visible_to(viewer).filter(creator=OuterRef("pk"))
    return Creator.objects.filter(Exists(documents) | Exists(units))


def creator_was_public(code: str) -> bool:
    """Whether readers knew the authority record until the last of its documents was withdrawn."""
    withdrawn = Document.objects.filter(creator=OuterRef("pk"), state=visibility.State.WITHDRAWN)
    return Creator.objects.filter(Exists(withdrawn), code=code).exists()


def next_opening(after: datetime) -> datetime | None:
    """When the next document opens by itself. None closes by itself: reserving one is a change like any other."""
    opening = Document.objects.filter(state__in=visibility.OPENABLE, public_from__gt=after)
    found: datetime | None = opening.aggregate(first=Min("public_from"))["first"]
    return found
