"""Cards and posters of a campaign as parts of its kit: those of what it says now, also the sheets for a press."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from campaigns import artwork_files
from campaigns.kit.parts import Part
from campaigns.models import CampaignPage

KIND = "artwork"
LABEL = _("Tarjetas para compartir y carteles")
FOLDER = "tarjetas-y-carteles"


def artwork_parts(campaign: CampaignPage) -> Iterator[Part]:
    """Nothing of what is still to be made: the kit gets it with its next version."""
    for each in artwork_files.files_of(campaign):
        yield Part(
            f"{FOLDER}/{each.name}",
            each.title,
            each.media_type,
            each.path,
            each.address,
            credit=each.credit,
            licence=each.licence,
            size=each.size,
            sha256=each.digest,
        )
