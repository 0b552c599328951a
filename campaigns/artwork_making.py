"""Draws the cards and sheets of a public page: by a job, of what is public, each once for what goes into it."""

import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.artwork import cards, posters
from campaigns.artwork.card_formats import CARD_FORMATS
from campaigns.artwork.typesetting import DoesNotFit, lacks_opening_mark
from campaigns.artwork_contents import Asked, asked_of, codes_of
from campaigns.models.artwork import Artwork, drop_file, place_of
from cms.core import jobs
from cms.core.jobs import AT_LEISURE, Effect, Handler
from cms.core.models import Job

logger = logging.getLogger(__name__)
KIND = "campaigns.artwork"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A drawn file with what is told of it, or the problem that kept it from being drawn."""

    content: bytes = b""
    media_type: str = ""
    suffix: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""
    problem: str = ""
    note: str = ""


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=make, give_up=lambda payload, reason: None))


def begin(page: Any) -> None:
    """Enqueue what the public page lacks or has outdated. Call it in the transaction of what changed."""
    wanted = asked_of(page, codes_of(page))
    if _are_there(page, wanted):
        return
    named = hashlib.sha256("".join(each.key for each in wanted).encode()).hexdigest()[:40]
    key = f"{KIND}:{page.pk}:{named}"
    # What was made before and is asked for again was replaced meanwhile.
    Job.objects.filter(key=key, status__in=[Job.Status.DONE, Job.Status.FAILED]).delete()
    jobs.enqueue(KIND, key, {"page": page.pk}, priority=AT_LEISURE)


def is_complete(page: Any) -> bool:
    """Whether the page has all that is made for it, of what it says now."""
    return _are_there(page, asked_of(page, codes_of(page)))


def _are_there(page: Any, wanted: list[Asked]) -> bool:
    there = dict(Artwork.objects.filter(page=page.pk).values_list("code", "key"))
    return there == {each.code: each.key for each in wanted}


def forget(page_pk: int) -> None:
    """Drop what was made and what waits to be made for a page that goes, or that is emptied."""
    for row in Artwork.objects.filter(page=page_pk):
        row.delete()
    Job.objects.filter(kind=KIND, key__startswith=f"{KIND}:{page_pk}:").delete()


def make(payload: jobs.Payload) -> Effect:
    """Draw what is missing; the effect puts it in the place of what the page had before."""
    page = _public(payload["page"])
    if page is None:
        return lambda: None
    wanted = asked_of(page, codes_of(page))
    there = {each.code: each for each in Artwork.objects.filter(page=page.pk)}
    missing = [each for each in wanted if not _is_there(there.get(each.code), each)]
    made = [(each, _stored(page, each.code, draw(each, page.last_published_at))) for each in missing]
    return lambda: _put(page.pk, made)


def _public(pk: int) -> Any:
    page = Page.objects.filter(pk=pk, live=True).first()
    return page.specific if page else None


def _is_there(row: Artwork | None, wanted: Asked) -> bool:
    return row is not None and row.key == wanted.key and (bool(row.problem) or row.path.exists())


def draw(wanted: Asked, made_at: datetime | None = None) -> Made:
    """The file, or in Spanish why there is none. `made_at` goes into sheets as the day they are of."""
    try:
        return _card(wanted) if wanted.template else _sheet(wanted, made_at or timezone.now())
    except DoesNotFit as unfit:
        message = _("No cabe «%(words)s…». Acorte el título o el texto, o escriba uno más corto para esta pieza.")
        return Made(problem=message % {"words": unfit.words[:40]})
    except cards.NoSuchLetters as unknown:
        message = _("La tipografía no tiene estos signos: %(signs)s. Quítelos o escriba otro texto para esta pieza.")
        return Made(problem=message % {"signs": unknown})
    except cards.LowContrast:
        return Made(problem=_("El texto no se lee bien sobre esa imagen. Elija otro diseño u otra imagen."))
    except (OSError, SyntaxError) as broken:
        # Willow and Pillow raise these for an image file that is gone or damaged.
        logger.warning("the image of a card could not be read: %s", broken)
        return Made(problem=_("No se pudo leer la imagen. Súbala otra vez, o elija otra."))


def _card(wanted: Asked) -> Made:
    if wanted.template is None:
        raise ValueError("a card has a layout")
    drawn = cards.draw(wanted.contents, CARD_FORMATS[wanted.code], wanted.template, is_chosen=wanted.is_chosen)
    notes = []
    if drawn.left_out:
        notes.append(_("El texto no cupo: la tarjeta lleva solo el título. Escriba uno más corto."))
    if drawn.is_coarse:
        notes.append(_("La imagen es chica para esta tarjeta y se verá borrosa. Suba una más grande."))
    if lacks_opening_mark(f"{wanted.contents.title} {wanted.contents.text}"):
        notes.append(_("Falta un signo que abre: ¿ o ¡."))
    return Made(
        drawn.content,
        drawn.media_type,
        drawn.suffix,
        drawn.width,
        drawn.height,
        drawn.alt,
        note=" ".join(notes),
    )


def _sheet(wanted: Asked, made_at: datetime) -> Made:
    code = wanted.code.removesuffix(posters.PRESS)
    printed = posters.render(
        wanted.contents, posters.SHEET_FORMATS[code], for_press=code != wanted.code, made_at=made_at.astimezone(UTC)
    )
    note = _("Los pasos no cupieron en el cartel: van en el volante y en el tríptico.") if printed.left_out else ""
    return Made(printed.content, "application/pdf", ".pdf", note=note)


def _stored(page: Any, code: str, made: Made) -> tuple[Made, str, str]:
    """What was made with its name and digest, its bytes on the disk: whole, or not there."""
    if made.problem:
        return made, "", ""
    digest = hashlib.sha256(made.content).hexdigest()
    name = f"{slugify(page.title)[:LONGEST_NAME].strip('-') or 'pagina'}-{code}{made.suffix}"
    place = place_of(digest, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(made.content)
        part.chmod(0o440)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return made, name, digest


def _put(pk: int, made: list[tuple[Asked, tuple[Made, str, str]]]) -> None:
    """Only what the page still says: a slow job must not put an old card in the place of a newer one."""
    page = _public(pk)
    if page is None:
        return
    codes = codes_of(page)
    current = {each.code: each.key for each in asked_of(page, codes)}
    for row in Artwork.objects.filter(page=pk).exclude(code__in=codes):
        row.delete()
    for wanted, (drawn, name, digest) in made:
        if current.get(wanted.code) == wanted.key:
            _replace(pk, wanted, drawn, name, digest)
        else:
            drop_file(digest, name)


def _replace(pk: int, wanted: Asked, drawn: Made, name: str, digest: str) -> None:
    before = Artwork.objects.filter(page=pk, code=wanted.code).values_list("digest", "name").first()
    told = {
        "key": wanted.key,
        "name": name,
        "digest": digest,
        "size": len(drawn.content),
        "media_type": drawn.media_type,
        "width": drawn.width,
        "height": drawn.height,
        "alt": drawn.alt,
        "problem": drawn.problem,
        "note": drawn.note,
    }
    Artwork.objects.update_or_create(page_id=pk, code=wanted.code, defaults=told)
    if before and before != (digest, name):
        drop_file(*before)
