"""A page on which one act upon one row is decided: what will happen, a form, one call of the domain."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Motivo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Opcional. Queda en la bitácora."),
    )


class ActView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """One row, one act. A viewset constructs it, so that another's row is absent (`archive.admin.tenancy`)."""

    template_name = "archive_admin/act.html"
    form_class: Any = forms.Form
    index_url_name = ""
    button_label: ClassVar[Promise]
    done_message: ClassVar[Promise]
    refusal: ClassVar[type[Exception]]
    object: Any

    def act(self, form: Any, actor: User) -> None:
        """Do it. Raises `refusal`."""
        raise NotImplementedError

    def sentences(self) -> list[Any]:
        """What the person should know before deciding."""
        return []

    def hindrance(self) -> Any:
        """Why there is nothing to decide, if so: the page says it in the place of the form."""
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form, self.request.user)  # type: ignore[arg-type]
        except self.refusal as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.done_message % {"title": self.object})
        return redirect(self.way_back)

    @property
    def way_back(self) -> str:
        return reverse(self.index_url_name)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.way_back, "label": capfirst(self.model_opts.verbose_name_plural)},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "sentences": self.sentences(),
            "hindrance": self.hindrance(),
            "way_back": self.way_back,
            "media": context["form"].media,
        }
