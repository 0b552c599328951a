"""The kernel: it imports no app of ours."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from ninja import Schema


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        from cms.core import checks, compared, freshness, permission_names, schedule  # noqa: F401, PLC0415
        from cms.core.models import embargo  # noqa: PLC0415

        post_migrate.connect(permission_names.say_in_spanish, dispatch_uid="core.permission_names")
        compared.install()
        freshness.register_next_change(schedule.next_end)
        freshness.register_next_change(embargo.next_opening)
        connection_created.connect(freshness.watch_connection, dispatch_uid="core.freshness")
        pre_migrate.connect(freshness.migrations_begin, sender=self, dispatch_uid="core.freshness")
        post_migrate.connect(freshness.migrations_end, sender=self, dispatch_uid="core.freshness")
        # Wagtail describes every type of page for an API that is not mounted here: only once somebody asks for it.
        Schema.model_config["defer_build"] = True
