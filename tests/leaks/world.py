"""One document in each state and one fonds in each of its states, with canary words of their own in every field."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from archive import classification, derivatives, publication, review
from archive.models import (
    ArchivalUnit,
    ArchivePage,
    Creator,
    CreatorName,
    Document,
    DocumentType,
    FondsPage,
    Original,
    RelatedUnit,
    Subject,
    SubjectOfDocument,
)
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, State
from cms.home.models import ArticleIndexPage, ArticlePage
from search import outbox
from search.engine import engine
from tests import factories
from tests.leaks.matrix import MATRIX, UNIT_MATRIX

STATES = list(MATRIX)
UNIT_STATES = list(UNIT_MATRIX)
SEARCHED = ("titulo", "texto", "nombre", "autor", "alias", "alcance", "tema")
"""Fields whose words find the document."""
DESCRIBED = ("uso", "volumen", "acceso", "notas", "vinculo")
"""Fields that its page shows and that find nothing."""
PLACE = "TLA"
"""A state that belongs to a region."""
OLD = "canarioversionanterior"
NEVER = ("canarionotainterna", "canarioborrador")
"""The archivist's note, and whatever stands in a draft of something public."""


def canary(place: str, state: str) -> str:
    number = [*STATES, *UNIT_STATES].index(state)
    return f"canario{place}x{number}q"


def canaries(state: str) -> list[str]:
    """What no answer may hold where the matrix says so."""
    return [canary(place, state) for place in (*SEARCHED, *DESCRIBED)]


@dataclass
class World:
    documents: dict[str, Document] = field(default_factory=dict)
    units: dict[str, ArchivalUnit] = field(default_factory=dict)
    inside: dict[str, Document] = field(default_factory=dict)
    """The public document in the series of each fonds."""
    people: dict[str, User | None] = field(default_factory=dict)
    fonds: ArchivalUnit = field(default_factory=ArchivalUnit)
    """A shown fonds that holds the documents of all states."""
    neighbour: Document = field(default_factory=Document)
    """A public document to which those of all states are related."""
    fonds_pages: dict[str, str] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    """The addresses of articles that show the documents of all states."""


def build() -> World:
    with transaction.atomic():
        world = _planted()
    outbox.drain(engine())
    return world


def _planted() -> World:
    holder, actor = factories.institution(), factories.superuser()
    world = World(fonds=factories.unit("Fondo común", holder=holder))
    classification.show(world.fonds, actor=actor)
    world.fonds_pages[""] = _fonds_page("comun", world.fonds)
    for state in STATES:
        world.documents[state] = _in_state(state, _described(state, world.fonds), actor)
    world.neighbour = factories.published("Vecino de todos", holder=holder, pages=["vecino"])
    for state, document in world.documents.items():
        _relate(world.neighbour, document, f"{canary('vinculo', state)} vecindad")
    for state in UNIT_STATES:
        _plant_unit(world, state, holder, actor)
    world.articles = _articles(world.documents)
    world.people = _people(holder)
    return world


def _articles(documents: dict[str, Document]) -> dict[str, str]:
    """One with a passage of the first version of each document, and one with a list of them all."""
    quotes = [
        {"document": row.pk, "page": 1, "text": f"Página primera con {_first_text(state)}", "version": 1}
        for state, row in documents.items()
    ]
    listed = {"title": "Para saber más", "documents": [row.pk for row in documents.values()]}
    bodies = {
        "evidence": [{"type": "evidence", "value": quote} for quote in quotes],
        "documents": [{"type": "documents", "value": listed}],
    }
    index = ArticleIndexPage.objects.get()
    for slug, body in bodies.items():
        index.add_child(instance=ArticlePage(title="Un artículo", slug=slug, body=json.dumps(body)))
    return {slug: f"/articulos/{slug}/" for slug in bodies}


def _people(holder: Institution) -> dict[str, User | None]:
    other = factories.institution()
    return {
        "public": None,
        "own archivist": factories.member(holder),
        "own communication": factories.member(holder, Role.COMMUNICATION),
        "own university liaison": factories.member(holder, Role.UNIVERSITY),
        "other archivist": factories.member(other),
        "other administrator": factories.member(other, Role.ADMINISTRATOR),
        "commission reviewer": factories.commission_reviewer(),
        "superuser": factories.superuser(),
    }


def _described(state: str, fonds: ArchivalUnit) -> Document:
    """A draft that lacks nothing, with a canary in each field."""
    text = _first_text(state)
    document = factories.document(
        f"Acta {canary('titulo', state)}",
        holder=fonds.institution,
        pages=[f"Página primera con {text}", f"Segunda página con {text}"],
        filename=f"{canary('nombre', state)}.pdf",
        creator=f"Comité {canary('autor', state)}",
        content=f"%PDF-1.4 {text}".encode(),
    )
    number = STATES.index(state)
    assert document.creator is not None
    CreatorName.objects.create(creator=document.creator, name=f"Antes {canary('alias', state)}")
    document.unit = fonds
    document.document_type = DocumentType.objects.create(slug=f"tipo-{number}", label=f"Tipo número {number}.")
    document.date_from = document.date_to = date(2020, 5, 1)
    document.place = State.objects.get(code=PLACE)
    document.scope_and_content = f"Trata de {canary('alcance', state)}"
    document.rights = f"Se usa según {canary('uso', state)}"
    document.extent = f"12 fojas {canary('volumen', state)}"
    document.access_conditions = f"Abierto {canary('acceso', state)}"
    document.public_note = f"Véase {canary('notas', state)}"
    document.note = NEVER[0]
    document.save()
    subject, _is_new = Subject.objects.named(f"Tema {canary('tema', state)}")
    SubjectOfDocument.objects.create(tag=subject, content_object=document)
    _relate(document, None, f"En otra parte {canary('vinculo', state)}")
    assert document.original is not None
    _draw(document.original, text)
    return Document.objects.get(pk=document.pk)


def _first_text(state: str) -> str:
    """What the pages of the first version say."""
    return (
        OLD + canary("x", state) if state in {"superseded version", "withdrawn version"} else canary("texto", state)
    )


def _draw(original: Original, text: str) -> None:
    for path in (derivatives.cover_path(original.digest), derivatives.page_path(original.digest, 1, "pagina")):
        derivatives.keep(path, f"RIFF {text}".encode())


def _relate(document: Document, target: Document | None, note: str) -> None:
    RelatedUnit.objects.create(document=document, target=target, note=note)


def _in_state(state: str, document: Document, actor: User) -> Document:
    now = timezone.now()
    past, future = now - timedelta(seconds=1), now + timedelta(days=1)

    def reserve(until: object, *, approved: bool = False, existence: bool = False) -> Document:
        return publication.reserve(
            document,
            actor=actor,
            legal_basis="Artículo de prueba",
            until=until,  # type: ignore[arg-type]
            release_approved=approved,
            existence_public=existence,
        )

    make = {
        "draft": lambda: document,
        "in review (institution)": lambda: _submitted(document),
        "in review (commission)": lambda: _approved(document),
        "sent back": lambda: review.send_back(_approved(document), by=factories.commission_reviewer(), comment="No"),
        "published": lambda: publication.publish(document, actor=actor),
        "published with a draft": lambda: _with_draft(publication.publish(document, actor=actor)),
        "superseded version": lambda: _replaced(document, state, actor),
        "withdrawn version": lambda: _first_version_withdrawn(_replaced(document, state, actor), actor),
        "scheduled": lambda: publication.publish(document, actor=actor, at=future),
        "reserved": lambda: reserve(future),
        "reserved, existence public": lambda: reserve(future, existence=True),
        "reserved, release approved": lambda: reserve(future, approved=True),
        "reservation due": lambda: reserve(past),
        "reservation ended, release approved": lambda: reserve(past, approved=True),
        "confidential": lambda: publication.make_confidential(document, actor=actor, legal_basis="Artículo"),
        "confidential, existence public": lambda: publication.make_confidential(
            document, actor=actor, legal_basis="Artículo", existence_public=True
        ),
        "withdrawn": lambda: publication.withdraw(
            publication.publish(document, actor=actor), actor=actor, reason="Motivo"
        ),
    }
    done = make[state]()
    if done.original and not done.versions.exists():
        # Versions of every state are asked for by address, also where publication would have made none.
        done.versions.create(number=1, original=done.original, published_at=now)
    return done


def _submitted(document: Document) -> Document:
    return review.submit(document, by=factories.member(document.holding_institution))


def _approved(document: Document) -> Document:
    submitted = _submitted(document)
    return review.approve(submitted, by=factories.member(document.holding_institution))


def _another_original(document: Document, text: str, filename: str = "") -> Original:
    second = factories.document(
        "Otro",
        holder=document.holding_institution,
        pages=[text, text],
        filename=filename,
        content=f"%PDF-1.4 {text}".encode(),
    )
    Document.objects.filter(pk=second.pk).delete()
    assert second.original is not None
    return second.original


def _with_draft(document: Document) -> Document:
    """A changed description and a new file that nobody has approved."""
    draft = Document.objects.get(pk=document.pk)
    word = NEVER[1]
    for name in ("title", "scope_and_content", "extent", "access_conditions", "public_note", "rights"):
        setattr(draft, name, f"{word} {name}")
    draft.change_reason = word
    draft.replacement = _another_original(document, f"texto {word}", f"{word}.pdf")
    draft.creator = Creator.objects.named(f"Comité {word}")
    subject, _is_new = Subject.objects.named(f"Tema {word}")
    draft.subject_links.add(SubjectOfDocument(tag=subject))
    draft.related.add(RelatedUnit(note=word))
    draft.save_revision()
    return Document.objects.get(pk=document.pk)


def _replaced(document: Document, state: str, actor: User) -> Document:
    first = publication.publish(document, actor=actor)
    text = f"Página con {canary('texto', state)}"
    draft = Document.objects.get(pk=first.pk)
    draft.replacement = _another_original(first, text, f"{canary('nombre', state)}.pdf")
    assert draft.replacement is not None
    _draw(draft.replacement, text)
    draft.save_revision()
    return publication.publish(Document.objects.get(pk=first.pk), actor=actor, reason="Se corrigió una cifra")


def _first_version_withdrawn(document: Document, actor: User) -> Document:
    publication.withdraw_version(document.versions.get(number=1), actor=actor, reason="Datos de una persona")
    return document


def _plant_unit(world: World, state: str, holder: Institution, actor: User) -> None:
    fonds = factories.unit(f"Fondo {canary('unidad', state)}", holder=holder)
    series = factories.unit(f"Serie {canary('serie', state)}", parent=fonds, level="series")
    for unit in (fonds, series):
        unit.scope_and_content = f"Trata de {canary('alcance', state)}"
        unit.note = NEVER[0]
        unit.save()
    fonds.creator = Creator.objects.named(f"Oficina {canary('oficina', state)}")
    fonds.save()
    inside = factories.document(f"Oficio dentro de {UNIT_STATES.index(state)}", holder=holder, pages=["oficio"])
    inside.unit = series
    inside.save()
    world.inside[state] = publication.publish(inside, actor=actor)
    world.units[state] = fonds
    world.units[f"{state}: series"] = series
    world.fonds_pages[state] = _fonds_page(f"fondo-{UNIT_STATES.index(state)}", fonds)
    if state == "unit shown":
        classification.show(fonds, actor=actor)
        classification.show(series, actor=actor)


def _fonds_page(slug: str, unit: ArchivalUnit) -> str:
    """The address of an editors' page about the fonds."""
    entrance = ArchivePage.objects.first()
    if entrance is None:
        entrance = Site.objects.get(is_default_site=True).root_page.add_child(
            instance=ArchivePage(title="Archivo", slug="archivo")
        )
    page = entrance.add_child(instance=FondsPage(title="Un fondo", slug=slug, unit=unit))
    return f"/archivo/{page.slug}/"
