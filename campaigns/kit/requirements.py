"""What keeps a campaign, or a page in its kit, from being published: a part without credit or licence."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from campaigns.gate import Refusal

if TYPE_CHECKING:
    from campaigns.models import CampaignPage
    from campaigns.models.channel import ChannelPage


def refusals(campaign: "CampaignPage") -> list[Refusal]:
    """One for each choice that lacks something, with what it lacks."""
    from campaigns.kit.composition import of_page  # noqa: PLC0415 - it imports the models, which ask here

    if not campaign.kit:
        return []
    message = _("En el kit, «%(title)s» %(reason)s. Corríjalo ahí o quítelo del kit.")
    return [
        Refusal("kit", message % {"title": each.title, "reason": each.reason})
        for each in of_page(campaign).waiting
        if each.is_refused
    ]


def refusals_of_channel(page: "ChannelPage", credit: str, licence: str) -> list[Refusal]:
    """The kit of the campaign above holds the page: then it says itself whose it is, unless the kit does."""
    chosen = _chosen(page)
    if chosen is None:
        return []
    message = _("Está en el kit de la campaña: diga de quién es y cómo puede usarse.")
    said = {"credits": credit or chosen["credit"], "licence": licence or chosen["licence"]}
    return [Refusal(field, message) for field, value in said.items() if not value.strip()]


def _chosen(page: "ChannelPage") -> Any:
    from campaigns.models import CampaignPage  # noqa: PLC0415

    above = page.get_parent()
    campaign = CampaignPage.objects.filter(pk=above.pk).first() if above else None
    channels = (each.value for each in campaign.kit if each.block_type == "channel") if campaign else ()
    return next((each for each in channels if each["page"] and each["page"].pk == page.pk), None)
