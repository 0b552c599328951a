"""Three-way merging of what a field says: nationally before, in the state, nationally since. Pure.

What only one of the two changed is taken from it. Where both changed the same, the state's own stands and a conflict
is told, unless the national one is preferred. Blocks are dictionaries with an "id" that stays when they are edited.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """What the field says then, and whether both had changed the same."""

    value: Any
    is_conflict: bool


Merge = Callable[..., Merged]


def merge_whole(base: Any, ours: Any, theirs: Any, *, prefer_theirs: bool = False) -> Merged:
    """A value that has no parts."""
    if said(theirs) == said(base):
        return Merged(ours, is_conflict=False)
    if said(ours) in (said(base), said(theirs)):
        return Merged(theirs, is_conflict=False)
    return Merged(theirs if prefer_theirs else ours, is_conflict=True)


def merge_sets(
    base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any], *, prefer_theirs: bool = False
) -> Merged:
    """Things that are chosen or not: what was chosen nationally comes, what was taken out goes, the rest stays."""
    kept = [each for each in ours if each in theirs or each not in base]
    come = [each for each in theirs if each not in base and each not in kept]
    return Merged(list(theirs) if prefer_theirs else [*kept, *come], is_conflict=False)


def merge_blocks(
    base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block], *, prefer_theirs: bool = False
) -> Merged:
    """Parts in an order, each merged by itself."""
    before, own, national = _by_id(base), _by_id(ours), _by_id(theirs)
    chosen: dict[str, Block] = {}
    conflict = False
    for key in {**own, **national}:
        merged = merge_whole(before.get(key), own.get(key), national.get(key), prefer_theirs=prefer_theirs)
        conflict = conflict or merged.is_conflict
        if merged.value is not None:
            chosen[key] = merged.value
    is_theirs, both_moved = _whose_order(list(before), list(own), list(national))
    first, second = (national, own) if is_theirs or (both_moved and prefer_theirs) else (own, national)
    conflict = conflict or both_moved
    return Merged([chosen[key] for key in _laid(list(first), list(second)) if key in chosen], conflict)


def _whose_order(before: list[str], own: list[str], national: list[str]) -> tuple[bool, bool]:
    """Whether the national order stands, and whether both put the same parts in another order."""
    common = {*before} & {*own} & {*national}
    was, ours, theirs = ([key for key in each if key in common] for each in (before, own, national))
    if ours == was:
        return True, False
    return False, theirs not in (was, ours)


def said(value: Any) -> Any:
    """The value without the marks by which its parts are known: what is compared is what is said."""
    if isinstance(value, Mapping):
        return {name: said(each) for name, each in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [said(each) for each in value]
    return value


def _by_id(blocks: Sequence[Block]) -> dict[str, Block]:
    return {str(block.get("id") or place): block for place, block in enumerate(blocks)}


def _laid(first: list[str], second: list[str]) -> list[str]:
    """All keys in the order of the first; what only the second has stands after what it stood after there."""
    laid = list(first)
    for place, key in enumerate(second):
        if key not in laid:
            above = next((each for each in reversed(second[:place]) if each in laid), None)
            laid.insert(laid.index(above) + 1 if above is not None else 0, key)
    return laid
