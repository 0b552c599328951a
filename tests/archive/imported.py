"""What an import left behind, so that two of them can be compared."""

import json
from typing import Any

from tests.instances import Instance


def state_of(instance: Instance) -> list[list[tuple[Any, ...]]]:
    """What is the same however often a run was disturbed: rows by digest, and what search holds."""
    return [
        instance.query(
            "SELECT o.digest, o.filename, d.title, d.state, c.name, r.state, r.page_count, r.pages_with_text,"
            " v.number FROM archive_original o JOIN archive_document d ON d.original_id = o.id"
            " JOIN archive_reading r ON r.original_id = o.id LEFT JOIN archive_creator c ON c.id = d.creator_id"
            " LEFT JOIN archive_version v ON v.document_id = d.id ORDER BY o.digest"
        ),
        instance.query(
            "SELECT o.digest, p.number, p.text FROM archive_pagetext p"
            " JOIN archive_original o ON o.id = p.original_id ORDER BY o.digest, p.number"
        ),
        instance.query("SELECT count(*) FROM search_change WHERE applied_at IS NULL"),
        instance.query("SELECT count(*) FROM archive_issuedcode"),
        instance.query("SELECT count(*) FROM archive_archivelogentry"),
        [(json.dumps(json.loads(instance.manage("search", "--json", "ley").stdout)["total"]),)],
    ]


def stored_files(instance: Instance) -> set[str]:
    return {
        path.name for path in (instance.data_dir / "originals").rglob("*") if path.is_file() and path.name != ".lock"
    }
