"""What differs between two lists of files as manifests have them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Entry = Mapping[str, Any]
SAID = ("title", "credit", "licence")


@dataclass(frozen=True, slots=True)
class Changes:
    """Entries of the newer list, but for those that it lacks.

    `restated` have the same bytes, and another title, credit or licence.
    """

    added: Sequence[Entry] = ()
    changed: Sequence[Entry] = ()
    restated: Sequence[Entry] = ()
    removed: Sequence[Entry] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.restated or self.removed)


def changes(before: Sequence[Entry], after: Sequence[Entry]) -> Changes:
    """From the older list to the newer one; a file is the same as long as it stands at the same place."""
    old = {each["path"]: each for each in before}
    new = {each["path"] for each in after}
    both = [(old[each["path"]], each) for each in after if each["path"] in old]
    return Changes(
        added=[each for each in after if each["path"] not in old],
        changed=[now for was, now in both if was["sha256"] != now["sha256"]],
        restated=[now for was, now in both if was["sha256"] == now["sha256"] and _said(was) != _said(now)],
        removed=[each for each in before if each["path"] not in new],
    )


def _said(entry: Entry) -> list[Any]:
    return [entry[name] for name in SAID]
