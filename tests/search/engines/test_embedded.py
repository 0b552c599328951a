"""What is true of the embedded engine alone: its folder, and queries meant to break it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.core.audience import Audience, Viewer
from search.engines import EmbeddedEngine, UnknownEngine, embedded, engine_from_url
from search.engines._embedded_store import open_index
from search.engines._embedded_writer import HalfWritten
from search.ports import FacetSpec, IndexEntry, Record, RecordKey, SearchQuery, SearchUnavailable

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
MERGED_FROM = 8
"""So many segments of about the same size become one."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> EmbeddedEngine:
    made = EmbeddedEngine(folder, [FacetSpec("kind", "Tipo")])
    with made.rebuild() as new:
        with new.writer() as writer:
            writer.put(record(1, 1))
            writer.commit()
        new.swap()
    return made


def record(pk: int, version: int) -> Record:
    entries = (IndexEntry(0, "Ley de archivos"), IndexEntry(1, "Ley de archivos", f"texto número {version}"))
    return Record(RecordKey(1, pk), version, entries, Audience(MOMENT), {"kind": ("ley",)})


def put(engine: EmbeddedEngine, pk: int, version: int) -> None:
    with engine.writer() as writer:
        writer.put(record(pk, version))
        writer.commit()


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_many_updates_leave_no_orphan_files(engine: EmbeddedEngine, folder: Path) -> None:
    for version in range(2, 60):
        put(engine, version % 7, version)
    generations = list(folder.glob("generation-*"))
    assert len(generations) == 1
    assert len(list(generations[0].iterdir())) < 100
    assert size(folder) < 1_000_000


def test_a_writer_that_closes_awaits_its_merges(engine: EmbeddedEngine) -> None:
    """One that goes on would delete the files of segments after the next writer has read that they are there."""
    with engine.writer() as writer:
        # Its last commit is the one that brings as many segments as are merged.
        for commit in range(1, MERGED_FROM):
            for pk in range(300):
                writer.put(record(commit * 1_000 + pk, 1))
            writer.commit()
    generation = engine._store.live()
    (merged,) = json.loads((generation / "meta.json").read_text())["segments"]
    assert {file.stem for file in generation.glob("*.term")} == {merged["segment_id"].replace("-", "")}


class FullDisk:
    """A tantivy writer that takes out and puts nothing in."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    def add_document(self, document: Any) -> None:
        raise OSError("no space left on device")


def test_a_record_that_was_taken_out_and_not_put_back_is_not_committed(engine: EmbeddedEngine) -> None:
    def put_on_a_full_disk() -> None:
        with engine.writer() as writer:
            whole: Any = FullDisk(writer._writer)
            writer._writer = whole
            with pytest.raises(OSError, match="no space"):
                writer.put(record(1, 2))
            writer.commit()

    with pytest.raises(HalfWritten):
        put_on_a_full_disk()
    assert engine.search(SearchQuery("archivos", Viewer(MOMENT))).total == 1
    put(engine, 1, 2)
    assert [held.version for held in engine.held()] == [2]


def test_old_generations_and_leftovers_of_killed_rebuilds_are_deleted(engine: EmbeddedEngine, folder: Path) -> None:
    leftover = folder / "generation-killed"
    leftover.mkdir()
    (leftover / "part").write_text("x")
    with engine.rebuild() as new:
        assert not leftover.exists()
        new.swap()
    assert len(list(folder.glob("generation-*"))) == 1


def test_a_reader_survives_that_its_generation_is_deleted(engine: EmbeddedEngine) -> None:
    query = SearchQuery("archivos", Viewer(MOMENT))
    assert engine.search(query).total == 1
    for _ in range(3):
        with EmbeddedEngine(engine._store.folder, [FacetSpec("kind", "Tipo")]).rebuild() as new:
            with new.writer() as writer:
                writer.put(record(1, 1))
                writer.put(record(2, 1))
                writer.commit()
            new.swap()
        assert engine.search(query).total == 2


def test_a_generation_that_is_half_deleted_sends_the_reader_to_the_live_one(
    engine: EmbeddedEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer was read just before a swap: the old folder is still there, its first file is not."""
    swapped_away = folder / "generation-old"
    swapped_away.mkdir()
    store = EmbeddedEngine(folder, [FacetSpec("kind", "Tipo")])
    live = store._store.live
    answers = iter([swapped_away])
    monkeypatch.setattr(type(store._store), "live", lambda self: next(answers, None) or live())
    assert store.search(SearchQuery("ley", Viewer(MOMENT))).total == 1


@pytest.mark.parametrize(("failures", "answers"), [(embedded.ATTEMPTS - 1, True), (embedded.ATTEMPTS, False)])
def test_an_index_that_goes_away_while_it_is_opened_is_opened_again(
    folder: Path, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, failures: int, answers: bool
) -> None:
    left, opened = [ValueError("gone")] * failures, open_index

    def failing(generation: Path) -> Any:
        if left:
            raise left.pop()
        return opened(generation)

    monkeypatch.setattr(embedded, "open_index", failing)
    monkeypatch.setattr(embedded, "BETWEEN_ATTEMPTS", 0)
    other = EmbeddedEngine(folder, [FacetSpec("kind", "Tipo")])
    if answers:
        assert other.search(SearchQuery("", Viewer(MOMENT))).total >= 0
    else:
        with pytest.raises(SearchUnavailable, match="gone"):
            other.search(SearchQuery("", Viewer(MOMENT)))


def test_other_facets_need_a_rebuild(engine: EmbeddedEngine, folder: Path) -> None:
    other = EmbeddedEngine(folder, [FacetSpec("kind", "Tipo"), FacetSpec("state", "Estado")])
    assert other.needs_rebuild()
    with pytest.raises(SearchUnavailable, match="rebuild_search"):
        other.search(SearchQuery("archivos", Viewer(MOMENT)))
    with pytest.raises(SearchUnavailable, match="rebuild_search"), other.writer():
        pass


def test_a_facet_name_must_be_a_plain_name(folder: Path) -> None:
    with pytest.raises(ValueError, match="small letters"):
        EmbeddedEngine(folder, [FacetSpec("Años y más", "Años")])


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', '"" ""', '"a', "*", "arch*", "?", "title:archivos", "a AND NOT b", "(", "[1 TO 2]", "~", "^2",
        "\\", "-", "+", "a" * 10_000, "archivos " * 2_000, "\x00\x01\x1f", "\ud800", "ﷺ", "𝒜𝓇𝒸𝒽", "½ ¼", "١٢٣",
        "🙂 archivos", "'; DROP TABLE", "artículo", "artículo artículo 6 6",
        '"artículo 6" 6', " \n\t ", "ñ", "º", "́", "ñandú ñ n",
    ],
)  # fmt: skip
def test_no_query_breaks_it(engine: EmbeddedEngine, text: str) -> None:
    engine.search(SearchQuery(text, Viewer(MOMENT), facets=("kind",)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_no_text_at_all_breaks_it(engine: EmbeddedEngine, text: str) -> None:
    results = engine.search(SearchQuery(text, Viewer(MOMENT), facets=("kind",), filters={"kind": ("ley", text)}))
    assert results.total <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_can_be_indexed(engine: EmbeddedEngine, text: str) -> None:
    entries = (
        IndexEntry(0, text, metadata=(text,), rare_tokens=(text,)),
        IndexEntry(1, text, text, label=text, metadata=(text,)),
    )
    with engine.writer() as writer:
        writer.put(Record(RecordKey(1, 1), 2, entries, Audience(MOMENT), {"kind": (text,)}, stored={"a": text}))


def test_engines_are_chosen_by_address(tmp_path: Path) -> None:
    assert isinstance(engine_from_url("embedded:", index_dir=tmp_path, facets=()), EmbeddedEngine)
    elsewhere = engine_from_url(f"embedded:{tmp_path}/b", index_dir=tmp_path / "a", facets=())
    assert isinstance(elsewhere, EmbeddedEngine)
    assert elsewhere._store.folder == tmp_path / "b"
    for unknown in ("solr://x", "", "embedded"):
        with pytest.raises(UnknownEngine):
            engine_from_url(unknown, index_dir=tmp_path, facets=())
    for address in ("elasticsearch://localhost:9200", "elasticsearch:///x", "elasticsearch://localhost/Ñ"):
        with pytest.raises(ValueError, match="looks like elasticsearch://"):
            engine_from_url(address, index_dir=tmp_path, facets=())
