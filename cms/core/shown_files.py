"""Who gets an image or a file that editors uploaded: whoever may see something that shows it, and who works with it.

What uses what is told by Wagtail's index of references, which knows what is published and no draft. Pages are asked
for by the one rule of visibility; of rows that are no pages, and show files, their app says which are public.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.permissions import policy_registry

from cms.core.visibility import pages_for_some, pages_shown

Shown = Callable[[QuerySet[Any]], QuerySet[Any]]
USES = ("add", "change", "choose")
WORKS_ON = ("add", "change", "publish")
_others: dict[type[Model], Shown] = {}


class DuplicateUser(Exception):
    """Two apps say which rows of a kind are public."""


def register(kind: type[Model], shown: Shown) -> None:
    """`shown` narrows rows of the kind, which are no pages and show files, to those that anybody may see."""
    if kind in _others:
        raise DuplicateUser(kind.__name__)
    _others[kind] = shown


def is_public(file: Model) -> bool:
    """Whether anybody may have it now: something that anybody may see shows it."""
    if pages_shown(Page.objects.filter(pk__in=_users(file, Page))).exists():
        return True
    return any(shown(_rows(kind, file)).exists() for kind, shown in _others.items())


def is_open_to(request: HttpRequest, file: Model) -> bool:
    """Whether the reader has shown that they may read a page that is for some people only, and that shows it."""
    if not PageViewRestriction.objects.exists():
        return False
    pages = pages_for_some(Page.objects.filter(pk__in=_users(file, Page)))
    return any(all(each.accept_request(request) for each in page.get_view_restrictions()) for page in pages)


def works_with(user: User | AnonymousUser | None, file: Model) -> bool:
    """Whether the person may choose it, or works on a page that shows it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if policy_registry.get_by_type(type(file)).user_has_any_permission_for_instance(user, USES, file):
        return True
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, WORKS_ON)
    return bool(own.filter(pk__in=_users(file, Page)).exists())


def _rows(kind: type[Model], file: Model) -> QuerySet[Any]:
    return kind._default_manager.filter(pk__in=_users(file, kind))  # noqa: SLF001 - Django's own name


def _users(file: Model, kind: type[Model]) -> QuerySet[Any]:
    """The keys of the rows of a kind that show the file."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(kind),
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
    )
    return references.annotate(key=Cast("object_id", BigIntegerField())).values("key")


def may_have(request: HttpRequest, file: Model) -> bool:
    """Whether the person who asks may have what not everybody may."""
    return is_open_to(request, file) or works_with(request.user, file)
