"""In the editor of a campaign: which version of its kit people get, and what keeps a part or the whole back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from cms.core.models import Job

if TYPE_CHECKING:
    from campaigns.kit.versions import Kit

PERMANENT = "."
"""How a reason ends that was written for people; what a program says has no full stop."""


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands with the ZIP. `level` is that of Wagtail's help blocks."""

    level: str
    title: str
    text: str = ""


def status_of(kit: "Kit | None") -> Status:
    """In words, with what to do where somebody has to do something."""
    from campaigns.kit.versions import job_of  # noqa: PLC0415 - it imports the models, whose editor this is

    if kit is None:
        return Status("info", _("El kit se prepara al publicar la campaña."))
    number = {"number": kit.version.number}
    if kit.is_ready:
        return Status("info", _("Versión %(number)d, lista para descargar.") % number)
    job = job_of(kit.version)
    if job is not None and job.status == Job.Status.FAILED:
        return Status("critical", _("La versión %(number)d no se pudo preparar.") % number, _what_to_do(job.reason))
    return Status(
        "warning", _("La versión %(number)d se está preparando.") % number, job.reason if job and job.reason else ""
    )


def _what_to_do(reason: str) -> str:
    if reason.endswith(PERMANENT):
        return reason
    return _("Publique de nuevo la campaña. Si vuelve a fallar, avise a quien opera el sitio: %(reason)s") % {
        "reason": reason
    }


class KitPanel(Panel):
    """Shown above the choices, once something is chosen."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/kit_status.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.kit)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from campaigns.kit.composition import of_page  # noqa: PLC0415
            from campaigns.kit.versions import kit_of  # noqa: PLC0415
            from campaigns.kit.views import address_of  # noqa: PLC0415

            kit = kit_of(self.instance.pk)
            return {
                **super().get_context_data(parent_context),
                "kit": kit,
                "status": status_of(kit),
                "waiting": of_page(self.instance).waiting,
                "address": address_of(kit.made.campaign) if kit else "",
            }
