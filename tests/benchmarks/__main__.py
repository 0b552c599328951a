"""`make bench`: prints each ratio with its goal. A goal that is missed is said, and the exit code is 1."""

import os
import sys
import tempfile
from pathlib import Path

from tests import template_database
from tests.prerequisites import CORPUS, shared_dir


def main() -> int:
    if not CORPUS.is_there():
        print(f"The benchmarks need {CORPUS.name}. {CORPUS.how_to_get}")  # noqa: T201
        return 1
    sys.path.insert(0, str(shared_dir() / "bench"))
    with tempfile.TemporaryDirectory(prefix="acervo-bench-") as folder:
        _prepare(Path(folder))
        from tests.benchmarks import (
            holdings,
            importing,
            memory,
            page_images,
            queries,
            recognition,
            searching,
            searching_elasticsearch,
            serving,
        )

        parts = {
            "importing": importing.measure,
            "recognition": recognition.measure,
            "page images": page_images.measure,
            "searching": searching.measure,
            "elasticsearch": searching_elasticsearch.measure,
            "queries": queries.measure,
            "holdings": holdings.measure,
            "serving": serving.measure,
            "memory": memory.measure,
        }
        results = []
        for name in sys.argv[1:] or parts:
            for result in parts[name](Path(folder)):
                print(result, flush=True)  # noqa: T201
                results.append(result)
    return 0 if all(result.reached for result in results) else 1


def _prepare(folder: Path) -> None:
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "LOG_LEVEL": "WARNING"}
    os.environ.pop("DATABASE_URL", None)
    template_database.copy_to(folder / "db.sqlite3")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
