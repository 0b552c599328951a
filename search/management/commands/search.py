"""Search from a terminal, or many queries at once from standard input."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.visibility import viewer_of
from search.engine import engine
from search.finding import find
from search.ports import DEEPEST, Hit, Results, SearchError, SearchQuery, Snippet, TooDeep

MOST_PAGES_SHOWN = 3


class Command(BaseCommand):
    help = "Searches as the public would. Without QUERY: reads one query a line from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="*", help="words to search for")
        parser.add_argument("--limit", type=int, default=10, help="documents shown (default: 10)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line for each query")
        parser.add_argument("--engine", default="", metavar="URL", help="ask this engine instead of SEARCH_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        queries = [" ".join(options["query"])] if options["query"] else (line.strip() for line in sys.stdin)
        try:
            chosen = engine(options["engine"])
            for text in queries:
                query = SearchQuery(text, viewer_of(None), limit=options["limit"], pages_per_hit=MOST_PAGES_SHOWN)
                self._print(text, find(query, chosen), as_json=options["json"])
        except TooDeep as error:
            raise CommandError(f"At most {DEEPEST:,} results can be asked for, not {options['limit']}.") from error
        except SearchError as error:
            raise CommandError(f"{error} Run `manage.py rebuild_search` if the index was never built.") from error

    def _print(self, text: str, found: Results, *, as_json: bool) -> None:
        if as_json:
            answer = {"query": text, "total": found.total, "results": [_as_dict(hit) for hit in found.hits]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(self.style.MIGRATE_HEADING(f"{text} · {found.total}"))
        for hit in found.hits:
            self.stdout.write(f"{hit.stored['id']}  {hit.title.text}")
            for page in hit.pages:
                self.stdout.write(f"    p. {page.ordinal}  {self._marked(page.snippet)}")

    def _marked(self, snippet: Snippet) -> str:
        pieces, position = [], 0
        for start, end in snippet.marks:
            pieces += [snippet.text[position:start], self.style.SUCCESS(snippet.text[start:end])]
            position = end
        return " ".join("".join([*pieces, snippet.text[position:]]).split())


def _as_dict(hit: Hit) -> dict[str, Any]:
    return {
        "filename": hit.stored["filename"],
        "id": hit.stored["id"],
        "version": int(hit.stored["version"] or 0) or None,
        "title": hit.title.text,
        "url": hit.stored["url"],
        "score": round(hit.score, 4),
        "pages": [
            {
                "number": page.ordinal,
                "label": page.label,
                "url": f"{hit.stored['page_url']}{page.ordinal}",
                "snippet": page.snippet.text,
            }
            for page in hit.pages
        ],
    }
