"""Every address of the administration that has to do with documents and units, taken from the URLconf itself.

A view that somebody adds is in the table without being asked.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from archive.models import ArchivalUnit, Document
from tests.archive.admin.conftest import LURE, Holdings

NAMESPACES = {
    "wagtailsnippets_archive_document": Document,
    "wagtailsnippetchoosers_archive_document": Document,
    "wagtailsnippets_archive_archivalunit": ArchivalUnit,
    "wagtailsnippetchoosers_archive_archivalunit": ArchivalUnit,
}


def patterns(namespace: str) -> list[URLPattern]:
    """The patterns of one namespace, wherever it is mounted."""
    found = _find(get_resolver(), namespace)
    assert found is not None, namespace
    return [each for each in found.url_patterns if isinstance(each, URLPattern)]


def _find(resolver: URLResolver, namespace: str) -> URLResolver | None:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.namespace == namespace:
                return each
            if found := _find(each, namespace):
                return found
    return None


def urls(theirs: Holdings) -> Iterator[tuple[str, str, bool]]:
    """(name, address, whether it names one of their rows)."""
    for namespace, model in NAMESPACES.items():
        rows = [theirs.draft, theirs.published, theirs.waiting] if model is Document else [theirs.unit]
        for pattern in patterns(namespace):
            names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
            for row in rows if "pk" in names else rows[:1]:
                yield from _urls_of(namespace, pattern, names, row, theirs)
    yield from _generic(theirs)


def _urls_of(
    namespace: str, pattern: URLPattern, names: set[str], row: Any, theirs: Holdings
) -> Iterator[tuple[str, str, bool]]:
    values = {
        "pk": row.pk,
        "revision_id": getattr(row, "latest_revision_id", None) or theirs.revision.pk,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "number": 1,
        "workflow_state_id": state.pk if (state := workflow_state(theirs)) else 0,
        "task_id": state.current_task_state.task_id if state and state.current_task_state else 0,
    }
    name = f"{namespace}:{pattern.name}"
    # A name that is missing here is a new kind of address: say what to put into it.
    address = reverse(name, kwargs={each: values[each] for each in names})
    yield name, address, "pk" in names
    if pattern.name == "chosen_multiple":
        yield name, f"{address}?id={row.pk}", False
    if pattern.name in {"list", "list_results", "choose", "choose_results"}:
        institution = theirs.institution.pk
        yield name, f"{address}?q={LURE}", False
        yield name, f"{address}?holding_institution={institution}&institution={institution}", False
        yield name, f"{address}?export=csv", False


def workflow_state(theirs: Holdings) -> Any:
    return theirs.waiting.current_workflow_state


def _generic(theirs: Holdings) -> Iterator[tuple[str, str, bool]]:
    documents, unit = [theirs.draft, theirs.published, theirs.waiting], theirs.unit
    for model, rows in (("document", documents), ("archivalunit", [unit])):
        for action in bulk_action_registry.get_bulk_actions_for_model("archive", model):
            address = reverse("wagtail_bulk_action", args=["archive", model, action.action_type])
            ids = "&".join(f"id={row.pk}" for row in rows)
            yield f"bulk {action.action_type} {model}", f"{address}?{ids}&next=/admin/", False
            yield f"bulk {action.action_type} {model} all", f"{address}?id=all&next=/admin/", False
        yield (
            f"editing session {model}",
            reverse("wagtailadmin_editing_sessions:ping", args=["archive", model, str(rows[0].pk), 1]),
            True,
        )
        yield f"tags {model}", f"/admin/tag-autocomplete/archive/{model}/?term={LURE}", False
    for name in ("site_history", "site_history_results"):
        report = reverse(f"wagtailadmin_reports:{name}")
        for query in ("", "?export=csv", "?export=xlsx", f"?label={LURE}", f"?object_id={theirs.draft.pk}"):
            yield name, report + query, False
    for name in ("workflow", "workflow_tasks", "locked_pages"):
        yield name, reverse(f"wagtailadmin_reports:{name}"), False
    for name in ("wagtailadmin_home", "wagtailsnippets:index"):
        yield name, reverse(name), False
