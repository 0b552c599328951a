"""The list of targets of clarity, among the other lists that pages use."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import get_page_models

from campaigns.models import ClarityTarget
from cms.core.reference.wagtail_hooks import SUBMENU_HOOK


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of page, by its name in Spanish."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name).capitalize()


class ClarityTargetForm(WagtailAdminModelForm):
    """Only kinds of pages that are measured have a target."""

    content_type = KindField(label=_("Clase de página"), queryset=ContentType.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from campaigns.models.composed import ComposedPage  # noqa: PLC0415 - pages are declared after the administration

        measured = [model for model in get_page_models() if issubclass(model, ComposedPage)]
        kinds = [kind.pk for kind in ContentType.objects.get_for_models(*measured).values()]
        self.fields["content_type"].queryset = ContentType.objects.filter(pk__in=kinds)


class ClarityTargetViewSet(ModelViewSet):
    """From which INFLESZ on each kind of page may be published without giving a reason."""

    model = ClarityTarget
    name = "clarity_targets"
    icon = "glasses"
    menu_label = _("Metas de claridad")
    menu_hook = SUBMENU_HOOK
    edit_handler = ObjectList([FieldPanel("content_type"), FieldPanel("inflesz")], base_form_class=ClarityTargetForm)
    list_display = [
        "__str__",
        Column("inflesz", label=_("INFLESZ mínimo")),
    ]
    search_backend_name = None
    add_to_reference_index = False
