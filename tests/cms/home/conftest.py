"""Two states and the whole site, each with its people, its articles, and words that must not cross over."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Revision

from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.home.models import ArticlePage, StatePage
from tests import factories

CANARY = "canario"


@dataclass(frozen=True, slots=True)
class Section:
    """A state's page, an article that everybody reads with a later draft, and one that nobody has published."""

    page: StatePage
    live: ArticlePage
    draft: ArticlePage
    revision: Revision
    person: User


@dataclass(frozen=True, slots=True)
class Sections:
    own: Section
    other: Section
    national: User


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def section(code: str, word: str) -> Section:
    institution = Institution.objects.filter(state__code=code).order_by("pk").first()
    assert institution is not None
    page = StatePage.objects.get(state__code=code)
    live = page.add_child(instance=ArticlePage(title=f"Publicado de {code}", slug=f"vivo-{code.lower()}"))
    live.title = f"Cambiado {word}"
    revision = live.save_revision(user=factories.superuser(), log_action=True)
    draft = ArticlePage(title=f"Borrador {word}", slug=f"borrador-{code.lower()}", live=False)
    page.add_child(instance=draft)
    draft.save_revision(user=factories.superuser(), log_action=True)
    person = factories.member(institution, Role.COMMUNICATION)
    return Section(page, ArticlePage.objects.get(pk=live.pk), ArticlePage.objects.get(pk=draft.pk), revision, person)


@pytest.fixture
def sections(db: Any) -> Sections:
    national = Institution.objects.filter(state=None, kind=Institution.Kind.COMMISSION).first()
    assert national is not None
    return Sections(section("ZAC", "propio"), section("CMX", CANARY), factories.member(national, Role.COMMUNICATION))
