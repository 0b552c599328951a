"""Which fields of a national page states are offered the changes of, and what a revision says in them.

Revisions are compared and merged as Wagtail stores them, so that a new kind of page needs nothing of its own here.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel, PanelPlaceholder
from wagtail.fields import StreamField
from wagtail.models import Page

from campaigns import merging

LOCAL = ("local_logo", "local_parts")
"""What a state says in fields of its own."""
NOT_OFFERED = frozenset({"institution", "clarity_reason", *LOCAL})
"""What the national team says of its own page alone, whatever kind it is; a kind names others in `OF_ITS_OWN`."""

Content = Mapping[str, Any]


def offered(model: type[Page]) -> list[str]:
    """The fields, in the order of the editor: those of its first tab."""
    own = NOT_OFFERED.union(getattr(model, "OF_ITS_OWN", ()))
    return [name for name in _named(model.content_panels) if name not in own]


def _named(panels: Iterable[Panel]) -> Iterable[str]:
    for each in panels:
        # Wagtail's title is a panel only once it is built.
        panel = each.construct() if isinstance(each, PanelPlaceholder) else each
        if isinstance(panel, FieldPanel):
            yield panel.field_name
        elif isinstance(panel, InlinePanel):
            yield panel.relation_name
        else:
            yield from _named(getattr(panel, "children", ()))


def label(model: type[Page], name: str) -> str:
    """What the editor calls the field."""
    try:
        field: Any = model._meta.get_field(name)  # noqa: SLF001 - Django's own name
    except FieldDoesNotExist:
        return name
    named = field.related_model._meta.verbose_name_plural if field.auto_created else field.verbose_name  # noqa: SLF001
    return capfirst(str(named))


def value_in(model: type[Page], content: Content, name: str) -> Any:
    """What a revision has in a field, with its parts as Python values.

    A revision that was just made holds dates, one that was read from the database holds how they are written.
    """
    value = json.loads(json.dumps(content.get(name), cls=DjangoJSONEncoder))
    field: Any = model._meta.get_field(name)  # noqa: SLF001
    if isinstance(field, StreamField):
        return json.loads(value) if isinstance(value, str) else (value or [])
    if field.auto_created:
        own = {"pk", field.field.name}
        return [{key: each for key, each in row.items() if key not in own} for row in value or []]
    return sorted(value or []) if field.many_to_many else value


def is_same(model: type[Page], one: Content, other: Content, name: str) -> bool:
    """Whether both say the same in the field."""
    return bool(merging.said(value_in(model, one, name)) == merging.said(value_in(model, other, name)))


def changed(model: type[Page], before: Content, after: Content, names: Iterable[str] | None = None) -> list[str]:
    """The fields in which they differ; one that was not there yet when the first was written is left out."""
    wanted = offered(model) if names is None else names
    return [name for name in wanted if name in before and not is_same(model, before, after, name)]


def merged(
    model: type[Page], name: str, base: Content, ours: Content, theirs: Content, *, prefer_theirs: bool = False
) -> merging.Merged:
    """The field with the national change in it, as far as the state left it as it was."""
    field: Any = model._meta.get_field(name)  # noqa: SLF001
    merge: merging.Merge = merging.merge_whole
    if isinstance(field, StreamField):
        merge = merging.merge_blocks
    elif field.many_to_many:
        merge = merging.merge_sets
    values = (value_in(model, content, name) for content in (base, ours, theirs))
    return merge(*values, prefer_theirs=prefer_theirs)


def stored(model: type[Page], name: str, value: Any, page_pk: int) -> Any:
    """The value as a revision of that page has it."""
    field: Any = model._meta.get_field(name)  # noqa: SLF001
    if isinstance(field, StreamField):
        return json.dumps(value)
    if field.auto_created:
        return [{**row, "pk": None, field.field.name: page_pk} for row in value]
    return value
