"""The job that makes the ZIP of a version: takes in what lies elsewhere, writes the file, puts it in its place.

A ZIP is whole and on the disk before any row names it, and nobody is given one whose kit became another meanwhile.
"""

import errno
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import spot_formats
from campaigns.kit import taking
from campaigns.kit.composition import Composition, compose
from campaigns.kit.manifest import Entry, entries, members
from campaigns.kit.versions import KIND, renew
from campaigns.kit.zipping import FileMissing, OtherBytes, Zipped, write_zip
from campaigns.models import CampaignPage, KitVersion
from cms.core import jobs
from cms.core.jobs import Effect, Handler, NotNow, PermanentFailure

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where there is no room (left for us)."""


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=build, give_up=lambda _payload, _reason: None))


def build(payload: jobs.Payload) -> Effect:
    """Reads what the kit is now; writes files; the effect makes them the version's, or numbers the kit anew.

    Waits (NotNow) for the formats of spots, which would be the next version at once, and for room on the disk. What
    nobody can make fails for good, with what to do.
    """
    version = KitVersion.objects.filter(pk=payload["version"], turn=payload["turn"]).first()
    made = compose(version.campaign_id) if version else None
    if version is None or made is None:
        return _nothing
    if made.fingerprint != version.fingerprint:
        return partial(_renew, version.campaign_id)
    if spot_formats.are_being_made(made.campaign.get_children()):
        raise NotNow(_("Espera a los formatos de los spots."))
    try:
        made = taking.taken_in(made)
        zipped, files = _zipped(made, version)
    except (FileMissing, OtherBytes) as amiss:
        if _is_overtaken(version):
            return partial(_renew, version.campaign_id)
        raise PermanentFailure(_said(made, amiss)) from amiss
    except OSError as error:
        if error.errno in FULL:
            raise NotNow(_("No hay espacio en el disco: libere espacio y el kit se prepara solo.")) from error
        raise
    return partial(_put, version, made.fingerprint, zipped, files)


def _zipped(made: Composition, version: KitVersion) -> tuple[Zipped, list[Entry]]:
    """The ZIP in its place, and what is in it. Raises FileMissing, OtherBytes, OSError."""
    taking.sweep()
    before = _last_built(version.campaign_id)
    files = entries(made, version.number, before.parts if before else ())
    folder = f"kit-{made.campaign.slug}-v{version.number}"
    zipped = write_zip(taking.incoming(), folder, members(made, version, files))
    taking.put(zipped.path, zipped.sha256)
    return zipped, files


def _last_built(campaign_pk: int) -> KitVersion | None:
    rows = KitVersion.objects.filter(campaign=campaign_pk).exclude(digest="")
    return rows.order_by("-number").first()


def _is_overtaken(version: KitVersion) -> bool:
    """Whether the kit became another one while its files were read."""
    made = compose(version.campaign_id)
    return made is None or made.fingerprint != version.fingerprint


def _said(made: Composition, amiss: FileMissing | OtherBytes) -> str:
    part = made.part(str(amiss))
    told = {"title": part.title if part else str(amiss)}
    if isinstance(amiss, FileMissing):
        return _("Falta en el disco el archivo de «%(title)s». Súbalo otra vez y publique de nuevo.") % told
    return _("El archivo de «%(title)s» está dañado en el disco. Súbalo otra vez y publique de nuevo.") % told


def _nothing() -> None:
    """For a version that is gone, or whose kit nobody gets any more."""


def _renew(campaign_pk: int) -> None:
    renew(campaign_pk)


def _put(built: KitVersion, fingerprint: str, zipped: Zipped, files: list[Entry]) -> None:
    """The version has its ZIP, if the kit still is what was built; older ZIPs are handed out no more, and go."""
    # The order in which `renew` locks them.
    CampaignPage.objects.select_for_update(of=("self",)).filter(pk=built.campaign_id).first()
    version = KitVersion.objects.filter(pk=built.pk, turn=built.turn).first()
    if version is None or fingerprint != version.fingerprint or _is_overtaken(version):
        _leave(zipped)
        renew(built.campaign_id)
        return
    if version.digest not in {"", zipped.sha256}:
        # Made anew by other software: other bytes under a number that somebody may hold would be taken for damage.
        _leave(zipped)
        KitVersion.objects.filter(pk=version.pk).update(fingerprint="")
        renew(built.campaign_id)
        return
    version.digest, version.size, version.parts = zipped.sha256, zipped.size, files
    version.built_at = version.built_at or timezone.now()
    version.save()
    older = KitVersion.objects.filter(campaign=version.campaign_id, number__lt=version.number).exclude(digest="")
    taking.drop(older.values_list("digest", flat=True))


def _leave(zipped: Zipped) -> None:
    """A ZIP that nobody is to get."""
    if not KitVersion.objects.filter(digest=zipped.sha256).exists():
        taking.drop([zipped.sha256])
