"""Pages ask a small and constant number of queries."""

import pytest

from tests.serving.conftest import shared_cache
from tests.sql_counts import PAGES, few_and_many

__all__ = ["shared_cache"]


@pytest.mark.django_db
def test_pages_ask_at_most_ten_queries_however_much_there_is(index: None, shared_cache: None) -> None:
    for name, (few, many) in few_and_many(PAGES).items():
        assert few == many <= 10, (name, few, many)
