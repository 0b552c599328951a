"""The site's own places in Wagtail's administration."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from cms.home.models import Topic


class TopicViewSet(ModelViewSet):
    """Topics of articles."""

    model = Topic
    name = "topics"
    icon = "tag"
    menu_label = _("Temas de artículos")
    add_to_admin_menu = False
    form_fields = ["name", "slug"]
    list_display = ["name"]
    search_backend_name = None
    search_fields = ["name"]
    ordering = "name"


@hooks.register("register_admin_viewset")
def viewsets() -> TopicViewSet:
    return TopicViewSet()
