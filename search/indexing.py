"""Whole-index work: rebuild beside the live index, compare index and database, repair."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from search import outbox
from search.models import Change
from search.ports import Record, RecordKey, SearchEngine
from search.registry import registry

COMMIT_EVERY = 200
Progress = Callable[[int, int], None]


def rebuild(engine: SearchEngine, on_progress: Progress = lambda done, total: None) -> int:
    """Build a new index from the database while the old one answers, then swap; how many records it holds.

    Changes that were applied to the old index meanwhile are replayed on the new one.
    """
    started = timezone.now()
    held = 0
    keys = list(_keys())
    with engine.rebuild() as new:
        with new.writer() as writer:
            for done, key in enumerate(keys, 1):
                found = current_record(key)
                held += bool(found and writer.put(found))
                if done % COMMIT_EVERY == 0:
                    writer.commit()
                on_progress(done, len(keys))
            writer.commit()
        new.swap()
    Change.objects.filter(applied_at__gte=started).update(applied_at=None)
    outbox.drain(engine)
    return held


def ensure_index(engine: SearchEngine) -> None:
    """Build an index where there is none that this code can use."""
    if engine.needs_rebuild():
        rebuild(engine)


def current_record(key: RecordKey) -> Record | None:
    """The row's record as of now. Its version is read first, so that any later change counts as newer."""
    version = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return registry.source(key.source).record(key.pk, version)


def _keys() -> Iterator[RecordKey]:
    for source in registry.sources():
        for pk in source.primary_keys():
            yield RecordKey(source.number, pk)


@dataclass(frozen=True, slots=True)
class Differences:
    """What an index holds otherwise than the database says."""

    missing: list[RecordKey] = field(default_factory=list)
    extra: list[RecordKey] = field(default_factory=list)
    stale: list[RecordKey] = field(default_factory=list)

    @property
    def keys(self) -> list[RecordKey]:
        return sorted({*self.missing, *self.extra, *self.stale})

    def __bool__(self) -> bool:
        return bool(self.keys)


def compare(engine: SearchEngine) -> Differences:
    """Compare every record with the index, by content; changes still in the outbox count as differences."""
    held = {each.key: each.fingerprint for each in engine.held()}
    differences = Differences()
    for key in _keys():
        found = current_record(key)
        fingerprint = held.pop(key, None)
        if found is None:
            if fingerprint is not None:
                differences.extra.append(key)
        elif fingerprint is None:
            differences.missing.append(key)
        elif fingerprint != found.fingerprint:
            differences.stale.append(key)
    differences.extra.extend(held)
    return differences


def repair(engine: SearchEngine, differences: Differences) -> None:
    """Send what differs through the outbox again, and wait until it is applied."""
    Change.objects.bulk_create([Change(source=key.source, row=key.pk) for key in differences.keys])
    outbox.drain(engine)
