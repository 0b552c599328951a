"""Images of pages drawn before anybody asks for them, so that a page can say how much its image weighs.

Behind all other work, a few pages a job: quick work waits for no more than these, and a killed worker loses no more.
Each job enqueues the next; what is there is not drawn again. What is left out, a reader's request draws.
"""

import logging
import shutil

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from archive import derivatives
from archive.derivatives import NoImage
from archive.models import Original
from archive.vocabularies import ReadingState
from cms.core import jobs
from cms.core.jobs import Effect, Handler, Payload
from cms.core.models import Job

KIND = "archive.images"
PAGES_OF_A_JOB = 8
_TIMES_THE_LEAST_ROOM = 2
"""Images ahead stop long before a disk is so full that the site counts as degraded."""

logger = logging.getLogger(__name__)


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=draw, give_up=lambda payload, reason: None))


def begin(original: Original) -> None:
    """Enqueue the first images of a file. Call it inside the transaction in which it was read."""
    if settings.IMAGES_AHEAD_PAGES:
        _enqueue(original, 1)


def begin_missing() -> int:
    """Enqueue those of the files that were read before there was this work; how many there are."""
    if not settings.IMAGES_AHEAD_PAGES:
        return 0
    begun = Job.objects.filter(key=Concat(Value(f"{KIND}:"), OuterRef("digest"), Value(":1")))
    missing = list(drawable().filter(~Exists(begun)))
    for original in missing:
        begin(original)
    return len(missing)


def begin_anew(original: Original) -> None:
    """Draw what is missing of a file whose images were drawn once and are gone, or could not be drawn."""
    Job.objects.filter(kind=KIND, key__startswith=f"{KIND}:{original.digest}:").delete()
    begin(original)


def drawable() -> QuerySet[Original]:
    """The files whose pages can be drawn and shown, in the order in which they came."""
    states = [ReadingState.READ, ReadingState.OCR_PENDING]
    found: QuerySet[Original] = Original.objects.filter(reading__has_images=True, reading__state__in=states)
    return found.order_by("pk")


def draw(payload: Payload) -> Effect:
    """Draw a few pages; the effect enqueues the next ones."""
    original, first = Original.objects.select_related("reading").get(pk=payload["original"]), payload["first"]
    last = min(original.reading.page_count or 0, settings.IMAGES_AHEAD_PAGES)
    if first > last or not original.reading.may_be_handed_out:
        return lambda: None
    if not _has_room():
        logger.warning("no images are drawn ahead: the disk has hardly room; `draw_images` goes on later")
        return lambda: None
    following = first + PAGES_OF_A_JOB
    for number in range(first, min(following, last + 1)):
        try:
            derivatives.page_image(original, number)
        except NoImage:
            logger.info("%s has no image of page %d", original.digest, number)
    return lambda: _enqueue(original, following) if following <= last else None


def _enqueue(original: Original, first: int) -> None:
    key = f"{KIND}:{original.digest}:{first}"
    jobs.enqueue(KIND, key, {"original": original.pk, "first": first}, priority=jobs.AT_LEISURE)


def _has_room() -> bool:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return free > _TIMES_THE_LEAST_ROOM * settings.HEALTH_DISK_FREE_MB * 1024 * 1024
