"""Rows for tests, made the way the site makes them, with no more said than a test needs."""

import hashlib
import io
import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from archive import publication, review
from archive.models import ArchivalUnit, Creator, Document, DocumentType, Original, PageText, Reading
from archive.models.original import storage_path
from archive.vocabularies import Level, ReadingState
from cms.core.models import Membership, SiteImage
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.home.models import ArticleIndexPage, ArticlePage

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


def unit(
    title: str = "",
    *,
    holder: Institution | None = None,
    level: str = Level.FONDS,
    parent: ArchivalUnit | None = None,
) -> ArchivalUnit:
    """One that lacks nothing and could be shown."""
    holder = parent.institution if parent else holder or Institution.objects.get(code="mx-archivo")
    return ArchivalUnit.objects.create(
        institution=holder,
        level=level,
        parent=parent,
        title=title or f"Unidad {next(_numbers)}",
        creator=None if parent else Creator.objects.named("Oficialía de la prueba"),
        date_from=date(1990, 1, 1),
        date_to=date(2020, 12, 31),
        extent="12 cajas",
        scope_and_content="Reúne documentos de la prueba.",
        access_conditions="" if parent else "Consulta libre.",
    )


def complete(title: str = "", **kwargs: object) -> Document:
    """A draft that lacks nothing and could be submitted."""
    row = document(title, creator="Secretaría de prueba", **kwargs)  # type: ignore[arg-type]
    row.unit = unit(holder=row.holding_institution)
    row.document_type, _is_new = DocumentType.objects.named("Acta")
    row.scope_and_content = "De qué trata, para la prueba"
    row.date_from = row.date_to = date(2020, 5, 1)
    row.save()
    return row


def commission_reviewer() -> User:
    """Somebody who gives the Archives commission's approval."""
    return member(Institution.objects.get(approves_archives=True), Role.REVIEWER)


def submitted(title: str = "", **kwargs: object) -> Document:
    """Waiting for the institution's approval."""
    row = complete(title, **kwargs)
    return review.submit(row, by=member(row.holding_institution))


def before_the_commission(title: str = "", **kwargs: object) -> Document:
    """Waiting for the commission's approval."""
    row = submitted(title, **kwargs)
    return review.approve(row, by=member(row.holding_institution))


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


def image(title: str = "") -> SiteImage:
    """A small picture with what it shows."""
    # Wagtail remembers renditions by the key of their image, also those of a test that was undone.
    cache.clear()
    number = next(_numbers)
    content = io.BytesIO()
    Image.new("RGB", (128, 96), "#6b1532").save(content, "PNG")
    made: SiteImage = SiteImage.objects.create(
        title=title or f"Imagen {number}",
        description="Un rectángulo color vino",
        file=ImageFile(content, name=f"imagen-{number}.png"),
    )
    return made


def article(title: str = "", *, body: Sequence[tuple[str, object]] = (), **fields: object) -> ArticlePage:
    """A published article in the list of articles; the body as (kind of part, its value)."""
    number = next(_numbers)
    page = ArticlePage(title=title or f"Artículo {number}", slug=f"articulo-{number}", body=list(body), **fields)
    ArticleIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page
