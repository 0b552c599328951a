"""The files of a spot for stations and readers: made by a job when it is published, of what is published."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.recordings.contract import Labels
from campaigns.recordings.levels import Medium
from campaigns.recordings.making import Made, make_formats
from campaigns.recordings.refusal import RecordingRefused
from cms.core import jobs
from cms.core.jobs import Effect, Handler, PermanentFailure
from cms.core.models import Job

if TYPE_CHECKING:
    from campaigns.models import Recording, SpotPage

KIND = "campaigns.formats"


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=make, give_up=lambda payload, reason: None))


def begin(spot: "SpotPage") -> None:
    """Enqueue the formats of what is public, once for each publication; where that failed, it is tried again.

    Call it in the transaction of its row.
    """
    jobs.retry(jobs.enqueue(KIND, _key(spot), {"spot": spot.pk, "revision": spot.live_revision_id}))


def failure(spot: "SpotPage") -> str:
    """Why the formats of what is public could not be made; empty where they are there or on their way."""
    found = Job.objects.failed().filter(key=_key(spot)).values_list("reason", flat=True).first()
    return "" if found is None else found or _("No se sabe por qué.")


def failed() -> list[int]:
    """The spots whose formats could not be made, as they are published now: their keys."""
    from campaigns.models import SpotPage  # noqa: PLC0415 - the models enqueue it

    jobs_of = Job.objects.failed().filter(kind=KIND).values_list("payload", flat=True)
    revisions = {each["revision"]: each["spot"] for each in jobs_of}
    rows = SpotPage.objects.filter(live=True, live_revision__in=revisions)
    return list(rows.values_list("pk", flat=True))


def _key(spot: "SpotPage") -> str:
    return f"{KIND}:{spot.pk}:{spot.live_revision_id}"


def are_being_made(pages: QuerySet[Page]) -> bool:
    """Whether the files of one of these spots, as they are published now, are still to come."""
    revisions = pages.filter(live=True).values_list("pk", "live_revision_id")
    keys = [f"{KIND}:{pk}:{revision}" for pk, revision in revisions]
    return Job.objects.unfinished().filter(key__in=keys).exists()


def forget(spot: "SpotPage") -> None:
    """Drop what still waits to be made for a spot that goes."""
    Job.objects.filter(kind=KIND, key__startswith=f"{KIND}:{spot.pk}:").delete()


def make(payload: jobs.Payload) -> Effect:
    """Make what is missing; the effect puts it in the place of what the spot had before."""
    from campaigns.models import SpotPage  # noqa: PLC0415 - the models enqueue it

    spot = SpotPage.objects.select_related("recording").filter(pk=payload["spot"]).first()
    if spot is None or spot.recording is None:
        return lambda: None
    recording = spot.recording
    labels = Labels(title=spot.title, credit=spot.credits, licence=spot.licence, language=spot.language)
    try:
        made = make_formats(
            recording.path,
            Path(settings.DERIVATIVES_DIR),
            labels=labels,
            medium=Medium(spot.medium),
            digest=recording.digest,
            measured=recording.measure,
        )
    except RecordingRefused as refused:
        raise PermanentFailure(str(refused)) from refused
    return lambda: _put(spot.pk, payload["revision"], recording, made)


def _put(pk: int, revision: int | None, recording: "Recording", made: list[Made]) -> None:
    """What was published meanwhile has a job of its own, and is left to it."""
    from campaigns.models import SpotFormat, SpotPage  # noqa: PLC0415

    spot = SpotPage.objects.select_for_update(of=("self",)).filter(pk=pk, live_revision_id=revision).first()
    if spot is None or spot.recording_id != recording.pk:
        return
    SpotFormat.objects.filter(spot=spot).exclude(code__in=[each.format for each in made]).delete()
    for each in made:
        told = {"recording": recording, "name": each.path.name, "digest": each.sha256, "size": each.size}
        SpotFormat.objects.update_or_create(spot=spot, code=each.format, defaults=told)
