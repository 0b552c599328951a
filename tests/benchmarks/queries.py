"""SQL queries of the reader's pages: few, and the same however much there is."""

from pathlib import Path

from tests.benchmarks.results import Result

MOST = 10


def measure(folder: Path) -> list[Result]:
    from tests.sql_counts import PAGES, few_and_many

    return [
        Result(
            f"SQL queries of the {name} page",
            max(few, many) if few == many else float("inf"),
            MOST,
            f"{few} with few documents, {many} with many",
        )
        for name, (few, many) in few_and_many(PAGES).items()
    ]
