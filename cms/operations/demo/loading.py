"""Give an instance the demo documents that it never received; whatever became of the others since stays as it is."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import slugify

from archive import classification, intake, publication
from archive.bulk_import import DUPLICATE, STORED, FileResult, ImportResult, Progress
from archive.description import Description
from archive.intake import Receiver
from archive.models import ArchivalUnit, Creator, Document, Original, Subject
from archive.vocabularies import Level
from cms.core.reference.models import Institution
from cms.operations.demo.catalogue import DemoText, Fate, read_catalogue

RIGHTS = (
    "Contenido de demostración, escrito para Acervo Abierto: no es un documento oficial ni compromete a ninguna "
    "institución. Puede copiarse, adaptarse y compartirse sin pedir permiso."
)
ACQUISITION = "Viene con el programa Acervo Abierto. Su productor y su fecha son ejemplos."
FONDS_TITLE = "Fondo de demostración"
FONDS_SCOPE = "Documentos escritos para mostrar cómo trabaja Acervo Abierto. Ninguno es oficial."
SERIES_SCOPE = "Modelos de documentos que las instituciones producen todos los días, con datos inventados."
DESCRIBED = {"date_from": date(2016, 1, 1), "extent": "Documentos digitales en PDF"}
SERIES_TITLE = "Modelos, guías e informes de ejemplo (demostración)"
REASON = "Carga del contenido de demostración"
LEGAL_BASIS = (
    "Reserva de demostración, sin validez jurídica: muestra el aviso que recibe quien busca un documento reservado y "
    "la fecha en que se abrirá."
)
RESERVED_FOR = timedelta(days=5 * 365)
"""The longest that the general transparency law of 2025 allows without an extension."""


@dataclass(slots=True)
class Loaded:
    """What a run added, and the originals that were there before it."""

    added: list[Document] = field(default_factory=list)
    there: list[Original] = field(default_factory=list)

    def as_import(self) -> ImportResult:
        """In the form that waiting for the reading of files asks for."""
        new = [
            FileResult(document.original.filename, STORED, original=document.original, code=document.code)
            for document in self.added
            if document.original
        ]
        return ImportResult(new + [FileResult(each.filename, DUPLICATE, original=each) for each in self.there])


def load(actor: User, on_progress: Progress) -> Loaded:
    """Take in what is missing, each document in one transaction, all approved by one logged decision."""
    texts = read_catalogue()
    received = _received(texts)
    missing = [text for text in texts if (text.institution, text.filename) not in received]
    loaded = Loaded(there=list(received.values()))
    if not missing:
        return loaded
    intake.sweep()
    decision = uuid.uuid4()
    for done, text in enumerate(missing, 1):
        _add(text, actor, decision, loaded)
        on_progress(done, len(missing))
    return loaded


def _received(texts: list[DemoText]) -> dict[tuple[str, str], Original]:
    """What once came here, by institution and name: an original never goes, whatever becomes of its document."""
    wanted = {(text.institution, text.filename) for text in texts}
    originals = Original.objects.filter(filename__in=[filename for _institution, filename in wanted])
    found = {(each.institution.code, each.filename): each for each in originals.select_related("institution")}
    return {key: original for key, original in found.items() if key in wanted}


def _add(text: DemoText, actor: User, decision: uuid.UUID, loaded: Loaded) -> None:
    for name in text.subjects:
        Subject.objects.get_or_create(slug=slugify(name), defaults={"name": name})
    # The renderer is slow to import, and most runs have nothing to render.
    from cms.operations.demo.pdf import render  # noqa: PLC0415

    with Receiver() as receiver:
        receiver.write(render(text))
        received = receiver.finish()
        taken = intake.take_in(
            received,
            text.filename,
            institution=Institution.objects.get(code=text.institution),
            unit=_series(text.institution, text.creator, actor),
            description=_description(text),
            received_by=actor.get_username(),
            and_then=lambda document: _settle(document, text.fate, actor, decision),
        )
    if not taken.is_duplicate:
        loaded.added.append(taken.document)
    elif taken.document.original:
        loaded.there.append(taken.document.original)


def _series(institution: str, creator: str, actor: User) -> ArchivalUnit:
    """Where the demo documents of an institution lie, in a fonds of their own that readers see."""
    holder = Institution.objects.get(code=institution)
    fonds, _new = ArchivalUnit.objects.get_or_create(
        institution=holder,
        level=Level.FONDS,
        title=FONDS_TITLE,
        defaults={
            **DESCRIBED,
            "creator": Creator.objects.named(creator),
            "scope_and_content": FONDS_SCOPE,
            "access_conditions": "Consulta libre, salvo lo que cada documento indique.",
            "local_code": "DEMO",
        },
    )
    series, _new = ArchivalUnit.objects.get_or_create(
        institution=holder,
        level=Level.SERIES,
        parent=fonds,
        title=SERIES_TITLE,
        defaults={**DESCRIBED, "scope_and_content": SERIES_SCOPE},
    )
    for unit in (fonds, series):
        if not classification.missing(unit):
            classification.show(unit, actor=actor)
    return series


def _settle(document: Document, fate: Fate, actor: User, decision: uuid.UUID) -> None:
    if fate == Fate.PUBLISHED:
        publication.publish(document, actor=actor, reason=REASON, decision=decision)
    elif fate == Fate.RESERVED:
        publication.reserve(
            document,
            actor=actor,
            legal_basis=LEGAL_BASIS,
            until=_end_of_reservation(),
            release_approved=True,
            existence_public=True,
        )


def _end_of_reservation() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + RESERVED_FOR


def _description(text: DemoText) -> Description:
    return Description(
        title=text.title,
        creator=text.creator,
        document_type=text.document_type,
        date=text.date,
        place=text.place,
        subjects=text.subjects,
        extent="Un documento digital en PDF",
        scope_and_content=text.scope_and_content,
        rights=RIGHTS,
        acquisition=ACQUISITION,
    )
