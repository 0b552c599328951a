"""Order and pages of results."""

from datetime import date, timedelta

import pytest

from search.ports import (
    DEEPEST,
    SearchEngine,
    Sort,
    TooDeep,
)
from tests.contracts.records import ask, found, put, record


def _day(pk: int) -> date | None:
    return date(2000, 1, 1) + timedelta(days=pk) if pk % 10 else None


class TestOrderAndPages:
    @pytest.fixture(autouse=True)
    def _records(self, engine: SearchEngine) -> None:
        put(
            engine,
            *(
                record(n, f"{'ÁBCDEF'[n % 6]} título", *["archivo y más"] * (1 + n % 3), sort_date=_day(n))
                for n in range(1, 241)
            ),
        )

    @pytest.mark.parametrize("text", ["archivo", "", "archivo título inexistente"])
    @pytest.mark.parametrize("sort", list(Sort))
    def test_walking_gives_every_record_once(self, engine: SearchEngine, text: str, sort: Sort) -> None:
        total = ask(engine, text).total
        seen = [
            pk for offset in range(0, total, 17) for pk in found(engine, text, offset=offset, limit=17, sort=sort)
        ]
        assert total == 240
        assert sorted(seen) == list(range(1, 241))

    def test_beyond_the_end_is_empty(self, engine: SearchEngine) -> None:
        results = ask(engine, "archivo", offset=300)
        assert (results.total, results.hits) == (240, ())

    def test_newest_and_oldest_leave_the_undated_to_the_end(self, engine: SearchEngine) -> None:
        newest = found(engine, "archivo", sort=Sort.NEWEST, limit=240)
        oldest = found(engine, "archivo", sort=Sort.OLDEST, limit=240)
        dated = [pk for pk in newest if _day(pk)]
        assert newest[: len(dated)] == sorted(dated, reverse=True)
        assert oldest[: len(dated)] == sorted(dated)

    def test_titles_are_sorted_as_folded(self, engine: SearchEngine) -> None:
        titles = [hit.title.text for hit in ask(engine, "archivo", sort=Sort.TITLE, limit=240).hits]
        assert titles == sorted(titles, key=lambda title: title.replace("Á", "A"))

    def test_an_empty_text_lists_the_newest_first(self, engine: SearchEngine) -> None:
        assert found(engine, "", limit=5) == found(engine, "", sort=Sort.NEWEST, limit=5)

    def test_too_deep_is_an_error_of_its_own(self, engine: SearchEngine) -> None:
        with pytest.raises(TooDeep):
            ask(engine, "archivo", offset=DEEPEST, limit=1)
