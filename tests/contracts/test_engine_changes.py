"""Changes, rebuilds, writers of other processes."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from search.ports import (
    IndexBusy,
    RecordKey,
    SearchEngine,
    SearchUnavailable,
)
from tests.contracts.records import MakeEngine, ask, found, put, record, remove


class TestChanges:
    def test_an_update_replaces_every_page(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Viejo", "uno", "dos", "tres"))
        assert put(engine, record(1, "Nuevo", "cuatro", version=2)) == [True]
        assert found(engine, "dos tres") == []
        assert found(engine, "cuatro") == [1]
        assert ask(engine, "").total == 1

    @pytest.mark.parametrize("version", [4, 5])
    def test_what_is_not_newer_is_ignored(self, engine: SearchEngine, version: int) -> None:
        put(engine, record(1, "Actual", "actual", version=5))
        assert put(engine, record(1, "Viejo", "viejo", version=version)) == [False]
        assert found(engine, "actual") == [1]

    def test_the_newest_wins_within_one_batch(self, engine: SearchEngine) -> None:
        done = put(engine, record(1, "B", "segundo", version=2), record(1, "A", "primero", version=1))
        assert done == [True, False]
        assert put(engine, record(1, "C", "tercero", version=3), record(1, "D", "cuarto", version=4)) == [True, True]
        assert ask(engine, "").total == 1
        assert found(engine, "cuarto") == [1]

    def test_a_removed_record_is_gone_and_an_older_put_does_not_bring_it_back(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto", version=2), record(2, "Dos", "texto"))
        assert remove(engine, 1, 3)
        assert found(engine, "texto") == [2]
        assert ask(engine, "").total == 1
        assert put(engine, record(1, "Uno", "texto", version=2)) == [False]
        assert put(engine, record(1, "Uno", "texto", version=4)) == [True]
        assert sorted(found(engine, "texto")) == [1, 2]

    def test_a_removal_older_than_the_record_is_refused(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto", version=5))
        assert not remove(engine, 1, 4)
        assert found(engine, "texto") == [1]

    def test_nothing_is_seen_before_commit_and_leaving_without_it_drops_the_rest(self, engine: SearchEngine) -> None:
        with engine.writer() as writer:
            writer.put(record(1, "Uno", "texto"))
            assert found(engine, "texto") == []
        assert found(engine, "texto") == []

    def test_an_error_inside_drops_what_was_not_committed(self, engine: SearchEngine) -> None:
        def fail() -> None:
            with engine.writer() as writer:
                writer.put(record(1, "Uno", "texto"))
                raise RuntimeError("boom")

        with pytest.raises(RuntimeError, match="boom"):
            fail()
        assert found(engine, "texto") == []
        assert put(engine, record(1, "Uno", "texto")) == [True]

    def test_a_put_that_fails_half_way_changes_nothing_and_can_be_tried_again(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Viejo", "texto", "segunda"))
        made = record(1, "Nuevo", "texto", "segunda", version=2)
        no_label: Any = None
        broken = replace(made, entries=(*made.entries[:2], replace(made.entries[2], label=no_label)))
        with engine.writer() as writer:
            with pytest.raises((AttributeError, TypeError)):
                writer.put(broken)
            writer.commit()
            assert [hit.title.text for hit in ask(engine, "texto segunda").hits] == ["Viejo"]
            assert writer.put(made)
            writer.commit()
        assert [hit.title.text for hit in ask(engine, "texto segunda").hits] == ["Nuevo"]
        assert ask(engine, "").total == 1

    def test_the_same_number_in_two_sources_is_two_records(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto"), record(1, "Dos", "texto", source=2))
        assert {hit.key for hit in ask(engine, "texto").hits} == {RecordKey(1, 1), RecordKey(2, 1)}

    def test_held_lists_records_and_not_what_was_removed(self, engine: SearchEngine) -> None:
        records = [record(n, "Uno", "texto", version=n) for n in (1, 2, 3)]
        put(engine, *records)
        remove(engine, 2, 9)
        held = {each.key.pk: (each.version, each.pages, each.fingerprint) for each in engine.held()}
        assert held == {n: (n, 1, records[n - 1].fingerprint) for n in (1, 3)}

    def test_another_engine_object_sees_a_commit(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        reader = make_engine()
        assert found(reader, "texto") == []
        put(engine, record(1, "Uno", "texto"))
        assert found(reader, "texto") == [1]


class TestRebuild:
    def test_without_an_index_nothing_pretends_to_work(self, make_engine: MakeEngine) -> None:
        engine = make_engine()
        assert engine.needs_rebuild()
        with pytest.raises(SearchUnavailable):
            ask(engine, "texto")
        with pytest.raises(SearchUnavailable), engine.writer():
            pass

    def test_the_live_index_serves_until_the_swap(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        reader = make_engine()
        put(engine, record(1, "Uno", "viejo"))
        with engine.rebuild() as new:
            with new.writer() as writer:
                writer.put(record(2, "Dos", "nuevo"))
                writer.commit()
            assert found(reader, "viejo") == [1]
            assert found(reader, "nuevo") == []
            new.swap()
            assert found(reader, "nuevo") == [2]
        assert found(reader, "viejo") == []
        assert not reader.needs_rebuild()

    def test_what_runs_before_the_switch_has_the_writer_to_itself(
        self, engine: SearchEngine, make_engine: MakeEngine
    ) -> None:
        put(engine, record(1, "Uno", "viejo"))
        seen: list[list[int]] = []

        def before_switch() -> None:
            seen.append(found(make_engine(), "viejo"))
            with pytest.raises(IndexBusy), make_engine().writer():
                pass

        with engine.rebuild() as new:
            new.swap(before_switch)
        assert seen == [[1]]
        assert found(engine, "viejo") == []

    def test_nothing_is_switched_if_what_runs_before_fails(self, engine: SearchEngine) -> None:
        def fail() -> None:
            raise RuntimeError("boom")

        put(engine, record(1, "Uno", "viejo"))
        with pytest.raises(RuntimeError, match="boom"), engine.rebuild() as new:
            new.swap(fail)
        assert found(engine, "viejo") == [1]

    def test_a_rebuild_left_without_swap_is_thrown_away(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "viejo"))
        with engine.rebuild() as new, new.writer() as writer:
            writer.put(record(2, "Dos", "nuevo"))
            writer.commit()
        assert found(engine, "viejo") == [1]
        assert found(engine, "nuevo") == []

    def test_two_rebuilds_at_once_are_refused(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        with engine.rebuild(), pytest.raises(IndexBusy), make_engine().rebuild():
            pass

    def test_destroy_leaves_nothing(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto"))
        engine.destroy()
        assert engine.needs_rebuild()
        with pytest.raises(SearchUnavailable):
            ask(engine, "texto")


def _hold_writer(make: MakeEngine, ready: "multiprocessing.synchronize.Event") -> None:
    with make().writer() as writer:
        writer.put(record(1, "Uno", "primero"))
        writer.commit()
        writer.put(record(2, "Dos", "segundo"))
        ready.set()
        signal.pause()


class TestProcesses:
    @pytest.fixture
    def holder(self, engine: SearchEngine, make_engine: MakeEngine) -> Iterator[multiprocessing.Process]:
        """Another process that has committed one record, put a second one, and keeps the writer."""
        context = multiprocessing.get_context("fork")
        ready = context.Event()
        process = context.Process(target=_hold_writer, args=(make_engine, ready))
        process.start()
        assert ready.wait(20)
        yield process  # type: ignore[misc]
        process.kill()
        process.join()

    def test_a_second_writer_is_refused_at_once(self, engine: SearchEngine, holder: multiprocessing.Process) -> None:
        with pytest.raises(IndexBusy), engine.writer():
            pass

    def test_a_killed_writer_leaves_the_last_commit(
        self, engine: SearchEngine, holder: multiprocessing.Process
    ) -> None:
        os.kill(holder.pid or 0, signal.SIGKILL)
        holder.join()
        assert found(engine, "primero") == [1]
        assert found(engine, "segundo") == []
        assert put(engine, record(3, "Tres", "tercero")) == [True]
        assert found(engine, "tercero") == [3]
