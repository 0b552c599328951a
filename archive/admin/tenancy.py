"""Every administrative view of a model, and of its chooser, asks the policy for the row at hand.

Wagtail's views of models ask only whether the user may do something with some row. What is here goes in front of
each of them, whatever it does: a row that the user may not see is absent, and every later question of the view is
answered for that row.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.views import View
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import HistoryView, IndexView, InspectView, SnippetViewSet

from cms.core.tenancy import CHANGE, EVERY_ACTION, VIEW


def rows_of(user: User, model: type[Model]) -> QuerySet[Any]:
    """The rows of the model that the user may do anything with, if only to see them."""
    rows: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, EVERY_ACTION)
    return rows


def row_of(user: User, model: type[Model], pk: str) -> Model | None:
    """The row with this primary key, or None where it doesn't exist for the user."""
    try:
        row: Model | None = rows_of(user, model).filter(pk=unquote(pk)).first()
    except ValueError:
        return None
    return row


class BoundPolicy(BasePermissionPolicy):
    """A model's policy as it answers for one row.

    Without it, "may approve in one institution, edits in another" adds up to approving in the other.
    """

    def __init__(self, policy: BasePermissionPolicy, row: Model) -> None:
        super().__init__(type(row))
        self._policy = policy
        self._row = row

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(self._policy.user_has_permission_for_instance(user, action, self._row))

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        return bool(self._policy.user_has_permission_for_instance(user, action, instance))

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        return self._policy.users_with_any_permission_for_instance(actions, self._row)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        return self._policy.instances_user_has_any_permission_for(user, actions)


class RowGuard(View):
    """Goes in front of a view: what is not the user's is absent, before the view looks for it."""

    model: type[Model]
    permission_policy: Any
    edit_url_name: str | None
    revisions_revert_url_name: str | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if "pk" in kwargs:
            row = row_of(request.user, self.model, str(kwargs["pk"]))  # type: ignore[arg-type]
            if row is None:
                raise Http404
            self.permission_policy = BoundPolicy(policy_registry.get_by_type(self.model), row)
            if not self.permission_policy.user_has_permission(request.user, CHANGE):
                # Wagtail's pages about a row offer its editor without asking.
                self.edit_url_name = self.revisions_revert_url_name = None
        super().setup(request, *args, **kwargs)

    def _own(self, rows: Any) -> Any:
        """The user's among the rows, where they are rows of this model (a history lists log entries)."""
        user = self.request.user
        if getattr(rows, "model", None) is not self.model or (user.is_superuser and user.is_active):
            return rows
        return rows.filter(pk__in=rows_of(user, self.model).values("pk"))  # type: ignore[arg-type]


class ListGuard(RowGuard):
    def get_base_queryset(self) -> Any:
        return self._own(super().get_base_queryset())  # type: ignore[misc]


class ChooserGuard(RowGuard):
    def get_object_list(self) -> Any:
        return self._own(super().get_object_list())  # type: ignore[misc]


class ChosenGuard(RowGuard):
    def get_objects(self, pks: Iterable[str]) -> Any:
        return self._own(super().get_objects([pk for pk in pks if pk.isdecimal()]))  # type: ignore[misc]


GUARDS = {"get_base_queryset": ListGuard, "get_object_list": ChooserGuard, "get_objects": ChosenGuard}


def guarded(view_class: type[View]) -> type[View]:
    """The view behind the guards that fit it."""
    guards = [guard for method, guard in GUARDS.items() if hasattr(view_class, method)] or [RowGuard]
    return type(view_class.__name__, (*guards, view_class), {"__module__": view_class.__module__})


class OwnIndexView(IndexView):
    """A list that leads to the editor only where the user may change that row."""

    def get_edit_url(self, instance: Model) -> str | None:
        may_change = self.user_has_permission_for_instance("change", instance)
        url: str | None = super().get_edit_url(instance) if may_change else None
        return url


class OwnHistoryView(HistoryView):
    """The log of a row, for whoever may see the row."""

    any_permission_required = [VIEW]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return list(super().header_buttons) if self.edit_url_name else []


class OwnInspectView(InspectView):
    """A whole row; what is not known is a dash."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "—" if value is None or value == "" else value


class OwnChooserViewSet(SnippetChooserViewSet):
    """Choosers whose every view is guarded."""

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        return super().construct_view(guarded(view_class), **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        # Wagtail's view for creating from within a chooser fails where there is no form for it.
        has_form = self.creation_form_class is not None
        return [each for each in super().get_urlpatterns() if has_form or each.name != "create"]


class OwnViewSet(SnippetViewSet):
    """The administration of a model: every view guarded, no deleting, no copying, no search engine.

    Usage is left out: it would count the references of all institutions.
    """

    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    index_view_class = OwnIndexView
    inspect_view_class = OwnInspectView
    history_view_class = OwnHistoryView
    chooser_viewset_class = OwnChooserViewSet
    LEFT_OUT = frozenset({"delete", "usage"})

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        return super().construct_view(guarded(view_class), **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = {"delete_url_name": None, "usage_url_name": None}
        common: dict[str, Any] = super().get_common_view_kwargs(**{**without, **kwargs})
        return common

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name not in self.LEFT_OUT]
