"""What is written for the public: how clear it is, and the campaigns that carry it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campañas"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from campaigns import artwork_changes, artwork_making, listing, published, spot_formats  # noqa: PLC0415
        from campaigns.admin.recording_chooser import RecordingPolicy  # noqa: PLC0415
        from campaigns.models import Recording, SocialPost, SocialQuestion, artwork  # noqa: PLC0415
        from campaigns.social_access import PostPolicy, QuestionPolicy  # noqa: PLC0415
        from cms.core import freshness  # noqa: PLC0415

        freshness.register_next_change(listing.next_change)
        spot_formats.register()
        artwork_making.register()
        artwork_changes.listen()
        artwork.listen()
        published.listen()
        register_permission_policy(Recording, RecordingPolicy(Recording))
        register_permission_policy(SocialPost, PostPolicy(SocialPost))
        register_permission_policy(SocialQuestion, QuestionPolicy(SocialQuestion))
