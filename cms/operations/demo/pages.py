"""Demo pages as they lie in `pages/`: articles and guides, texts about the site, parts of the front page.

A page that the site has from the beginning is filled where nobody has written on it. Pages are known by their models'
names: this package lies beside `cms.home`.
"""

import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import slugify
from wagtail.models import Page

from archive.models import Document, Original
from campaigns.models import RevisionClarity
from cms.core import demonstration
from cms.core.reference.models import Institution
from cms.operations.demo.catalogue import FENCE, read_catalogue
from cms.operations.demo.page_markup import Part, parts

PAGES = Path(__file__).parent / "pages"
INSTITUTION = "snt-gobierno-abierto"
FRONT, TEXT = "front", "text"
NAMESPACE = uuid.UUID("2b0a2c1e-7d0f-4d5f-9c55-0d3b8a5e6a10")
"""Of the identifiers of parts: by them those of the front page are told from what editors wrote."""
PLACEHOLDERS = frozenset(
    {"campaigns_now", "events_next", "latest_press", "new_articles", "new_documents", "states_map"}
)
"""What the front page is made of before anybody writes on it."""


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A page's text and where it belongs."""

    slug: str
    kind: str
    title: str
    summary: str
    topic: str
    updated: date
    body: str


def read_pages(folder: Path = PAGES) -> list[DemoPage]:
    """Every demo page, in the order of their files' names."""
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def load_pages(actor: User) -> int:
    """Bring the pages that this instance never received, each published in one transaction; how many they were."""
    documents = documents_by_name()
    return sum(_add(page, documents, actor) for page in read_pages())


def documents_by_name() -> Mapping[str, Document]:
    """The demo documents that this instance has, by the names of their texts."""
    names = {(text.institution, text.filename): text.name for text in read_catalogue()}
    filenames = [filename for _institution, filename in names]
    rows = Original.objects.filter(filename__in=filenames, document__isnull=False).select_related(
        "institution", "document"
    )
    return {names[key]: each.document for each in rows if (key := (each.institution.code, each.filename)) in names}


def stream(page: DemoPage, documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """The page's parts as a stream field keeps them; what cites a document that is gone is left out."""
    found = (_with_documents(part, documents) for part in parts(page.body))
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{page.slug}/{number}"))}
        for number, (kind, value) in enumerate(each for each in found if each)
    ]


def remove_page(page: Page) -> None:
    """Delete a page that was brought, or empty one that was only filled; `cms.operations.demo.removal` has asked."""
    demonstration.forget(page)
    slug = FRONT if type(page) is _model("HomePage") else page.slug
    if was_only_filled(page):
        _write(page, [part for part in page.body.raw_data if not _is_ours(part, slug)])
        # Nobody else wrote on it: what was measured is what was brought, and that it is empty again.
        RevisionClarity.objects.filter(page=page.pk).delete()
    else:
        page.delete()


def was_only_filled(page: Model) -> bool:
    """Whether the page belongs to the site, and only what stands on it came with the demonstration."""
    return isinstance(page, (_model("HomePage"), _model("TextPage")))


def models() -> Iterator[type[Page]]:
    """The models of pages that the demonstration fills or brings, those first that lead to the others."""
    return (_model(name) for name in ("HomePage", "TextPage", "ArticlePage"))


def topics() -> QuerySet[Any]:
    """What the brought articles are about."""
    return demonstration.marked(_model("Topic"))


def _read(path: Path) -> DemoPage:
    _before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    said = tomllib.loads(head)
    return DemoPage(
        slug=said["slug"],
        kind=said["kind"],
        title=said.get("title", ""),
        summary=" ".join(said.get("summary", "").split()),
        topic=said.get("topic", ""),
        updated=said["updated"],
        body=body.strip(),
    )


def _with_documents(part: Part, documents: Mapping[str, Document]) -> Part | None:
    kind, value = part
    if kind == "evidence":
        document = documents.get(value["document"])
        return (kind, {**value, "document": document.pk}) if document else None
    if kind == "documents":
        rows = [documents[name].pk for name in value["documents"] if name in documents]
        return (kind, {**value, "documents": rows}) if rows else None
    return part


@transaction.atomic
def _add(said: DemoPage, documents: Mapping[str, Document], actor: User) -> bool:
    page = _place(said)
    if page is None:
        return False
    body = _checked(page, stream(said, documents))
    if said.kind == FRONT:
        body = body + list(page.body.raw_data)
    _write(page, body, actor, said)
    demonstration.mark(page, said.slug)
    return True


def _place(said: DemoPage) -> Page | None:
    """The page to write on, or None where it is not ours to write."""
    model = _model({FRONT: "HomePage", TEXT: "TextPage"}.get(said.kind, "ArticlePage"))
    if demonstration.was_brought(model, said.slug):
        return None
    if said.kind == FRONT:
        home = model.objects.first()
        return home if home and {part["type"] for part in home.body.raw_data} <= PLACEHOLDERS else None
    if said.kind == TEXT:
        return model.objects.filter(slug=said.slug, body="[]").first() or _empty(model, said.slug)
    index = _model("ArticleIndexPage").objects.first()
    if index is None or Page.objects.child_of(index).filter(slug=said.slug).exists():
        return None
    return index.add_child(instance=model(**_columns(said)))


def _empty(model: type[Page], slug: str) -> Page | None:
    return next((page for page in model.objects.filter(slug=slug) if not len(page.body)), None)


def _columns(said: DemoPage) -> dict[str, Any]:
    return {
        "title": said.title,
        "slug": said.slug,
        "summary": said.summary,
        "kind": said.kind,
        "topic": _topic(said.topic),
        "institution": Institution.objects.get(code=INSTITUTION),
        "reviewed_on": said.updated,
    }


def _topic(name: str) -> Any:
    topic, is_new = _model("Topic").objects.get_or_create(slug=slugify(name), defaults={"name": name})
    if is_new:
        demonstration.mark(topic)
    return topic


def _checked(page: Page, body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts as an editor's are, once they are checked."""
    block = page._meta.get_field("body").stream_block  # noqa: SLF001 - Django's own name
    parts: list[dict[str, Any]] = block.get_prep_value(block.clean(block.to_python(body)))
    return parts


def _write(page: Page, body: list[dict[str, Any]], actor: User | None = None, said: DemoPage | None = None) -> None:
    """Put the parts on the page and publish it. What editors wrote there is not checked again."""
    page.body = page._meta.get_field("body").to_python(body)  # noqa: SLF001 - Django's own name
    if hasattr(page, "reviewed_on"):
        page.reviewed_on = said.updated if said else None
    # The account that commands act as has no role: whoever runs the command has the machine.
    page.publish(page.save_revision(user=actor, log_action=False), user=actor, skip_permission_checks=True)


def _is_ours(part: Mapping[str, Any], slug: str) -> bool:
    """Parts are numbered: more than any page has is never asked for."""
    return part["id"] in {str(uuid.uuid5(NAMESPACE, f"{slug}/{number}")) for number in range(100)}


def _model(name: str) -> Any:
    return apps.get_model("home", name)
