"""Whole-index work: rebuild beside the live index, compare index and database, repair."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search import outbox
from search.models import Change
from search.ports import IndexBusy, Record, RecordKey, SearchEngine
from search.registry import registry

COMMIT_EVERY = 200
Progress = Callable[[int, int], None]


def rebuild(
    engine: SearchEngine, on_progress: Progress = lambda done, total: None, *, fed_by_outbox: bool = True
) -> int:
    """Build a new index from the database while the old one answers, then swap; how many records it holds.

    Changes that were applied to the old index meanwhile are replayed on the new one. An engine that the outbox does
    not feed (another one than the site's) gets the records directly that changed meanwhile.
    """
    before = outbox.applied()
    version = outbox.next_version()
    held = 0
    keys = list(_keys())
    with engine.rebuild() as new:
        with new.writer() as writer:
            for done, key in enumerate(keys, 1):
                found = current_record(key, version)
                held += bool(found and writer.put(found))
                if done % COMMIT_EVERY == 0:
                    writer.commit()
                on_progress(done, len(keys))
            writer.commit()
        if fed_by_outbox:
            # Before the switch: a kill right after it must leave them waiting for the new index.
            new.swap(lambda: outbox.replay(before))
        else:
            new.swap()
    if fed_by_outbox:
        outbox.drain(engine)
    else:
        changed = Change.objects.values_list("pk", "source", "row").iterator()
        write(engine, {RecordKey(source, row) for pk, source, row in changed if pk not in before})
    return held


def ensure_index(engine: SearchEngine) -> None:
    """Build an index where there is none that this code can use."""
    if engine.needs_rebuild():
        rebuild(engine)


def write(engine: SearchEngine, keys: Iterable[RecordKey]) -> None:
    """Bring these records of an engine up to date without the outbox, as soon as its writer is free."""
    left = sorted(keys)
    while left:
        try:
            with engine.writer() as writer:
                version = outbox.next_version()
                for key in left[:COMMIT_EVERY]:
                    outbox.write_current(writer, key, version)
                writer.commit()
        except IndexBusy:
            time.sleep(outbox.POLL_SECONDS)
        else:
            del left[:COMMIT_EVERY]


def current_record(key: RecordKey, version: int = 0) -> Record | None:
    """The row's record as of now; see `outbox.next_version` for the version of one that an engine gets."""
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


def repair(engine: SearchEngine, differences: Differences, *, fed_by_outbox: bool = True) -> int:
    """Send what differs through the outbox again, and wait until it is applied; how many changes failed.

    An engine that the outbox does not feed is written directly: a relay would apply the changes to the site's own.
    """
    if not fed_by_outbox:
        write(engine, differences.keys)
        return 0
    Change.objects.bulk_create(
        [Change(source=key.source, row=key.pk) for key in differences.keys], batch_size=COMMIT_EVERY
    )
    return outbox.drain(engine)
