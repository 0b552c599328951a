"""Startup checks of the search engine's address."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from search.engines import engine_from_url


@register()
def search_url_names_an_engine(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An unknown engine would be noticed by the first citizen who searches. The address is not shown: it may hold a
    password."""
    try:
        engine_from_url(settings.SEARCH_URL, index_dir=Path(settings.SEARCH_INDEX_DIR), facets=())
    except ValueError as error:
        hint = "Use SEARCH_URL=embedded: (the index lies in DATA_DIR), or elasticsearch://host:9200/prefix."
        return [Error(f"SEARCH_URL: {error}", hint=hint, id="acervo.E006")]
    return []
