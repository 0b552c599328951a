"""Two institutions with the same holdings, people of each role, and words that must not cross over."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Revision

from archive import publication
from archive.models import ArchivalUnit, Document
from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories

CANARY = "canario"
"""Stands in everything that A must never see."""
LURE = "vedado"
"""Stands beside the canary: what an attempt may search for, so that the answer's echo of it is no find."""
PASSWORD = factories.PASSWORD


NO_ROWS = {"related-TOTAL_FORMS": "0", "related-INITIAL_FORMS": "0"}
"""What the editor of a document sends for the rows that it has none of."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What one institution has: a draft, a published document with a later draft, one under review, a unit."""

    institution: Institution
    draft: Document
    published: Document
    unit: ArchivalUnit
    revision: Revision
    waiting: Document


def holdings(word: str) -> Holdings:
    institution = factories.institution(f"Archivo {word}")
    unit = factories.unit(f"Fondo {word}", holder=institution)
    draft = factories.document(f"Borrador {word}", holder=institution, filename=f"{word}-borrador.pdf")
    published = publication.publish(
        factories.document(f"Publicado {word}", holder=institution, filename=f"{word}.pdf"),
        actor=factories.superuser(),
    )
    published.title = f"Cambiado {word}"
    revision = published.save_revision(user=factories.superuser(), log_action=True)
    draft.save_revision(user=factories.superuser(), log_action=True)
    published.refresh_from_db()
    draft.refresh_from_db()
    waiting = factories.submitted(f"Enviado {word}", holder=institution, filename=f"{word}-enviado.pdf")
    return Holdings(institution, draft, published, unit, revision, waiting)


@dataclass(slots=True)
class World:
    """A's people against B's rows; C exists so that "not mine" is never only "the other one"."""

    a: Holdings
    b: Holdings
    c: Holdings
    people: dict[str, User]

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def world(db: Any) -> World:
    a, b, c = holdings("propio"), holdings(f"{LURE}-{CANARY}-b"), holdings(f"{LURE}-{CANARY}-c")
    people = {role.value: factories.member(a.institution, role) for role in Role}
    # Approves in A and edits in B: the two must not add up to approving in B.
    mixed = factories.member(a.institution, Role.REVIEWER)
    Membership.objects.create(user=mixed, institution=b.institution, role=Role.ARCHIVIST)
    people |= {"mixed": mixed, "superuser": factories.superuser(), "commission": factories.commission_reviewer()}
    return World(a, b, c, people)


def text_of(response: Any) -> str:
    """All that an answer says, streamed or not, with its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{body.decode('utf-8', 'replace')}"
