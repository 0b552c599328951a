"""Check kits that somebody has, from a terminal: are they whole, and are they still what the site hands out?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.kit import asking
from campaigns.kit.changes import changes
from campaigns.kit.checking import Checked, NoKit, check_zip
from campaigns.kit.versions import kit_of


class Command(BaseCommand):
    help = (
        "Revisa kits de campañas: que cada archivo esté completo según su huella, y que la versión sea la vigente."
        " Nombra los archivos dañados, los que cambiaron y los que ya no forman parte del kit."
        " Termina con error si alguno está dañado o no es el vigente."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="el ZIP de un kit")
        parser.add_argument("--json", action="store_true", help="un objeto JSON por archivo, cada uno en su línea")

    def handle(self, *args: Any, **options: Any) -> None:
        amiss = 0
        for path in options["files"]:
            answer = _answer(path)
            amiss += not (answer["is_intact"] and answer["is_current"])
            if options["json"]:
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self._tell(answer)
        if amiss:
            raise CommandError(_("Con algo que corregir: %(count)d.") % {"count": amiss}, returncode=1)

    def _tell(self, answer: dict[str, Any]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(answer["file"]))
        if answer["reason"]:
            self.stdout.write(f"  {answer['reason']}")
            return
        self.stdout.write(f"  {answer['campaign']}, {_('versión')} {answer['version']}")
        said = [
            ("damaged", _("Dañado o cambiado dentro del ZIP")),
            ("missing", _("Falta en el ZIP")),
            ("unlisted", _("No es del kit")),
            ("outdated", _("Hay uno más nuevo")),
            ("added", _("Nuevo en el kit vigente")),
            ("removed", _("Ya no forma parte del kit: no lo use")),
        ]
        for name, words in said:
            for path in answer[name]:
                self.stdout.write(f"  {words}: {path}")
        if answer["is_intact"]:
            self.stdout.write(self.style.SUCCESS(_("  Está completo.")))
        if answer["is_current"]:
            self.stdout.write(self.style.SUCCESS(_("  Es la versión vigente.")))
        elif answer["current_version"]:
            self.stdout.write(_("  La vigente es la %(number)d.") % {"number": answer["current_version"]})
        else:
            self.stdout.write(_("  El sitio ya no entrega este kit."))


def _answer(path: Path) -> dict[str, Any]:
    try:
        return _of_kit(path, check_zip(path))
    except NoKit as error:
        return _without(path, str(error))
    except OSError as error:
        return _without(path, _("no se puede leer (%(reason)s)") % {"reason": error.strerror or error})


def _without(path: Path, reason: str) -> dict[str, Any]:
    return {"file": str(path), "reason": reason, "is_intact": False, "is_current": False}


def _of_kit(path: Path, found: Checked) -> dict[str, Any]:
    """Against the kit that the site hands out now, file by file: a number alone proves nothing of what is in it."""
    kit = kit_of(found.manifest["campaign"]["id"])
    now = asking.listed(kit) if kit else []
    differ = changes(found.manifest["files"], now)
    outdated = [*differ.changed, *differ.restated]
    number = kit.version.number if kit else None
    return {
        "file": str(path),
        "reason": "",
        "campaign": str(found.manifest["campaign"].get("title", "")),
        "version": found.manifest["version"],
        "current_version": number,
        "is_intact": found.is_intact,
        "is_current": number == found.manifest["version"] and not differ,
        "damaged": list(found.damaged),
        "missing": list(found.missing),
        "unlisted": list(found.unlisted),
        "outdated": [each["path"] for each in outdated],
        "added": [each["path"] for each in differ.added],
        "removed": [each["path"] for each in differ.removed],
    }
