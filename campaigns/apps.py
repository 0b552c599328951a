"""What is written for the public: how clear it is, and the campaigns that carry it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campañas"

    def ready(self) -> None:
        from campaigns import listing  # noqa: PLC0415
        from cms.core import freshness  # noqa: PLC0415

        freshness.register_next_change(listing.next_change)
