"""The addresses of kits: what is in one, the ZIP, each part alone, and whether a version is current.

Each asks for the kit as of now. Where readers get no kit there is nothing: 404, as where there never was one.
"""

import logging
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive import serving
from campaigns.kit import asking, uses
from campaigns.kit.checking import SCHEMA
from campaigns.kit.manifest import absolute
from campaigns.kit.parts import SECTION, Part
from campaigns.kit.versions import Kit, kit_of
from campaigns.models import CampaignPage
from cms.core import public_cache
from cms.core.models.page import page_address

logger = logging.getLogger(__name__)
ASKED = "version"
ZIP = "application/zip"
SOON = "60"
"""Seconds after which a program may ask again for what is being made."""


class AskForm(forms.Form):
    """What somebody has of a kit. Nothing of it is kept."""

    version = forms.CharField(
        label=_("Número de versión o huella SHA-256"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("El número está en LEAME.html y en el nombre del ZIP: kit-…-v3.zip es la versión 3."),
        error_messages={
            "required": _("Escriba el número de versión, por ejemplo 3, o pegue la huella."),
            "max_length": _("Es demasiado largo: escriba solo el número, o las 64 letras y cifras de la huella."),
        },
    )


def _kit(pk: int) -> Kit:
    found = kit_of(pk)
    if found is None:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, campaign: CampaignPage) -> HttpResponse:
    """What is in the kit, and the answer to whoever asks about theirs."""
    kit = _kit(campaign.pk)
    form = AskForm(request.GET if ASKED in request.GET else None)
    answer = _answer(kit, form)
    context = {
        **_shown(kit),
        "page": kit.made.campaign,
        "above": [*campaign.pages_above(), kit.made.campaign],
        "form": form,
        "answer": answer,
        "groups": _groups(kit),
        "history": asking.history(kit),
    }
    response = render(request, "pages/kit.html", context, status=422 if form.errors else 200)
    if ASKED not in request.GET:
        public_cache.share(response)
    return response


def _answer(kit: Kit, form: AskForm) -> asking.Answer | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return asking.ask(kit, form.cleaned_data[ASKED])
    except asking.NoSuchKit:
        form.add_error(
            ASKED,
            _(
                "No es de ninguna versión de este kit ni de sus archivos. Revise que sea de esta campaña y que la "
                "huella esté completa: 64 letras y cifras."
            ),
        )
        return None


def _shown(kit: Kit) -> dict[str, Any]:
    """What templates say of a kit."""
    campaign = kit.made.campaign
    return {
        "kit": kit,
        "zip_url": reverse("campaigns:kit_zip", args=[campaign.pk, kit.version.number]),
        "kit_url": address_of(campaign),
    }


def _groups(kit: Kit) -> list[dict[str, Any]]:
    """The files in their order; neighbours of the same credit and licence together."""
    runs = groupby(kit.made.parts, key=lambda part: (part.credit, part.licence))
    return [
        {"credit": credit, "licence": licence, "files": [_file(kit, part) for part in run]}
        for (credit, licence), run in runs
    ]


def _file(kit: Kit, part: Part) -> dict[str, Any]:
    """As templates show it; without an address until its bytes are in the store."""
    address = reverse("campaigns:kit_part", args=[kit.made.campaign.pk, part.path])
    return {
        "title": part.title,
        "format": part.format,
        "path": part.path,
        "size": part.size,
        "sha256": part.sha256,
        "url": address if part.sha256 else "",
    }


def address_of(campaign: CampaignPage) -> str:
    """Of the page about the kit."""
    return f"{page_address(campaign.url_path)}{SECTION}/"


@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The ZIP of the current version. An older one is gone for good; one that is being made is there soon."""
    kit = _kit(pk)
    if number > kit.version.number:
        raise Http404
    if number < kit.version.number:
        return _instead(request, kit, number, status=410)
    if not kit.is_ready:
        later = _instead(request, kit, number, status=503)
        later["Retry-After"] = SOON
        return later
    version = kit.version
    response = serving.serve(
        request, version.path, media_type=ZIP, filename=version.filename, etag=version.digest, attachment=True
    )
    uses.count(request, response, pk, number)
    return response


def _instead(request: HttpRequest, kit: Kit, number: int, *, status: int) -> HttpResponse:
    context = {**_shown(kit), "number": number, "page": kit.made.campaign}
    response = render(request, "pages/kit_outdated.html", context, status=status)
    response["Cache-Control"] = public_cache.UNDECIDED
    return response


@require_safe
def part_alone(request: HttpRequest, pk: int, path: str) -> HttpResponseBase:
    """A file of the kit as it is now."""
    kit = _kit(pk)
    part = kit.made.part(path)
    if part is None or not part.sha256 or not isinstance(part.content, bytes | Path):
        raise Http404
    if isinstance(part.content, Path) and not part.content.exists():
        logger.error("the file of part %s of kit %s is not there", path, pk)
        raise Http404
    response = serving.serve(
        request, part.content, media_type=part.media_type, filename=part.name, etag=part.sha256, attachment=True
    )
    uses.count(request, response, pk, kit.version.number, path)
    return response


@require_safe
def check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The address in each kit, which leads to the answer, wherever the campaign's page is by now."""
    kit = _kit(pk)
    return redirect(f"{address_of(kit.made.campaign)}?{ASKED}={number}#respuesta")


@require_safe
def check_json(request: HttpRequest, pk: int, number: int) -> JsonResponse:
    """The same for programs: whether the version is current, and what the current one consists of."""
    kit = _kit(pk)
    try:
        answer = asking.of_number(kit, number)
    except asking.NoSuchKit as error:
        raise Http404 from error
    said = _shown(kit)
    return JsonResponse(
        {
            "schema": SCHEMA,
            "version": answer.number,
            "is_current": answer.is_current,
            "current_version": answer.current,
            "is_ready": answer.is_ready,
            "download": absolute(said["zip_url"]),
            "address": absolute(said["kit_url"]),
            "outdated": [each["path"] for each in answer.outdated],
            "removed": answer.removed,
            "files": [{"path": each.path, "sha256": each.sha256, "bytes": each.size} for each in kit.made.parts],
        },
        json_dumps_params={"ensure_ascii": False},
    )
