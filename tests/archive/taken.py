"""A file taken in as people hand it in: it has a draft, and a job that reads it."""

from pathlib import Path

from archive import intake
from archive.description import Description
from archive.models import Original
from cms.core.reference.models import Institution


def take(path: Path) -> Original:
    with intake.receive_file(path) as received:
        taken = intake.take_in(
            received,
            path.name,
            institution=Institution.objects.get(code="mx-archivo"),
            description=Description(path.stem),
            received_by="prueba",
        )
    assert taken.document.original is not None
    return taken.document.original
