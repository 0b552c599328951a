"""The kernel: it imports no app of ours."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        from cms.core import checks  # noqa: F401, PLC0415
