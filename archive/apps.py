"""The archive: records, from intake to citation."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archivo"

    def ready(self) -> None:
        from archive import access, images_ahead, notices, recognition, review, search_source, tasks  # noqa: PLC0415
        from archive.admin import policies  # noqa: PLC0415
        from cms.core import freshness  # noqa: PLC0415

        tasks.register()
        recognition.register()
        images_ahead.register()
        notices.register()
        search_source.register()
        policies.register()
        review.register()
        freshness.register_next_change(access.next_opening)
