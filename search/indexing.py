"""Whole-index work: rebuild beside the live index, compare index and database, repair."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search import outbox
from search.models import Change
from search.ports import IndexBusy, IndexWriter, Record, RecordKey, SearchEngine
from search.registry import registry

COMMIT_EVERY = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of a rebuild: how many records the new index holds, and the rows that it could not take."""

    held: int
    failed: Mapping[RecordKey, str]


def rebuild(
    engine: SearchEngine, on_progress: Progress = lambda done, total: None, *, fed_by_outbox: bool = True
) -> Rebuilt:
    """Build a new index from the database while the old one answers, then swap.

    Changes that were applied to the old index meanwhile are replayed on the new one. An engine that the outbox does
    not feed (another one than the site's) gets the records directly that changed meanwhile. A row that can't be
    indexed stops no other; a relay tries it again.
    """
    before = outbox.applied()
    version = outbox.next_version()
    with engine.rebuild() as new:
        with new.writer() as writer:
            rebuilt = _fill(writer, version, on_progress)
        if fed_by_outbox:
            # Before the switch: a kill right after it must leave them waiting for the new index.
            new.swap(lambda: outbox.replay(before))
        else:
            new.swap()
    if fed_by_outbox:
        outbox.retry_later(rebuilt.failed)
        outbox.drain(engine, lambda left: on_progress(rebuilt.held, rebuilt.held))
    else:
        changed = Change.objects.values_list("pk", "source", "row").iterator()
        write(engine, {RecordKey(source, row) for pk, source, row in changed if pk not in before})
    return rebuilt


def _fill(writer: IndexWriter, version: int, on_progress: Progress) -> Rebuilt:
    keys = list(_keys())
    held = 0
    failed: dict[RecordKey, str] = {}
    for done, key in enumerate(keys, 1):
        try:
            found = current_record(key, version)
        except outbox.Undescribed as error:
            failed[key] = error.reason
        else:
            held += bool(found and writer.put(found))
        if done % COMMIT_EVERY == 0 or done == len(keys):
            refused = outbox.commit(writer)
            held -= len(refused)
            failed |= refused
        on_progress(done, len(keys))
    return Rebuilt(held, failed)


def needs_rebuild(engine: SearchEngine) -> bool:
    """Whether there is no index that this code and this database can use."""
    return engine.needs_rebuild() or is_ahead(engine)


def is_ahead(engine: SearchEngine) -> bool:
    """Whether the index knows versions that the database has yet to give: one that was brought back from a backup.

    Such an index would take every change for an old one, and show for good what is withdrawn from now on.
    """
    return engine.newest_version() > outbox.next_version()


def ensure_index(engine: SearchEngine) -> None:
    """Build an index where there is none that can be used."""
    if needs_rebuild(engine):
        rebuild(engine)


def mend(engine: SearchEngine, on_progress: Progress = lambda done, total: None) -> None:
    """Build the index anew where nothing is left of it, or where it belongs to a later state of the database.

    One of another version of this code is left to `rebuild_search`: while a site is upgraded, old and new processes
    would take turns at it.
    """
    if engine.is_lost() or (not engine.needs_rebuild() and is_ahead(engine)):
        rebuild(engine, on_progress)


def write(engine: SearchEngine, keys: Iterable[RecordKey]) -> dict[RecordKey, str]:
    """Bring these records of an engine up to date without the outbox, as soon as its writer is free; those that
    could not be, with the reasons."""
    left = sorted(keys)
    failed: dict[RecordKey, str] = {}
    while left:
        try:
            with engine.writer() as writer:
                failed |= _written(writer, left[:COMMIT_EVERY])
        except IndexBusy:
            time.sleep(outbox.POLL_SECONDS)
        else:
            del left[:COMMIT_EVERY]
    return failed


def _written(writer: IndexWriter, keys: Iterable[RecordKey]) -> dict[RecordKey, str]:
    version = outbox.next_version()
    failed: dict[RecordKey, str] = {}
    for key in keys:
        try:
            outbox.write_current(writer, key, version)
        except outbox.Undescribed as error:
            failed[key] = error.reason
    return {**failed, **outbox.commit(writer)}


def current_record(key: RecordKey, version: int = 0) -> Record | None:
    """The row's record as of now; see `outbox.next_version` for the version of one that an engine gets.

    Raises `outbox.Undescribed`.
    """
    return outbox.described(key, version)


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
    undescribed: list[RecordKey] = field(default_factory=list)
    """Rows that can't be made into a record: what an index holds of them can't be judged, and writing it again is of
    no use before the row is mended."""

    @property
    def keys(self) -> list[RecordKey]:
        """What a repair can write again."""
        return sorted({*self.missing, *self.extra, *self.stale})

    def __bool__(self) -> bool:
        return bool(self.keys or self.undescribed)


def compare(engine: SearchEngine) -> Differences:
    """Compare every record with the index, by content; changes still in the outbox count as differences."""
    held = {each.key: each.fingerprint for each in engine.held()}
    differences = Differences()
    for key in _keys():
        fingerprint = held.pop(key, None)
        try:
            found = current_record(key)
        except outbox.Undescribed:
            differences.undescribed.append(key)
            continue
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
        return len(write(engine, differences.keys))
    Change.objects.bulk_create(
        [Change(source=key.source, row=key.pk) for key in differences.keys], batch_size=COMMIT_EVERY
    )
    return outbox.drain(engine)
