"""Search: one promise, several engines, fed by the database through an outbox."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Búsqueda"

    def ready(self) -> None:
        from search import checks  # noqa: F401, PLC0415 - importing it registers the checks
