"""Words that the demonstration brings along. Facts and their sources come with migrations."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cms.core import demonstration
from cms.core.reference import models
from cms.core.reference.models import GlossaryTerm

WORDS = Path(models.__file__).parent / "data" / "glossary.toml"


def load_glossary() -> int:
    """Bring the words that this instance never received; how many they were."""
    with WORDS.open("rb") as file:
        return sum(_add_term(said) for said in tomllib.load(file)["term"])


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
