"""What stands around every page."""

from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "cms.navigation"
    label = "navigation"
    verbose_name = "Navegación"

    def ready(self) -> None:
        from cms.core import freshness  # noqa: PLC0415
        from cms.navigation.models import next_notice  # noqa: PLC0415

        freshness.register_next_change(next_notice)
