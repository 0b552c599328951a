"""The facts of archive rows for the one rule of visibility (`cms.core.visibility`)."""

from django.db.models import QuerySet

from archive.models import Document
from cms.core import visibility
from cms.core.audience import Audience, Viewer
from cms.core.visibility import Facts, Verdict


def facts(document: Document) -> Facts:
    return Facts(
        state=document.state,
        public_from=document.public_from,
        institution_id=document.holding_institution_id,
        existence_public=document.existence_public,
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
        viewer, state="state", public_from="public_from", institution="holding_institution"
    )
    return Document.objects.filter(condition)
