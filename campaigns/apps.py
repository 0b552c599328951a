"""What is written for the public: how clear it is, and the campaigns that carry it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campañas"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from campaigns import listing, published, spot_formats  # noqa: PLC0415
        from campaigns.admin.recording_chooser import RecordingPolicy  # noqa: PLC0415
        from campaigns.kit import kits  # noqa: PLC0415
        from campaigns.models import Recording  # noqa: PLC0415
        from cms.core import freshness  # noqa: PLC0415

        freshness.register_next_change(listing.next_change)
        spot_formats.register()
        kits.register()
        published.listen()
        register_permission_policy(Recording, RecordingPolicy(Recording))
