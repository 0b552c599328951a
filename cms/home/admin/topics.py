"""The list of topics of articles, among the other lists that pages use."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.reference.wagtail_hooks import SUBMENU_HOOK
from cms.home.models import Topic


class TopicViewSet(ModelViewSet):
    """Topics of articles."""

    model = Topic
    name = "topics"
    icon = "tag"
    menu_label = _("Temas de artículos")
    menu_hook = SUBMENU_HOOK
    form_fields = ["name", "slug"]
    list_display = ["name"]
    search_backend_name = None
    search_fields = ["name"]
    ordering = "name"
