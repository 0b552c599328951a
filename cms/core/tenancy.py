"""Roles by institution: who may do what with whose material. Asked by every administrative surface."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from cms.core.models.membership import Membership, Role

VIEW, ADD, CHANGE, APPROVE, RESERVE, WITHDRAW = "view", "add", "change", "approve", "reserve", "withdraw"
EVERY_ACTION = frozenset({VIEW, ADD, CHANGE, APPROVE, RESERVE, WITHDRAW})
"""Wagtail's own "publish" is not among them: it is granted to nobody, because it would pass by the publication of the
archive, which keeps versions, dates and the log. "approve" is the institution's part of the review."""

ACTIONS: dict[str, frozenset[str]] = {
    Role.ARCHIVIST: frozenset({VIEW, ADD, CHANGE, APPROVE, RESERVE}),
    Role.REVIEWER: frozenset({VIEW, APPROVE, RESERVE, WITHDRAW}),
    Role.COMMUNICATION: frozenset({VIEW}),
    Role.UNIVERSITY: frozenset({VIEW}),
    Role.ADMINISTRATOR: EVERY_ACTION,
}
"""Deleting is in no role: a record leaves by withdrawal or disposal, never by a button. Closing what must not be read
is urgent, so archivists may; withdrawing can't be undone, so they may not."""

COMMISSION_ROLES = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
"""The roles in the Archives commission that approve what institutions submit to it."""


SHARED: Mapping[str, frozenset[str]] = {
    VIEW: frozenset(Role),
    ADD: frozenset({Role.ADMINISTRATOR}),
    CHANGE: frozenset({Role.ADMINISTRATOR}),
}
"""Who keeps what all institutions share: every member uses it, administrators of any institution change it."""


MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def institution_ids(user: User, actions: Iterable[str] = (VIEW,)) -> frozenset[int]:
    """Institutions in which the user holds a role that allows any of the actions."""
    wanted = frozenset(actions)
    return frozenset(
        institution
        for institution, role, _commission in _memberships(user)
        if not wanted.isdisjoint(ACTIONS.get(role, ()))
    )


def approves_for_the_commission(user: User | AnonymousUser) -> bool:
    """Whether the user gives the Archives commission's approval."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    duties = (role for _institution, role, is_commission in _memberships(user) if is_commission)
    return user.is_superuser or not COMMISSION_ROLES.isdisjoint(duties)


KEEPS_THE_SITE = "home.add_statepage"
"""What only the people who keep the whole site are granted (cms/home/editors.py)."""


def members(actions: Iterable[str], institution_id: int) -> QuerySet[User]:
    """The people whose role in the institution allows any of the actions."""
    return User.objects.filter(
        is_active=True,
        memberships__in=Membership.objects.filter(institution_id=institution_id, role__in=_roles_for(actions)),
    ).distinct()


def commission_members() -> QuerySet[User]:
    """The people who give the Archives commission's approval."""
    duty = Membership.objects.filter(institution__approves_archives=True, role__in=COMMISSION_ROLES)
    return User.objects.filter(is_active=True, memberships__in=duty).distinct()


def may(user: User | AnonymousUser, action: str, institution_id: int | None) -> bool:
    """Whether the user may do this with material of that institution."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    if user.is_superuser:
        return action in EVERY_ACTION
    return institution_id in institution_ids(user, [action])


def operator_account() -> User:
    """The account that commands act as: nobody can log in with it, and every log entry of a command names it."""
    account, created = User.objects.get_or_create(
        username="operacion", defaults={"first_name": "Operación del sistema", "is_active": False}
    )
    if created:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def _memberships(user: User) -> list[tuple[int, str, bool]]:
    """(institution, role, whether it is the Archives commission), read once for each user object, that is, once a
    request: a revoked role ends with the request."""
    if not hasattr(user, "_acervo_memberships"):
        known = Membership.objects.filter(user=user)
        rows = list(known.values_list("institution_id", "role", "institution__approves_archives"))
        user._acervo_memberships = rows  # type: ignore[attr-defined]  # noqa: SLF001
    return user._acervo_memberships  # type: ignore[attr-defined]  # noqa: SLF001


class MembershipBackend(BaseBackend):
    """Lets members of any institution into the administration; what they may do there is up to the policy."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        return perm == "wagtailadmin.access_admin" and user_obj.is_active and bool(_memberships(user_obj))

    def with_perm(self, perm: str, **_kwargs: Any) -> QuerySet[User]:
        members = User.objects.filter(is_active=True, memberships__isnull=False)
        return members.distinct() if perm == "wagtailadmin.access_admin" else User.objects.none()


class InstitutionPermissionPolicy(BasePermissionPolicy):
    """Decides for one row by the institution that holds it (`institution_field`: a lookup to its foreign key).

    Wagtail asks most of its questions for the model as a whole; `archive.admin.tenancy` makes every view ask for
    the row at hand. `submitted_field` names the column that says whether the Archives commission was given the row:
    its members may see it then, and no more than see it.
    """

    def __init__(self, model: type[Model], institution_field: str, submitted_field: str = "") -> None:
        super().__init__(model)
        self.institution_field = institution_field
        self.submitted_field = submitted_field

    def user_has_permission(self, user: User, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        if user.is_superuser and user.is_active:
            return not EVERY_ACTION.isdisjoint(actions)
        if not user.is_active:
            return False
        return bool(institution_ids(user, actions)) or self._sees_submitted(user, actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        if may(user, action, self._institution_id(instance)):
            return True
        return self._sees_submitted(user, [action]) and bool(getattr(instance, self.submitted_field))

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()  # noqa: SLF001 - Django's own name
        if not user.is_active:
            return rows.none()
        if user.is_superuser:
            return rows if self.user_has_any_permission(user, actions) else rows.none()
        own = Q(**{f"{self.institution_field}__in": institution_ids(user, actions)})
        if self._sees_submitted(user, actions):
            own |= Q(**{self.submitted_field: True})
        return rows.filter(own)

    def _sees_submitted(self, user: User, actions: Iterable[str]) -> bool:
        return bool(self.submitted_field) and VIEW in frozenset(actions) and approves_for_the_commission(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return self._users(Q(memberships__role__in=_roles_for(actions)))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[User]:
        institution = self._institution_id(instance)
        return self._users(Q(memberships__role__in=_roles_for(actions), memberships__institution_id=institution))

    def _users(self, members: Q) -> QuerySet[User]:
        return User.objects.filter(Q(is_superuser=True) | members, is_active=True).distinct()

    def _institution_id(self, instance: Model) -> int | None:
        value: Any = instance
        for name in self.institution_field.split("__"):
            value = getattr(value, f"{name}_id") if hasattr(value, f"{name}_id") else getattr(value, name)
        return value if isinstance(value, int) else None


class SharedPermissionPolicy(BasePermissionPolicy):
    """Decides for rows that belong to no institution, such as vocabularies: `roles` says which ones allow an action.

    Superusers may do what a role may be allowed to; nobody deletes what records point to.
    """

    def __init__(self, model: type[Model], roles: Mapping[str, frozenset[str]] = SHARED) -> None:
        super().__init__(model)
        self.roles = roles

    def user_has_permission(self, user: User, action: str) -> bool:
        if not user.is_active:
            return False
        if user.is_superuser:
            return action in EVERY_ACTION
        return not self._roles([action]).isdisjoint(role for _institution, role, _commission in _memberships(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        allowed = Q(is_superuser=True) | Q(memberships__role__in=self._roles(actions))
        return User.objects.filter(allowed, is_active=True).distinct()

    def _roles(self, actions: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.roles.get(action, frozenset()) for action in actions))


class GrantedPermissionPolicy(SharedPermissionPolicy):
    """As `SharedPermissionPolicy`, and for whoever was granted Django's own permission on the model by a group."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return super().user_has_permission(user, action) or user.has_perm(self._permission(action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        named = [self._permission(action) for action in actions]
        granted = [User.objects.with_perm(each, backend=MODEL_BACKEND).values("pk") for each in named]
        allowed = Q(pk__in=super().users_with_any_permission(actions).values("pk"))
        for people in granted:
            allowed |= Q(pk__in=people)
        return User.objects.filter(allowed)

    def _permission(self, action: str) -> str:
        return f"{self.model._meta.app_label}.{action}_{self.model._meta.model_name}"  # noqa: SLF001 - Django's own name


def _roles_for(actions: Iterable[str]) -> list[str]:
    wanted = frozenset(actions)
    return [role for role, allowed in ACTIONS.items() if not wanted.isdisjoint(allowed)]
