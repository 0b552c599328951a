"""The classification scheme: where units and documents stand, and which units readers see.

A unit keeps its codes and its address wherever it goes; what changes is its path, and what the index says of the
documents below it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from archive import search_source
from archive.models import ArchivalUnit, Document
from archive.models.fonds import ORDER, STEP, check_place
from archive.publication import was_public
from archive.vocabularies import IN_REVIEW, NEEDED_OF_UNITS, SAID_ONCE, Level
from cms.core.reference.models import Institution
from cms.core.visibility import State


class NotPossible(Exception):
    """The scheme can't be changed like this. The text is shown to staff."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with how much hangs below it."""

    unit: ArchivalUnit
    units: int
    documents: int


def documents_in(unit: ArchivalUnit) -> QuerySet[Document]:
    """The documents in the unit and in everything below it."""
    return Document.objects.filter(unit__path__startswith=unit.path)


def branches(units: Iterable[ArchivalUnit], documents: QuerySet[Document]) -> list[Branch]:
    """The units with what hangs below each, counted among the documents given.

    The units are of one depth (siblings, say), so that two statements count for all of them.
    """
    units = list(units)
    if not units:
        return []
    width = len(units[0].path)
    above = units[0].path[: -STEP - 1]
    institutions = {each.institution_id for each in units}
    beside = ArchivalUnit.objects.filter(institution__in=institutions, path__startswith=above)
    deeper = _by_step(beside.annotate(depth=Length("path")).filter(depth__gt=width), "path", width)
    held = _by_step(documents.filter(unit__in=beside), "unit__path", width)
    return [Branch(each, deeper.get(each.path, 0), held.get(each.path, 0)) for each in units]


def below(unit: ArchivalUnit) -> Branch:
    """The unit with all that hangs from it, whoever may see it: what goes with it when it is moved."""
    return branches([unit], documents_in(unit))[0]


def fitting_level(parent: ArchivalUnit | None) -> str:
    """The level that a new unit within this one most likely has: that of its siblings, or the next below."""
    if parent is None:
        return Level.FONDS
    newest = parent.children.order_by("-pk").values_list("level", flat=True).first()
    return newest or ORDER[min(ORDER.index(Level(parent.level)) + 1, len(ORDER) - 1)]


def may_hold_units(unit: ArchivalUnit) -> bool:
    """Whether there is a level below the unit's."""
    return unit.level != ORDER[-1]


def missing(unit: ArchivalUnit) -> list[str]:
    """The fields that readers would miss in a unit of this level, itself or what it hangs from saying none of it."""
    above = list(ArchivalUnit.objects.above(unit))
    return [
        name
        for name in NEEDED_OF_UNITS[Level(unit.level)]
        if not any(getattr(each, _column(name)) for each in ([unit, *above] if name in SAID_ONCE else [unit]))
    ]


def lacking() -> Q:
    """The condition under which a unit misses any of them."""
    found = Q()
    for level, names in NEEDED_OF_UNITS.items():
        found |= Q(level=level) & Q(*(_lacks(name) for name in names), _connector=Q.OR)
    return found


def _lacks(name: str) -> Q:
    empty = Q(**{f"{name}__isnull": True}) if ArchivalUnit._meta.get_field(name).null else Q(**{name: ""})  # noqa: SLF001 - Django's own name
    if name not in SAID_ONCE:
        return empty
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = ArchivalUnit.objects.alias(below=below).filter(below__startswith=F("path"))
    return empty & ~Q(Exists(above.exclude(empty)))


def _column(name: str) -> str:
    field: Any = ArchivalUnit._meta.get_field(name)  # noqa: SLF001 - Django's own name
    return str(field.attname)


def label(name: str) -> str:
    """What people call a field of a unit."""
    field: Any = ArchivalUnit._meta.get_field(name)  # noqa: SLF001 - Django's own name
    return str(field.verbose_name)


@transaction.atomic
def move(unit: ArchivalUnit, parent: ArchivalUnit | None, *, actor: User, reason: str = "") -> ArchivalUnit:
    """Hang the unit, with all that is below it, from another one of its institution (None: from nothing).

    One statement rewrites the paths and one records the documents for the index, however many there are.
    """
    _one_at_a_time(unit)
    unit = _locked(unit)
    parent = _locked(parent) if parent else None
    _refuse_move(unit, parent)
    before, old_path = unit.parent, unit.path
    unit.parent = parent
    unit.path = f"{parent.path if parent else ''}{old_path[-STEP - 1 :]}"
    hanging = ArchivalUnit.objects.filter(path__startswith=old_path).exclude(pk=unit.pk)
    hanging.update(path=Concat(Value(unit.path), Substr(F("path"), len(old_path) + 1)))
    # The paths below are rewritten already: saving the unit tells the index of every document in it.
    unit.save_decision("parent", "path")
    where = {"from": before.reference_code if before else "", "to": parent.reference_code if parent else ""}
    log(instance=unit, action="archive.move", user=actor, data={**where, "reason": reason}, content_changed=True)
    return unit


@transaction.atomic
def show(unit: ArchivalUnit, *, actor: User) -> ArchivalUnit:
    """Let readers see the unit. What it hangs from must be seen already, and nothing that its level needs missing."""
    _one_at_a_time(unit)
    unit = _locked(unit)
    lacks = missing(unit)
    if lacks:
        raise NotPossible(
            _("Complete antes la descripción de «%(unit)s»: falta %(fields)s.")
            % {"unit": unit, "fields": ", ".join(label(name) for name in lacks)}
        )
    if unit.parent is not None and not unit.parent.is_shown:
        raise NotPossible(
            _("Muestre antes «%(parent)s»: de ahí cuelga, y los lectores llegan por ahí.") % {"parent": unit.parent}
        )
    if not unit.is_shown:
        unit.state, unit.public_from = State.PUBLISHED, timezone.now()
        unit.save_decision()
        log(instance=unit, action="archive.show", user=actor, content_changed=True)
    return unit


@transaction.atomic
def hide(unit: ArchivalUnit, *, actor: User, reason: str = "") -> ArchivalUnit:
    """Hide the unit and everything below it; the documents in it stay as public as they are."""
    _one_at_a_time(unit)
    unit = _locked(unit)
    if unit.state == State.DRAFT:
        return unit
    ArchivalUnit.objects.filter(path__startswith=unit.path).update(state=State.DRAFT, public_from=None)
    search_source.documents_changed(documents_in(unit))
    log(instance=unit, action="archive.hide", user=actor, data={"reason": reason}, content_changed=True)
    unit.refresh_from_db()
    return unit


def may_hang_from(unit: ArchivalUnit) -> QuerySet[ArchivalUnit]:
    """The units of the same institution from which this one may hang."""
    higher = ORDER[: ORDER.index(Level(unit.level))]
    rows = ArchivalUnit.objects.filter(institution=unit.institution_id, level__in=higher)
    return rows.exclude(path__startswith=unit.path)


def may_move_document(document: Document) -> bool:
    """Whether the document's place may be changed now: not while somebody reviews it, nor after its withdrawal."""
    return document.stage not in IN_REVIEW and document.state != State.WITHDRAWN and not document.locked


@transaction.atomic
def move_documents(documents: Iterable[Document], unit: ArchivalUnit, *, actor: User, reason: str = "") -> int:
    """Put the documents into the unit by one logged decision; how many were. All or none.

    What was never approved is written in its row. Everything else gets a later draft: readers keep seeing it where
    it is until that is approved, and the reason becomes that of the correction where none was given.
    """
    decision = uuid.uuid4()
    rows = Document.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in documents])
    return len([_put_into(unit, each, actor, reason, decision) for each in rows.order_by("pk")])


def _put_into(unit: ArchivalUnit, row: Document, actor: User, reason: str, decision: uuid.UUID) -> Document:
    if not may_move_document(row):
        raise NotPossible(_("«%(title)s» está en revisión o fue retirado: no se mueve.") % {"title": row.title})
    if row.holding_institution_id != unit.institution_id:
        raise NotPossible(_("«%(title)s» es de otra institución.") % {"title": row.title})
    latest: Document = row.get_latest_revision_as_object()
    before, latest.unit = latest.unit, unit
    if row.live:
        if was_public(row):
            latest.change_reason = latest.change_reason or reason
        latest.save_revision(user=actor, clean=False)
    else:
        latest.save()
        if row.latest_revision_id:
            # The editor opens the latest revision, which would bring the old place back.
            latest.save_revision(user=actor, clean=False)
    where = {"from": before.reference_code if before else "", "to": unit.reference_code}
    data = {**where, "reason": reason}
    log(instance=latest, action="archive.move", user=actor, data=data, uuid=decision, content_changed=True)
    return latest


def _refuse_move(unit: ArchivalUnit, parent: ArchivalUnit | None) -> None:
    if (parent.pk if parent else None) == unit.parent_id:
        raise NotPossible(_("Ya está ahí."))
    if parent is not None and parent.path.startswith(unit.path):
        raise NotPossible(_("No puede colgar de sí misma ni de lo que tiene debajo."))
    try:
        check_place(unit, parent)
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
    if parent is not None and unit.is_shown and not parent.is_shown:
        raise NotPossible(
            _("Los lectores ven esta unidad y no verían «%(parent)s», de la que colgaría. Muéstrela antes.")
            % {"parent": parent}
        )


def _one_at_a_time(unit: ArchivalUnit) -> None:
    """Changes to one institution's scheme wait for each other: each reads places that another may be rewriting.

    The lock lets rows that refer to the institution be written meanwhile.
    """
    Institution.objects.select_for_update(no_key=True).get(pk=unit.institution_id)


def _locked(unit: ArchivalUnit) -> ArchivalUnit:
    return ArchivalUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)


def _by_step(rows: QuerySet[Model], path: str, width: int) -> dict[str, int]:
    """How many rows lie at or below each path of this width."""
    counted = rows.annotate(step=Substr(path, 1, width)).order_by().values_list("step").annotate(Count("pk"))
    return dict(counted)
