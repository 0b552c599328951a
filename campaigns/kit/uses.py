"""How often kits are downloaded, as the site measures it: by day, version and part. No cookie, no person."""

import logging

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from campaigns.models import KitUse
from campaigns.models.kit import WHOLE
from cms.core.tally import ROBOT

logger = logging.getLogger(__name__)
FROM_THE_BEGINNING = "bytes=0-"
HANDED_OUT = (200, 206)


def count(
    request: HttpRequest, response: HttpResponseBase, campaign_pk: int, version: int, part: str = WHOLE
) -> None:
    """Add this download to those of the day, if it is one. A database that is busy doesn't keep the file back."""
    if not is_download(request, response):
        return
    try:
        add(campaign_pk, version, part)
    except DatabaseError:
        logger.warning("a download of kit %s could not be counted", campaign_pk, exc_info=True)


@transaction.atomic
def add(campaign_pk: int, version: int, part: str = WHOLE) -> None:
    """One more today, whoever else is counting at the same moment."""
    row, is_new = KitUse.objects.get_or_create(
        campaign_id=campaign_pk, date=timezone.localdate(), version=version, part=part, defaults={"count": 1}
    )
    if not is_new:
        KitUse.objects.filter(pk=row.pk).update(count=F("count") + 1)


def is_download(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether somebody of the public begins to get the file: no question for its length, no continuation of what
    broke off, nothing that the reader has already, no robot, and no one who works here."""
    if request.method != "GET" or response.status_code not in HANDED_OUT:
        return False
    if not request.headers.get("Range", FROM_THE_BEGINNING).startswith(FROM_THE_BEGINNING):
        return False
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return False
    return not ROBOT.search(request.headers.get("User-Agent", "")) and not request.user.is_authenticated
