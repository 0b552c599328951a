"""Which version of its kit a campaign has now: numbered in the transaction of the change that makes it another one.

A number is handed out with a ZIP once; what changes before that happens under the same number.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from campaigns.kit.composition import Composition, compose
from campaigns.models import CampaignPage, KitVersion
from cms.core import jobs
from cms.core.models import Job

KIND = "campaigns.kit"


@dataclass(frozen=True, slots=True)
class Kit:
    """What a campaign offers now. `version` is the one that this is, be its ZIP there or not."""

    made: Composition
    version: KitVersion

    @property
    def is_ready(self) -> bool:
        """Whether the ZIP can be handed out."""
        return bool(self.version.digest) and self.version.path.exists()


def kit_of(campaign_pk: int) -> Kit | None:
    """The kit as readers get it now; None where there is none for them.

    What became another one by itself (an end, an embargo) is numbered here, and its ZIP enqueued.
    """
    made = compose(campaign_pk)
    if made is None:
        return None
    version = latest(campaign_pk)
    if version is not None and version.fingerprint == made.fingerprint and not _is_lost(version):
        return Kit(made, version)
    return renew(campaign_pk)


def kit_version_of(campaign: CampaignPage) -> int | None:
    """The number of the kit that readers get now, for whoever keeps what others took; None without a kit."""
    kit = kit_of(campaign.pk)
    return kit.version.number if kit else None


def latest(campaign_pk: int) -> KitVersion | None:
    """The version that was numbered last, be it still what the kit is or not."""
    rows = KitVersion.objects.filter(campaign=campaign_pk).select_related("campaign")
    return rows.order_by("-number").first()


def job_of(version: KitVersion) -> Job | None:
    """The work on its ZIP: what waits, runs or failed."""
    return Job.objects.filter(key=_key(version)).first()


def forget_jobs(version: KitVersion) -> None:
    """Drop the work on the ZIPs of a version that goes."""
    Job.objects.filter(kind=KIND, key__startswith=f"{KIND}:{version.pk}:").delete()


def renew_all(campaign_pks: Iterable[int]) -> None:
    """After a change of something that these kits hold, in its transaction."""
    for pk in sorted(set(campaign_pks)):
        renew(pk, once_more=True)


@transaction.atomic
def renew(campaign_pk: int, *, once_more: bool = False) -> Kit | None:
    """See to it that what the kit is now has a number and a ZIP, or a job that makes it.

    Of two changes at once the later one waits here, and then sees both. With `once_more` a job that failed is tried
    again: something was mended, perhaps the cause.
    """
    if not CampaignPage.objects.select_for_update(of=("self",)).filter(pk=campaign_pk).first():
        return None
    made = compose(campaign_pk)
    if made is None:
        return None
    version = latest(campaign_pk)
    if version is None or (version.fingerprint != made.fingerprint and version.digest):
        number = version.number + 1 if version else 1
        version = KitVersion(campaign_id=campaign_pk, number=number)
        version.campaign = made.campaign
    if version.fingerprint != made.fingerprint:
        version.fingerprint, version.numbered_at = made.fingerprint, timezone.now()
        version.turn += 1
        version.save()
    if not version.digest or _is_lost(version):
        _enqueue(version, once_more=once_more)
    return Kit(made, version)


def _enqueue(version: KitVersion, *, once_more: bool) -> None:
    job = job_of(version)
    if job is not None and job.status == Job.Status.DONE:
        # What it had made is not there (any more).
        version.turn += 1
        version.save(update_fields=["turn"])
        job = None
    if job is None:
        jobs.enqueue(KIND, _key(version), {"version": version.pk, "turn": version.turn})
    elif once_more and job.status == Job.Status.FAILED:
        jobs.retry(job)


def _key(version: KitVersion) -> str:
    return f"{KIND}:{version.pk}:{version.turn}"


def _is_lost(version: KitVersion) -> bool:
    """Whether it was built, and its bytes are not there."""
    return bool(version.digest) and not version.path.exists()
