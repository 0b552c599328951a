"""Take in the rows of a log about a page: the same log handed in again adds nothing, a corrected one corrects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log
from wagtail.models import Page

from campaigns.handed_in_table import Problem, Read
from cms.core.reference.models import State


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a log: new lines, corrected and known ones, and what was left out with its reasons."""

    added: int
    changed: int
    known: int
    problems: Sequence[Problem]
    unknown_columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A log that changes something: the rows that are new, and what those that it corrects said before."""

    page: Any
    actor: User
    filename: str
    new: Sequence[Any]
    before: Mapping[str, Mapping[str, Any]]
    """By the key of the row."""
    known: int


@dataclass(frozen=True, slots=True)
class LogKind:
    """A kind of log: its rows hang from a page by a foreign key (`owner`) and have a `key`."""

    model: type[Model]
    owner: str
    said: Sequence[str]
    """The columns that a corrected log may say differently of the same line."""
    logged: str
    """The action that the page's history tells."""
    remember: Callable[[HandedIn], None] = lambda _handed_in: None
    """Told before anything is written, in the same transaction."""


def take_in(
    kind: LogKind,
    page: Page,
    read: Read[Any],
    row_of: Callable[[Any, Mapping[str, State]], Any],
    *,
    actor: User,
    filename: str = "",
) -> Imported:
    """Keep what was read. `row_of` makes the row of a line; it gets the states by their codes."""
    codes = {state.code: state for state in State.objects.all()}
    rows = {line.key(str(page.pk)): row_of(line, codes) for line in read.rows}
    for key, row in rows.items():
        row.key = key
        setattr(row, kind.owner, page)
    with transaction.atomic():
        # Of two same logs at once, the second one sees what the first one brought.
        Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        manager: Any = kind.model._default_manager  # noqa: SLF001 - Django's own name
        there = {each.key: each for each in manager.filter(**{kind.owner: page}, key__in=rows)}
        new = [row for key, row in rows.items() if key not in there]
        differing = [key for key, row in rows.items() if key in there and _differs(there[key], row, kind.said)]
        before = {key: {name: getattr(there[key], name) for name in kind.said} for key in differing}
        changed = [_corrected(there[key], rows[key], kind.said) for key in differing]
        known = len(there) - len(changed)
        if new or changed:
            kind.remember(HandedIn(page, actor, filename, new, before, known))
            manager.bulk_create(new)
            manager.bulk_update(changed, kind.said)
            told = {"added": len(new), "changed": len(changed), "known": known}
            log(page, kind.logged, user=actor, data=told)
    return Imported(len(new), len(changed), known, read.problems, read.unknown_columns)


def names_of_states() -> dict[str, str]:
    """The code of each state by all it is called."""
    found: dict[str, str] = {}
    for state in State.objects.all():
        found |= dict.fromkeys([state.code, state.name, *state.aliases], state.code)
    return found


def _differs(known: Any, said: Any, names: Sequence[str]) -> bool:
    return any(getattr(known, name) != getattr(said, name) for name in names)


def _corrected(known: Any, said: Any, names: Sequence[str]) -> Any:
    for name in names:
        setattr(known, name, getattr(said, name))
    return known
