"""Whether a kit that somebody has is current: told from its number, or from the SHA-256 of its ZIP or of a file.

Of what is not in the kit any more nothing is named: it may have been withdrawn.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from campaigns.kit.changes import Changes, Entry, changes
from campaigns.kit.versions import Kit
from campaigns.models import KitVersion

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"(?:v|version|versión)?\s*0*([1-9]\d{0,5})\.?")


class NoSuchKit(Exception):
    """What was typed is neither the number nor the SHA-256 of a version of this kit, nor of a file of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and in what it differed from the one before; names only what is in the kit now."""

    number: int
    at: datetime
    added: Sequence[str]
    changed: Sequence[str]
    other: int
    """How many more changes there were: taken out, or in files that are not there any more."""
    is_current: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody is told of what they have."""

    number: int
    """Of the version that they have."""
    is_current: bool
    current: int
    part: str
    """The title of the file, where they asked for one."""
    outdated: Sequence[Entry]
    """Files of the current version that theirs has otherwise or not at all."""
    removed: int
    """How many of its files must not be used any more."""
    is_ready: bool
    """Whether the current version can be downloaded already."""


def ask(kit: Kit, typed: str) -> Answer:
    """The answer to what was pasted. Raises NoSuchKit."""
    text = "".join(typed.split()).lower() if _looks_like_digest(typed) else " ".join(typed.split()).lower()
    if _DIGEST.fullmatch(text):
        return _by_digest(kit, text)
    if match := _NUMBER.fullmatch(text):
        return of_number(kit, int(match[1]))
    raise NoSuchKit(typed)


def _looks_like_digest(typed: str) -> bool:
    return len("".join(typed.split())) >= 64


def of_number(kit: Kit, number: int) -> Answer:
    """What to tell who has the version with this number. Raises NoSuchKit."""
    if number == kit.version.number:
        return _answer(kit, kit.version)
    row = _built(kit).filter(number=number).first()
    if row is None:
        raise NoSuchKit(str(number))
    return _answer(kit, row)


def _built(kit: Kit) -> Any:
    return KitVersion.objects.filter(campaign=kit.version.campaign_id).exclude(digest="").order_by("-number")


def _by_digest(kit: Kit, digest: str) -> Answer:
    if row := _built(kit).filter(digest=digest).first():
        return _answer(kit, row)
    if part := next((each for each in kit.made.parts if each.sha256 == digest), None):
        number = kit.version.number
        return Answer(number, True, number, str(part.title), (), 0, kit.is_ready)
    for row in _built(kit):
        known = next((each for each in row.parts if each["sha256"] == digest), None)
        if known is not None:
            return _of_old_part(kit, row, known)
    raise NoSuchKit(digest)


def _of_old_part(kit: Kit, row: KitVersion, known: Entry) -> Answer:
    now = kit.made.part(known["path"])
    outdated = [each for each in listed(kit) if now is not None and each["path"] == now.path]
    title = str(now.title) if now else ""
    return Answer(row.number, False, kit.version.number, title, outdated, int(now is None), kit.is_ready)


def _answer(kit: Kit, row: KitVersion) -> Answer:
    if row.number == kit.version.number:
        return Answer(row.number, True, row.number, "", (), 0, kit.is_ready)
    found = changes(row.parts, listed(kit))
    outdated = [*found.added, *found.changed, *found.restated]
    return Answer(row.number, False, kit.version.number, "", outdated, len(found.removed), kit.is_ready)


def listed(kit: Kit) -> list[Entry]:
    """The parts of now in the form of a manifest's, as far as that needs no other version."""
    return [
        {
            "path": each.path,
            "title": str(each.title),
            "sha256": each.sha256,
            "credit": each.credit,
            "licence": each.licence,
        }
        for each in kit.made.parts
    ]


def history(kit: Kit) -> list[Step]:
    """The versions that were handed out, the newest first."""
    rows = list(_built(kit))
    now = {each.path: str(each.title) for each in kit.made.parts}
    return [_step(kit, row, was, now) for row, was in zip_longest(rows, rows[1:])]


def _step(kit: Kit, row: KitVersion, was: KitVersion | None, now: dict[str, str]) -> Step:
    found = changes(was.parts, row.parts) if was else Changes()
    added = [now[each["path"]] for each in found.added if each["path"] in now]
    altered = [*found.changed, *found.restated]
    changed = [now[each["path"]] for each in altered if each["path"] in now]
    other = len(found.added) + len(altered) + len(found.removed) - len(added) - len(changed)
    is_current = row.number == kit.version.number
    return Step(row.number, row.numbered_at, added, changed, other, is_current, was is None)
