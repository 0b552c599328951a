"""Who works with the pages of the site: the groups that Wagtail asks, kept in step with people's roles.

A role says it all: `keep` puts each person into the groups that their memberships give, and out of the others, in the
transaction of whatever changed. Nobody is put into these groups by hand.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.core.models import Coordination, Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, State
from cms.home.models import HomePage, StatePage

NATIONAL = "Comunicación nacional"
OF_A_STATE = "Comunicación de estado: "
"""The name of a state's group ends with the state's code, which doesn't change."""

EDITORS = (Role.COMMUNICATION, Role.ADMINISTRATOR)
NATIONAL_KINDS = (Institution.Kind.COMMISSION, Institution.Kind.GUARANTOR)

ON_PAGES = ("add", "change", "publish", "lock", "unlock")
"""Not "bulk_delete": what has pages below it is not deleted with them by one button."""
ON_FILES = (
    ("wagtailimages", "image", ("add", "change", "choose")),
    ("wagtaildocs", "document", ("add", "change", "choose")),
)
ON_THE_SITE = (
    ("navigation", "navigation", ("change",)),
    ("navigation", "sitetexts", ("change",)),
    ("home", "topic", ("add", "change", "delete", "view")),
    ("home", "statepage", ("add",)),
    ("reference", "fact", ("add", "change")),
    ("reference", "source", ("add", "change")),
    ("reference", "glossaryterm", ("add", "change")),
    ("reference", "region", ("add", "change")),
    ("reference", "strategygoal", ("add", "change")),
    ("campaigns", "claritytarget", ("add", "change", "delete", "view")),
    ("wagtailredirects", "redirect", ("add", "change", "delete", "view")),
)
"""What belongs to no section: whoever keeps the whole site keeps these too."""


@transaction.atomic
def keep() -> None:
    """Give each group exactly the people whose roles put them there."""
    # Two changes at once: the later one waits here, and then sees what the earlier one left. The groups themselves
    # cannot be waited for: the first ones are not there yet.
    Collection.objects.select_for_update().get(depth=1)
    kept = {group.name: group for group in ours().order_by("pk")}
    wanted = _wanted()
    for name in wanted.keys() - kept.keys():
        kept[name], is_new = Group.objects.get_or_create(name=name)
        if is_new:
            grant(kept[name])
    present: dict[str, set[int]] = {name: set() for name in kept}
    for name, user in User.groups.through.objects.filter(group__in=kept.values()).values_list("group__name", "user"):
        present[name].add(user)
    for name, group in kept.items():
        people = wanted.get(name, set())
        group.user_set.remove(*(present[name] - people))
        group.user_set.add(*(people - present[name]))


def ours() -> QuerySet[Group]:
    """The groups that are kept here."""
    return Group.objects.filter(Q(name=NATIONAL) | Q(name__startswith=OF_A_STATE))


def _wanted() -> dict[str, set[int]]:
    national = Q(institution__state=None, institution__kind__in=NATIONAL_KINDS)
    rows = Membership.objects.filter(national | Q(institution__state__isnull=False), role__in=EDITORS)
    found: dict[str, set[int]] = {}
    for user, code in rows.values_list("user_id", "institution__state__code"):
        found.setdefault(f"{OF_A_STATE}{code}" if code else NATIONAL, set()).add(user)
    # A person without any role has no place in the administration, and so none to coordinate from.
    coordinating = Coordination.objects.filter(user__memberships__isnull=False, region__states__isnull=False)
    for user, code in coordinating.values_list("user_id", "region__states__code").distinct():
        found.setdefault(f"{OF_A_STATE}{code}", set()).add(user)
    return found


@transaction.atomic
def grant(group: Group) -> None:
    """Give one of the groups what its people may do, and nothing else."""
    code = group.name.removeprefix(OF_A_STATE)
    state = None if group.name == NATIONAL else State.objects.filter(code=code).first()
    grant_pages(group)
    if group.name == NATIONAL:
        group.permissions.set(_permissions(ON_THE_SITE))
        _grant_collection(group, Collection.get_first_root_node())
    elif state is not None:
        group.permissions.clear()
        _grant_collection(group, _collection(group, state))


def grant_pages(group: Group) -> None:
    """The whole site, or the page of a state with what hangs from it."""
    pages: Iterable[Page] = HomePage.objects.all()
    if group.name != NATIONAL:
        pages = StatePage.objects.filter(state__code=group.name.removeprefix(OF_A_STATE))
    granted = _permissions([("wagtailcore", "page", ON_PAGES)])
    rows = GroupPagePermission.objects.filter(group=group)
    rows.exclude(page__in=[page.pk for page in pages], permission__in=granted).delete()
    for page in pages:
        for permission in granted:
            rows.get_or_create(group=group, page_id=page.pk, permission=permission)


def _grant_collection(group: Group, collection: Collection) -> None:
    granted = _permissions(ON_FILES)
    rows = GroupCollectionPermission.objects.filter(group=group)
    rows.exclude(collection=collection, permission__in=granted).delete()
    for permission in granted:
        rows.get_or_create(group=group, collection=collection, permission=permission)


def _collection(group: Group, state: State) -> Collection:
    """Where the images and files of a state's people are; it stays theirs under whatever name."""
    own = GroupCollectionPermission.objects.filter(group=group, collection__depth__gt=1).select_related("collection")
    if found := own.first():
        return found.collection
    name = _("Páginas de %(state)s") % {"state": state.name}
    return Collection.get_first_root_node().add_child(instance=Collection(name=name))


def _permissions(of: Iterable[tuple[str, str, Iterable[str]]]) -> list[Permission]:
    """Django makes its permissions after all migrations; whichever is not there yet is made here."""
    found = []
    for app, model, actions in of:
        content_type, _is_new = ContentType.objects.get_or_create(app_label=app, model=model)
        for action in actions:
            permission, _is_new = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            found.append(permission)
    return found


def roles_changed(**_kwargs: Any) -> None:
    """A membership, a coordination, what an institution is or what forms a region was changed: by signal, in the
    transaction of the change."""
    keep()


def state_page_changed(instance: StatePage, **_kwargs: Any) -> None:
    """The page of a state is there, or is another state's now."""
    concerned = Q(name=f"{OF_A_STATE}{instance.state.code}") | Q(page_permissions__page=instance.pk)
    for group in ours().filter(concerned).exclude(name=NATIONAL).distinct():
        grant_pages(group)


def migrated(**_kwargs: Any) -> None:
    """After all migrations: people who had their roles before, and what groups may do by now."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # The tables are not those that the models here describe.
    keep()
    for group in ours():
        grant(group)
