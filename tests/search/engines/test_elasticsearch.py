"""What is true of the Elasticsearch engine alone: its analysis, its requests, its index."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from elasticsearch import BadRequestError, Elasticsearch

from search import language
from search.engines import _elasticsearch_client
from search.engines._elasticsearch_client import READ_SECONDS, REST_SECONDS, UNANSWERED, BadAddress, Server
from search.engines._elasticsearch_mapping import index_body
from search.engines.elasticsearch import ElasticsearchEngine
from search.locks import FileLocks
from search.ports import NotTaken, SearchUnavailable, Sort
from tests.contracts.records import FACETS, ask, fill, found, put, record, remove
from tests.servers.proxy import Mood, Proxy


@pytest.fixture
def prefix() -> str:
    return f"own-{uuid.uuid4().hex}"


@pytest.fixture
def engine(elasticsearch_url: str, prefix: str, tmp_path: Path) -> Iterator[ElasticsearchEngine]:
    made = made_at(elasticsearch_url, prefix, tmp_path)
    fill(made, [])
    yield made
    made.destroy()


@pytest.fixture(scope="module")
def client(elasticsearch_url: str) -> Elasticsearch:
    return Elasticsearch(elasticsearch_url, request_timeout=60)


def made_at(url: str, prefix: str, folder: Path) -> ElasticsearchEngine:
    return ElasticsearchEngine(f"{url}/{prefix}".replace("http:", "elasticsearch:"), FACETS, FileLocks(folder))


class TestAnalysis:
    @pytest.fixture(scope="class")
    def index(self, client: Elasticsearch) -> Iterator[str]:
        name = f"own-analysis-{uuid.uuid4().hex}"
        client.indices.create(index=name, **index_body(["kind"]))
        yield name
        client.indices.delete(index=name)

    def analysed(self, client: Elasticsearch, index: str, text: str, analyzer: str = "stems") -> list[str]:
        told = client.indices.analyze(index=index, analyzer=analyzer, text=text)
        return [token["token"] for token in told["tokens"]]

    @pytest.mark.parametrize(
        "text",
        [
            "El Ñandú del año pasado: pingüino, vergüenza, CAFÉ, àèìòù, ÇÅ",
            "artículo 6o. y Art. 7º, 1er párrafo, 2da, 3ª; m² y ½",
            "12.345,67 d'Or l’eau S.A. de C.V. guion-medio guion_bajo a:b ‘cita’",
            "©2020 ® ™ ﬁn 𝑭𝒊𝒏 ＡＢＣ１２ œuvre straße ŝ",
            "x" * 60,
            "leyes luces veces meses bases órganos art arts articulo artículos",
        ],
    )
    def test_words_are_what_the_language_says(self, client: Elasticsearch, index: str, text: str) -> None:
        assert self.analysed(client, index, text) == language.stems(text)
        assert self.analysed(client, index, text, "exact") == language.folded_words(text)

    @pytest.mark.corpus
    def test_it_agrees_on_the_real_documents(self, client: Elasticsearch, index: str, corpus_dir: Path) -> None:
        words = odd = 0
        for text in texts(corpus_dir):
            ours, theirs = language.stems(text), self.analysed(client, index, text)
            words += len(ours)
            odd += sum(a != b for a, b in zip(ours, theirs, strict=False)) if len(ours) == len(theirs) else len(ours)
        assert words > 30_000
        assert odd / words < 0.001, f"{odd} of {words} words differ"


def texts(corpus_dir: Path) -> Iterator[str]:
    """Two pages of each PDF that opens."""
    for path in sorted((corpus_dir / "files").glob("*.pdf")):
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        for number in range(min(len(pdf), 8))[::4]:
            page = pdf[number]
            text = page.get_textpage()
            yield language.normalise(text.get_text_bounded())[:9_000]
            text.close()
            page.close()
        pdf.close()


class TestRequests:
    def sent(self, engine: ElasticsearchEngine, text: str, **more: Any) -> list[Mapping[str, Any]]:
        """The requests that one search makes."""
        bodies: list[Mapping[str, Any]] = []
        search = engine._server.search

        def recording(body: Mapping[str, Any], *, until: float) -> Mapping[str, Any]:
            bodies.append(body)
            return search(body, until=until)

        engine._server.search = recording  # type: ignore[method-assign]
        ask(engine, text, **more)
        engine._server.search = search  # type: ignore[method-assign]
        return bodies

    def test_a_results_page_is_one_request(self, engine: ElasticsearchEngine) -> None:
        put(
            engine,
            *(record(n, "Ley de archivos", "texto del archivo", facets={"kind": ("ley",)}) for n in range(1, 9)),
        )
        chosen: dict[str, Any] = {"facets": ("kind", "state", "year"), "filters": {"kind": ("ley",)}}
        assert len(self.sent(engine, "archivos ley", **chosen)) == 1
        assert len(self.sent(engine, "", **chosen)) == 1

    def test_a_word_that_hardly_any_record_has_is_looked_at_once_more(self, engine: ElasticsearchEngine) -> None:
        put(engine, *(record(n, "Ley", "archivo") for n in range(1, 9)), record(9, "Bando", "zanja"))
        assert len(self.sent(engine, "zanja")) == 2
        assert len(self.sent(engine, "arhivo")) == 3

    def test_nothing_is_asked_for_that_only_some_servers_allow(
        self, elasticsearch_url: str, prefix: str, tmp_path: Path
    ) -> None:
        """In all that an engine does: scripts may be forbidden, and whatever works by query is slow and half done."""
        proxy = Proxy(elasticsearch_url)
        proxy.keeps_what_is_asked = True
        engine = made_at(f"http://{proxy.address}", prefix, tmp_path)
        try:
            everything(engine)
        finally:
            engine.destroy()
            proxy.close()
        assert {"PUT", "POST", "GET", "DELETE"} == {asked.split()[0] for asked in proxy.asked}
        assert any("/_bulk" in asked for asked in proxy.asked)
        assert any("post_filter" in asked for asked in proxy.asked)
        for lacking in ("script", "painless", "_by_query", "_reindex", "pipeline", "percolat", "runtime_mappings"):
            assert [asked for asked in proxy.asked if lacking in asked] == []


def everything(engine: ElasticsearchEngine) -> None:
    """Whatever the site has an engine do, but to destroy what it holds."""
    fill(engine, [record(n, "Ley de archivos", "texto del archivo", facets={"kind": ("ley",)}) for n in range(1, 9)])
    put(engine, record(1, "Ley de archivos", "otro texto", version=2))
    assert remove(engine, 2, 3)
    chosen: dict[str, Any] = {"facets": ("kind", "year"), "filters": {"kind": ("ley",)}}
    for text in ("", "archivos", '"ley de archivos"', "arhivo", "artículo 6 texto inexistente"):
        for sort in Sort:
            ask(engine, text, sort=sort, **chosen)
    assert len(list(engine.held())) == 7
    assert engine.newest_version() == 3
    assert not engine.needs_rebuild()
    assert not engine.is_lost()


class TestIndex:
    def test_an_unknown_field_is_refused(
        self, engine: ElasticsearchEngine, client: Elasticsearch, prefix: str
    ) -> None:
        for document in ({"colour": "rojo"}, {"facets": {"colour": "rojo"}}, {"pages": [{"colour": "rojo"}]}):
            with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
                client.index(index=prefix, document=document)

    def test_a_write_that_comes_too_late_creates_no_index(
        self, engine: ElasticsearchEngine, client: Elasticsearch, prefix: str
    ) -> None:
        with engine.writer() as writer:
            writer.put(record(1, "Uno", "texto"))
            for name in client.indices.get(index=f"{prefix}.g*"):
                client.indices.delete(index=name)
            with pytest.raises(SearchUnavailable):
                writer.commit()
        assert not client.indices.exists(index=prefix)
        assert engine.is_lost()

    def test_a_record_that_the_server_refuses_stops_no_other(self, engine: ElasticsearchEngine) -> None:
        monstrous = replace(record(1, "Uno", "texto"), facets={"kind": ("x" * 40_000,)})
        with engine.writer() as writer:
            writer.put(monstrous)
            writer.put(record(2, "Dos", "texto"))
            with pytest.raises(NotTaken) as caught:
                writer.commit()
        assert list(caught.value.refused) == [monstrous.key]
        assert "parsing" in caught.value.refused[monstrous.key]
        assert found(engine, "texto") == [2]
        assert put(engine, record(1, "Uno", "texto")) == [True]

    def test_a_record_of_any_size_gets_in(self, engine: ElasticsearchEngine) -> None:
        pages = ["presupuesto " * 90_000] * 110
        assert put(engine, record(1, "Enorme", *pages, "colofón"), record(2, "Pequeño", "presupuesto")) == [
            True,
            True,
        ]
        assert sorted(found(engine, "presupuesto")) == [1, 2]
        assert ask(engine, "enorme").total == 1
        assert {each.pages for each in engine.held()} == {111, 1}

    def test_a_rebuild_leaves_the_index_of_a_site_with_a_longer_name_alone(
        self, engine: ElasticsearchEngine, elasticsearch_url: str, prefix: str, tmp_path: Path
    ) -> None:
        other = made_at(elasticsearch_url, f"{prefix}-g-next", tmp_path / "other")
        fill(other, [record(1, "Ajeno", "texto")])
        fill(engine, [])
        assert found(other, "texto") == [1]
        other.destroy()

    def test_the_newest_wins_whoever_writes(self, engine: ElasticsearchEngine, prefix: str, tmp_path: Path) -> None:
        """Two writers that do not know of each other, as two machines with a lock that failed."""
        other = made_at(str(engine._server._address), prefix, tmp_path / "elsewhere")
        with engine.writer() as first, other.writer() as second:
            first.put(record(1, "Viejo", "texto", version=1))
            second.put(record(1, "Nuevo", "texto", version=2))
            second.commit()
            first.commit()
        assert [hit.title.text for hit in ask(engine, "texto").hits] == ["Nuevo"]

    def test_the_index_is_read_anew_where_it_was_swapped_meanwhile(
        self, engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(engine, record(1, "Uno", "texto"))
        answer, times = engine._server._searched, []

        def swapped_once(body: Mapping[str, Any], until: float) -> Mapping[str, Any]:
            times.append(1)
            if len(times) == 1:
                engine._server.client.get(index="there-is-none", id="1")
            return answer(body, until)

        monkeypatch.setattr(engine._server, "_searched", swapped_once)
        assert found(engine, "texto") == [1]


CALLS: dict[str, Callable[[ElasticsearchEngine], object]] = {
    "search": lambda engine: ask(engine, "texto"),
    "writer": lambda engine: put(engine, record(2, "Dos", "texto")),
    "rebuild": lambda engine: fill(engine, []),
    "held": lambda engine: list(engine.held()),
    "newest_version": lambda engine: engine.newest_version(),
    "needs_rebuild": lambda engine: engine.needs_rebuild(),
    "is_lost": lambda engine: engine.is_lost(),
    "destroy": lambda engine: engine.destroy(),
}


class TestTime:
    @pytest.fixture
    def proxied(self, elasticsearch_url: str, prefix: str, tmp_path: Path) -> Iterator[tuple[Proxy, Any]]:
        proxy = Proxy(elasticsearch_url)
        made = made_at(f"http://{proxy.address}", prefix, tmp_path)
        fill(made, [record(1, "Uno", "texto")])
        yield proxy, made
        made.destroy()
        proxy.close()

    def test_one_slow_answer_stops_no_other(self, proxied: tuple[Proxy, ElasticsearchEngine]) -> None:
        proxy, engine = proxied
        for _turn in range(UNANSWERED):
            with proxy.being(Mood.HANGING), pytest.raises(SearchUnavailable):
                ask(engine, "texto")
            assert found(engine, "texto") == [1]

    def test_a_hanging_server_is_waited_for_a_few_times_and_then_left_alone(
        self, proxied: tuple[Proxy, ElasticsearchEngine], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proxy, engine = proxied
        with proxy.being(Mood.HANGING):
            for _turn in range(UNANSWERED):
                started = time.monotonic()
                with pytest.raises(SearchUnavailable):
                    ask(engine, "texto")
                assert time.monotonic() - started < READ_SECONDS + 0.5
            asked = proxy.requests
            with pytest.raises(SearchUnavailable, match="a moment ago"):
                ask(engine, "texto")
            assert proxy.requests == asked
        later = time.monotonic() + REST_SECONDS
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert found(engine, "texto") == [1]

    @pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
    def test_every_call_ends(
        self,
        proxied: tuple[Proxy, ElasticsearchEngine],
        prefix: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        call: Callable[[ElasticsearchEngine], object],
    ) -> None:
        proxy, _engine = proxied
        monkeypatch.setattr(_elasticsearch_client, "WRITE_SECONDS", 0.3)
        hasty = made_at(f"http://{proxy.address}", prefix, tmp_path / "hasty")
        started = time.monotonic()
        with proxy.being(Mood.HANGING), pytest.raises(SearchUnavailable):
            call(hasty)
        assert time.monotonic() - started < READ_SECONDS + 2


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("elasticsearch://localhost/acervo", ("http://localhost:9200", None)),
        ("elasticsearch://a:9201/acervo/", ("http://a:9201", None)),
        ("elasticsearch+https://u:p%40ss@a:443/acervo", ("https://a:443", ("u", "p@ss"))),
    ],
)
def test_addresses(address: str, expected: tuple[str, Any]) -> None:
    server = Server(address)
    assert (server._address, server._user, server.prefix) == (*expected, "acervo")


@pytest.mark.parametrize(
    "address",
    ["elasticsearch://a", "elasticsearch://a/B", "elasticsearch://a/*", "elastic://a/b", "elasticsearch://u:S#a@b/c"],
)
def test_bad_addresses_are_refused_without_telling_them(address: str) -> None:
    with pytest.raises(BadAddress) as caught:
        Server(address)
    assert address not in str(caught.value)
