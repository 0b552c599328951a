"""The archive: records, from intake to citation."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archivo"

    def ready(self) -> None:
        from archive import search_source, tasks  # noqa: PLC0415
        from archive.admin import policies  # noqa: PLC0415

        tasks.register()
        search_source.register()
        policies.register()
