"""Names of permissions, as the forms of groups show them.

Django writes them into the database, in English, when it makes them.
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from django.utils.translation import override


def say_in_spanish(app_config: AppConfig, using: str, apps: Apps = installed, **kwargs: Any) -> None:
    """After the migrations of one application: name its permissions, new ones among them.

    Those that an application names itself keep its words: the forms translate them.
    """
    create_permissions(app_config, using=using, apps=apps, **kwargs)
    if not apps.is_installed("django.contrib.auth"):  # a partial migration: there is no table of permissions yet
        return
    rows = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    outdated = []
    with override(settings.LANGUAGE_CODE):
        for row in rows.select_related("content_type"):
            name = _name(row)
            if row.name.startswith(("Can ", "Puede ")) and name not in {None, row.name}:
                row.name = str(name)
                outdated.append(row)
    Permission.objects.using(using).bulk_update(outdated, ["name"])


def _name(permission: Permission) -> str | None:
    acts = {
        "add": _("Puede agregar %(what)s"),
        "change": _("Puede cambiar %(what)s"),
        "delete": _("Puede eliminar %(what)s"),
        "view": _("Puede ver %(what)s"),
        "publish": _("Puede publicar %(what)s"),
        "lock": _("Puede bloquear %(what)s"),
        "unlock": _("Puede desbloquear %(what)s"),
        "choose": _("Puede elegir %(what)s"),
    }
    act = permission.codename.removesuffix(f"_{permission.content_type.model}")
    return acts[act] % {"what": permission.content_type.name} if act in acts else None
