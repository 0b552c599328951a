"""Posts on social networks in the administration: the list, the editor, what is ready to be posted."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from archive.admin.tenancy import OwnIndexView, OwnViewSet
from campaigns import post_text
from campaigns.admin.clarity_report import PagesReport
from campaigns.admin.social_forms import PostForm
from campaigns.models import CampaignPage, SocialPost
from campaigns.models.social import PostStatus
from campaigns.networks import CHECKED_ON, CHOICES
from campaigns.social_access import campaigns_of, posts_of
from cms.core.reference.models import State

POSTS = "wagtailsnippets_campaigns_socialpost"
"""The namespace of the views of posts."""


def campaigns_offered(request: HttpRequest | None) -> QuerySet[CampaignPage]:
    """Those whose posts the person may see."""
    if request is None:
        return CampaignPage.objects.none()
    return campaigns_of(request.user).order_by("title")  # type: ignore[arg-type]


class PostFilterSet(WagtailFilterSet):
    campaign = django_filters.ModelChoiceFilter(queryset=campaigns_offered, label=_("Campaña"))
    network = django_filters.ChoiceFilter(choices=CHOICES, label=_("Red"))
    status = django_filters.ChoiceFilter(choices=PostStatus.choices, label=_("Situación"))
    state = django_filters.ModelChoiceFilter(
        field_name="campaign__institution__state", queryset=State.objects.all(), label=_("Entidad federativa")
    )
    planned_at = django_filters.DateFromToRangeFilter(label=_("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = SocialPost
        fields: ClassVar[list[str]] = []


class PostReadyPanel(Panel):
    """Below a post that was saved: all of its text to be copied, the way to the network, what could be better."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/post_ready.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            post = self.instance
            return {
                **super().get_context_data(parent_context),
                "post": post,
                "length": post.on.count(post.whole),
                "hints": post_text.hints(post.on, post.text, post.link, has_image=post.has_image, card=post.card),
                "unclear": post_text.unclear(post.text),
                "checked_on": CHECKED_ON,
            }


PANELS: list[Panel] = [
    FieldPanel("campaign"),
    FieldPanel("network"),
    FieldPanel("text"),
    FieldPanel("link"),
    MultiFieldPanel([FieldPanel("card"), FieldPanel("image"), FieldPanel("alt_text")], _("Imagen")),
    FieldRowPanel([FieldPanel("status"), FieldPanel("planned_at")]),
    FieldPanel("posted_url"),
    FieldPanel("clarity_reason"),
    PostReadyPanel(),
]


class PostIndexView(OwnIndexView):
    """Without checkboxes: there is nothing to be done to many posts at once."""

    def get_base_queryset(self) -> QuerySet[SocialPost]:
        rows: QuerySet[SocialPost] = super().get_base_queryset()
        return rows.select_related("campaign__institution__state")

    @cached_property
    def columns(self) -> list[Any]:
        return [each for each in super().columns if each.name != "bulk_actions"]


class PostViewSet(OwnViewSet):
    """What is posted on networks, for whoever edits the campaign it belongs to."""

    model = SocialPost
    icon = "comment"
    menu_label = _("Publicaciones")
    url_prefix = "campaigns/posts"
    index_view_class = PostIndexView
    edit_handler = ObjectList(PANELS, base_form_class=PostForm)
    list_display = [
        "__str__",
        Column("campaign", label=_("Campaña"), accessor="campaign.title", classname=SECONDARY),
        Column("state", label=_("Entidad"), accessor=lambda post: post.state or _("Nacional"), classname=SECONDARY),
        Column("status", label=_("Situación"), accessor="get_status_display", sort_key="status"),
        Column("planned_at", label=_("Cuándo"), sort_key="planned_at"),
    ]
    filterset_class = PostFilterSet
    search_fields = ["text"]
    ordering = "-planned_at"


class PostsReport(PagesReport):
    """What was planned and posted, by network, state and date."""

    slug = "posts"
    page_title = _("Publicaciones en redes")
    header_icon = "comment"
    filterset_class = PostFilterSet
    columns: ClassVar = [
        TitleColumn(
            "text",
            label=_("Texto"),
            get_url=lambda post: reverse(f"{POSTS}:edit", args=[post.pk]),
        ),
        Column("campaign", label=_("Campaña"), accessor="campaign.title"),
        Column("network", label=_("Red"), accessor="get_network_display"),
        Column("status", label=_("Situación"), accessor="get_status_display"),
        Column("planned_at", label=_("Cuándo")),
        Column("state", label=_("Entidad"), accessor=lambda post: post.state or _("Nacional"), classname=SECONDARY),
        Column("posted_url", label=_("Dirección"), classname=SECONDARY),
        Column("alt_text", label=_("Texto alternativo"), classname=SECONDARY),
        Column("clarity_reason", label=_("Por qué no es más clara"), classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[SocialPost]:
        return posts_of(self.request.user).select_related("campaign__institution__state")
