"""Where demo documents lie: a fonds for each institution, with one series or a tree as `scheme.toml` draws it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from archive import classification
from archive.models import ArchivalUnit, Creator
from archive.models.creator import name_key
from archive.models.fonds import is_issued, reference_code
from archive.vocabularies import Level
from cms.core import demonstration
from cms.core.reference.models import Institution

SCHEME = Path(__file__).parent / "scheme.toml"
FONDS_TITLE = "Fondo de demostración"
FONDS_SCOPE = "Documentos escritos para mostrar cómo trabaja Acervo Abierto. Ninguno es oficial."
FONDS_CODE = "DEMO"
ACCESS = "Consulta libre, salvo lo que cada documento indique."
SERIES_TITLE = "Modelos, guías e informes de ejemplo (demostración)"
SERIES_SCOPE = "Modelos de documentos que las instituciones producen todos los días, con datos inventados."
BEGINS = date(2016, 1, 1)
EXTENT = "Documentos digitales"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the demo scheme below a fonds."""

    institution: str
    parent: str
    """The key of the unit above; empty: the fonds."""
    level: Level
    title: str
    scope: str
    creator: str
    begins: date
    local_code: str


class NoSuchPlace(Exception):
    """A text names a unit that the scheme has not."""


@cache
def places(path: Path = SCHEME) -> Mapping[str, Place]:
    """The units that `scheme.toml` draws, by their keys."""
    with path.open("rb") as file:
        said = tomllib.load(file)
    return {key: _place(each) for key, each in said.items()}


def unit_for(institution: str, creator: str, key: str, actor: User) -> ArchivalUnit:
    """The unit with this key (empty: the institution's series), made and shown where it is missing, as all above."""
    holder = Institution.objects.get(code=institution)
    fonds = _fonds(holder, creator, actor)
    return _unit(holder, fonds, key, actor) if key else _series(holder, fonds, actor)


def _place(said: Mapping[str, Any]) -> Place:
    return Place(
        institution=said["institution"],
        parent=said.get("parent", ""),
        level=Level(said["level"]),
        title=said["title"],
        scope=" ".join(said.get("scope", "").split()),
        creator=said.get("creator", ""),
        begins=said.get("begins", BEGINS),
        local_code=said.get("code", ""),
    )


def _fonds(holder: Institution, creator: str, actor: User) -> ArchivalUnit:
    return _made(
        actor,
        {"institution": holder, "level": Level.FONDS, "title": FONDS_TITLE},
        {
            "date_from": BEGINS,
            "extent": EXTENT,
            "creator": creator,
            "scope_and_content": FONDS_SCOPE,
            "access_conditions": ACCESS,
            "local_code": FONDS_CODE,
        },
    )


def _series(holder: Institution, fonds: ArchivalUnit, actor: User) -> ArchivalUnit:
    return _made(
        actor,
        {"institution": holder, "level": Level.SERIES, "parent": fonds, "title": SERIES_TITLE},
        {"date_from": BEGINS, "extent": EXTENT, "scope_and_content": SERIES_SCOPE},
    )


def _unit(holder: Institution, fonds: ArchivalUnit, key: str, actor: User) -> ArchivalUnit:
    place = places().get(key)
    if place is None or place.institution != holder.code:
        raise NoSuchPlace(key)
    parent = _unit(holder, fonds, place.parent, actor) if place.parent else fonds
    return _made(
        actor,
        {"institution": holder, "level": place.level, "parent": parent, "title": place.title},
        {
            "date_from": place.begins,
            "extent": EXTENT,
            "scope_and_content": place.scope,
            "creator": place.creator,
            "local_code": place.local_code,
        },
    )


def _made(actor: User, known_by: dict[str, Any], described: dict[str, Any]) -> ArchivalUnit:
    """The unit that is known by this, or a new one, which readers see."""
    unit = ArchivalUnit.objects.filter(**known_by).first()
    if unit is not None:
        return unit
    name = described.pop("creator", "")
    unit = ArchivalUnit(**known_by, **described, creator=creator_named(name) if name else None)
    if unit.local_code:
        unit.local_code = _free_code(unit)
    unit.save()
    if unit.parent is None or unit.parent.is_shown:
        unit = classification.show(unit, actor=actor)
    demonstration.mark(unit)
    return unit


def _free_code(unit: ArchivalUnit) -> str:
    """Codes are given once: a demonstration that comes a second time gets others."""
    wanted, number = unit.local_code, 1
    while is_issued(unit.institution, reference_code(unit.institution, unit.parent, wanted)):
        number += 1
        wanted = f"{unit.local_code}-{number}"
    return wanted


def creator_named(name: str) -> Creator:
    """The creator with this name; marked as demonstration where it has to be made."""
    is_known = Creator.objects.filter(name_key=name_key(name)).exists()
    creator: Creator = Creator.objects.named(name)
    if not is_known:
        demonstration.mark(creator)
    return creator
