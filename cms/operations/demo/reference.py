"""Words, and facts with their sources, that the demonstration brings along: `cms/core/reference/data`."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cms.core import demonstration
from cms.core.reference import models
from cms.core.reference.models import Fact, GlossaryTerm, Source, State

DATA = Path(models.__file__).parent / "data"
GLOSSARY, FACTS = DATA / "glossary.toml", DATA / "facts.toml"


def load_reference() -> int:
    """Bring the words and facts that this instance never received; how many they were."""
    facts = _read(FACTS)
    return (
        sum(_add_source(said) for said in facts["source"])
        + sum(_add_fact(said) for said in facts["fact"])
        + sum(_add_term(said) for said in _read(GLOSSARY)["term"])
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


@transaction.atomic
def _add_source(said: dict[str, Any]) -> bool:
    title = said["title"]
    if demonstration.was_brought(Source, title) or Source.objects.filter(title=title).exists():
        return False
    source = Source.objects.create(title=title, published=said["published"], note=said["note"])
    demonstration.mark(source, title)
    return True


@transaction.atomic
def _add_fact(said: dict[str, Any]) -> bool:
    slug = said["slug"]
    source = Source.objects.filter(title=said["source"]).first()
    is_known = demonstration.was_brought(Fact, slug) or Fact.objects.filter(slug=slug).exists()
    if is_known or source is None:
        # Whoever deleted the source doesn't want what it says.
        return False
    fact = Fact.objects.create(
        slug=slug,
        number=said.get("number", ""),
        statement=said["statement"],
        as_of=said["as_of"],
        is_interpretation=said.get("interpretation", False),
        source=source,
    )
    fact.states.set(State.objects.filter(code__in=said.get("states", ())))
    demonstration.mark(fact, slug)
    return True


@transaction.atomic
def _add_term(said: dict[str, Any]) -> bool:
    slug = slugify(said["term"])
    same = GlossaryTerm.objects.filter(slug=slug) | GlossaryTerm.objects.filter(term=said["term"])
    if demonstration.was_brought(GlossaryTerm, slug) or same.exists():
        return False
    term = GlossaryTerm.objects.create(
        term=said["term"],
        slug=slug,
        forms=said["forms"],
        definition=said["definition"],
        plain_alternative=said.get("plain", ""),
    )
    demonstration.mark(term, slug)
    return True
