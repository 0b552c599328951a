"""What is written for the public: how clear it is, and the campaigns that carry it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campañas"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from campaigns import (  # noqa: PLC0415
            artwork_changes,
            artwork_making,
            listing,
            offering,
            planned,
            press,
            published,
            shown,
            spot_formats,
            universities,
        )
        from campaigns.admin.recording_chooser import RecordingPolicy  # noqa: PLC0415
        from campaigns.events import announcing, disposal, mail  # noqa: PLC0415
        from campaigns.events import listing as events  # noqa: PLC0415
        from campaigns.kit import kits  # noqa: PLC0415
        from campaigns.models import Recording, SocialPost, SocialQuestion, artwork  # noqa: PLC0415
        from campaigns.reach.channels import register_channels  # noqa: PLC0415
        from campaigns.social_access import PostPolicy, QuestionPolicy, public_posts  # noqa: PLC0415
        from cms.core import freshness, schedule, shown_files, visibility  # noqa: PLC0415

        visibility.register_silent(shown.silent_channels)
        shown_files.register(SocialPost, public_posts)
        freshness.register_next_change(listing.next_change)
        freshness.register_next_change(press.next_change)
        freshness.register_next_change(events.next_change)
        freshness.register_next_change(universities.next_change)
        spot_formats.register()
        mail.register()
        disposal.register()
        announcing.listen()
        kits.register()
        artwork_making.register()
        artwork_changes.listen()
        artwork.listen()
        published.listen()
        planned.register()
        schedule.register_turn(offering.turn)
        register_channels()
        register_permission_policy(Recording, RecordingPolicy(Recording))
        register_permission_policy(SocialPost, PostPolicy(SocialPost))
        register_permission_policy(SocialQuestion, QuestionPolicy(SocialQuestion))
