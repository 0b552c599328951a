"""Rows for tests, made the way the site makes them, with no more said than a test needs."""

import hashlib
import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from archive import publication
from archive.models import Creator, Document, Original, PageText, Reading
from archive.models.original import storage_path
from archive.vocabularies import ReadingState
from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution

_numbers = itertools.count(1)
PASSWORD = "una clave de prueba"


def institution(name: str = "") -> Institution:
    number = next(_numbers)
    name = name or f"Archivo de prueba {number}"
    return Institution.objects.create(code=f"prueba-{number}", name=name, kind=Institution.Kind.ARCHIVE)


def member(of: Institution, role: str = Role.ARCHIVIST) -> User:
    user = User.objects.create_user(f"persona-{next(_numbers)}", password=PASSWORD)
    Membership.objects.create(user=user, institution=of, role=role)
    return user


def superuser() -> User:
    return User.objects.create_superuser(f"jefa-{next(_numbers)}", password=PASSWORD)


def document(
    title: str = "",
    *,
    holder: Institution | None = None,
    pages: Sequence[str] = (),
    content: bytes = b"",
    filename: str = "",
    creator: str = "",
) -> Document:
    """A draft with a file whose pages have been read."""
    number = next(_numbers)
    holder = holder or Institution.objects.get(code="mx-archivo")
    content = content or f"%PDF-1.4 {number}".encode()
    original = Original.objects.create(
        institution=holder,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        filename=filename or f"documento-{number}.pdf",
        media_type="application/pdf",
        format="pdf",
        received_by="prueba",
    )
    path = storage_path(original.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    Reading.objects.create(
        original=original, state=ReadingState.READ, page_count=len(pages), pages_with_text=len(pages)
    )
    PageText.objects.bulk_create(
        PageText(original=original, number=place, text=text, quality="good", width=612, height=792)
        for place, text in enumerate(pages, 1)
    )
    return Document.objects.create(
        title=title or f"Documento {number}",
        holding_institution=holder,
        original=original,
        creator=Creator.objects.named(creator) if creator else None,
    )


def published(title: str = "", *, at: datetime | None = None, **kwargs: object) -> Document:
    return publication.publish(document(title, **kwargs), actor=superuser(), at=at)  # type: ignore[arg-type]


def reserved(
    title: str = "",
    *,
    until: datetime | None = None,
    approved: bool = False,
    existence: bool = False,
    **kwargs: object,
) -> Document:
    return publication.reserve(
        document(title, **kwargs),  # type: ignore[arg-type]
        actor=superuser(),
        legal_basis="Artículo de prueba",
        until=until or timezone.now() + timedelta(days=30),
        release_approved=approved,
        existence_public=existence,
    )


def withdrawn(title: str = "", *, keep_title: bool = False, **kwargs: object) -> Document:
    return publication.withdraw(
        published(title, **kwargs),  # type: ignore[arg-type]
        actor=superuser(),
        reason="Motivo del retiro",
        keep_title=keep_title,
    )
