"""Who works with the posts of campaigns and with what people ask: by the campaign's page, and by institution."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from campaigns.models import CampaignPage, SocialPost, SocialQuestion
from campaigns.recording_access import hands_in_for, may_edit
from cms.core.tenancy import KEEPS_THE_SITE
from cms.core.visibility import pages_shown

NEVER = frozenset({"delete"})
"""A post is cancelled and stays known; a question is corrected."""


def campaigns_of(user: User) -> QuerySet[CampaignPage]:
    """Those whose page the person edits."""
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})
    rows: QuerySet[CampaignPage] = CampaignPage.objects.filter(pk__in=own.values("pk"))
    return rows


def campaigns_asked_about(user: User) -> QuerySet[CampaignPage]:
    """Those that a question may be about: one's own, and all that anybody may see."""
    shown = pages_shown(CampaignPage.objects.all())
    return CampaignPage.objects.filter(Q(pk__in=campaigns_of(user).values("pk")) | Q(pk__in=shown.values("pk")))


def public_posts(posts: Any) -> Any:
    """Of these posts (a queryset), those that anybody finds on their network."""
    return posts.public()


def posts_of(user: User) -> QuerySet[SocialPost]:
    """The posts of those campaigns."""
    rows: QuerySet[SocialPost] = SocialPost.objects.filter(campaign__in=campaigns_of(user))
    return rows


def questions_of(user: User) -> QuerySet[SocialQuestion]:
    """Those that one's institutions received, and those about campaigns that one edits; whoever keeps the whole site
    works with all."""
    rows: QuerySet[SocialQuestion] = SocialQuestion.objects.all()
    if user.has_perm(KEEPS_THE_SITE):
        return rows
    return rows.filter(Q(institution__in=hands_in_for(user)) | Q(campaign__in=campaigns_of(user)))


class _Policy(BasePermissionPolicy):
    """What both have in common: the rows one may see are the rows one may change."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in NEVER and user.is_active and self._works(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and self._rows(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Any]:
        return self._rows(user) if user.is_active and set(actions) - NEVER else self._rows(user).none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        people = User.objects.filter(is_active=True)
        return User.objects.filter(pk__in=[user.pk for user in people if self._works(user)])

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[User]:
        people = self.users_with_any_permission(actions)
        return people.filter(pk__in=[user.pk for user in people if self._rows(user).filter(pk=instance.pk).exists()])

    def _works(self, user: User) -> bool:
        raise NotImplementedError

    def _rows(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError


class PostPolicy(_Policy):
    """Who edits the page of a campaign edits its posts."""

    def _works(self, user: User) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(user, "change"))

    def _rows(self, user: User) -> QuerySet[Any]:
        return posts_of(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        return action not in NEVER and may_edit(user, instance.campaign)


class QuestionPolicy(_Policy):
    """Who writes for an institution keeps what people ask it."""

    def _works(self, user: User) -> bool:
        # Asked for each part of the menu: once a request, as memberships are.
        if not hasattr(user, "_hands_in"):
            user._hands_in = hands_in_for(user).exists()  # type: ignore[attr-defined]  # noqa: SLF001
        return bool(user._hands_in)  # type: ignore[attr-defined]  # noqa: SLF001

    def _rows(self, user: User) -> QuerySet[Any]:
        return questions_of(user)
