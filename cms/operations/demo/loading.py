"""Give an instance the demo content that it never received; whatever became of the rest since stays as it is."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import User
from django.db import transaction

from archive import intake, transcription
from archive.bulk_import import DUPLICATE, STORED, FileResult, ImportResult, Progress
from archive.description import Description
from archive.intake import Intake, Receiver
from archive.models import Document, Original, Subject
from archive.models.subject import subject_slug
from archive.vocabularies import ReadingUnit
from cms.core import demonstration
from cms.core.reference.models import Institution
from cms.operations.demo.catalogue import DemoText, read_catalogue
from cms.operations.demo.scheme import creator_named, unit_for
from cms.operations.demo.settling import settle

RIGHTS = (
    "Contenido de demostración, escrito para Acervo Abierto: no es un documento oficial ni compromete a ninguna "
    "institución. Puede copiarse, adaptarse y compartirse sin pedir permiso."
)
ACQUISITION = "Viene con el programa Acervo Abierto. Su productor y su fecha son ejemplos."
TRANSCRIBED = "Guion con el que se hizo la grabación"


@dataclass(slots=True)
class Loaded:
    """What a run added, and the originals that were there before it."""

    added: list[Document] = field(default_factory=list)
    there: list[Original] = field(default_factory=list)

    def as_import(self) -> ImportResult:
        """In the form that waiting for the reading of files asks for."""
        new = [
            FileResult(original.filename, STORED, original=original, code=document.code)
            for document in self.added
            for original in _files_of(document)
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


def transcribe(actor: User) -> None:
    """Give the recordings that were read, and that nobody transcribed yet, the words that they were made from."""
    texts = [text for text in read_catalogue() if text.captions]
    for (institution, filename), original in _received(texts).items():
        document = Document.objects.filter(original=original, original__reading__unit=ReadingUnit.MOMENT).first()
        if document is None or not demonstration.is_unchanged(document) or transcription.transcript_of(original):
            continue
        text = next(each for each in texts if (each.institution, each.filename) == (institution, filename))
        transcription.save_transcript(document, text.captions, actor=actor, reason=TRANSCRIBED, seen=None)


def _files_of(document: Document) -> Iterator[Original]:
    if document.original:
        yield document.original
    for version in document.versions.exclude(original=document.original_id).select_related("original"):
        yield version.original


def _received(texts: list[DemoText]) -> dict[tuple[str, str], Original]:
    """What once came here, by institution and name: an original stays, whatever becomes of its document."""
    wanted = {(text.institution, text.filename) for text in texts}
    originals = Original.objects.filter(filename__in=[filename for _institution, filename in wanted])
    found = {(each.institution.code, each.filename): each for each in originals.select_related("institution")}
    return {key: original for key, original in found.items() if key in wanted}


def _add(text: DemoText, actor: User, decision: uuid.UUID, loaded: Loaded) -> None:
    contents = _contents(text)
    with ExitStack() as kept_open:
        files = [_receive(each, kept_open) for each in contents]
        with transaction.atomic():
            taken = _take_in(text, files, actor, decision)
    if not taken.is_duplicate:
        loaded.added.append(Document.objects.get(pk=taken.document.pk))
    elif taken.document.original:
        loaded.there.append(taken.document.original)


def _receive(content: bytes, kept_open: ExitStack) -> Receiver:
    receiver = kept_open.enter_context(Receiver())
    receiver.write(content)
    return receiver.finish()


def _take_in(text: DemoText, files: Sequence[Receiver], actor: User, decision: uuid.UUID) -> Intake:
    for name in text.subjects:
        _ensure_subject(name)
    creator_named(text.creator)
    return intake.take_in(
        files[0],
        text.earlier_filename if text.earlier else text.filename,
        institution=Institution.objects.get(code=text.institution),
        unit=unit_for(text.institution, text.creator, text.unit, actor),
        description=_description(text),
        received_by=actor.get_username(),
        and_then=lambda document: _settle(document, text, actor, decision, files[1:]),
    )


def _contents(text: DemoText) -> list[bytes]:
    """The document's file; where it was published in two versions, both."""
    # The renderer is slow to import, and most runs have nothing to render.
    from cms.operations.demo.content import content  # noqa: PLC0415

    versions = [replace(text, body=text.earlier), text] if text.earlier else [text]
    return [content(each) for each in versions]


def _settle(document: Document, text: DemoText, actor: User, decision: uuid.UUID, newer: Sequence[Receiver]) -> None:
    settle(document, text, actor, decision, newer)
    demonstration.mark(document)


def _ensure_subject(name: str) -> None:
    subject, is_new = Subject.objects.get_or_create(slug=subject_slug(name), defaults={"name": name})
    if is_new:
        demonstration.mark(subject)


def _description(text: DemoText) -> Description:
    return Description(
        title=text.title,
        creator=text.creator,
        document_type=text.document_type,
        date=text.date,
        place=text.place,
        subjects=text.subjects,
        extent=text.extent,
        scope_and_content=text.scope_and_content,
        rights=RIGHTS,
        acquisition=ACQUISITION,
    )
