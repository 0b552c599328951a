"""What every page that editors write has in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageViewRestriction

from cms.core import freshness, public_cache, visibility
from cms.core.head import Card, Picture, share_links

FIRST_BELOW_THE_FRONT = 3
"""The depth in the tree of what hangs from the front page: such a page has nothing above it to name."""


def page_address(url_path: str) -> str:
    """Where a page is, from its path in the tree: the site has one root."""
    return f"/{url_path.split('/', 2)[2]}"


class BasePage(Page):
    """A page of the site. Archive records are not pages: see docs/adr/0002-documents-are-not-pages.md."""

    SCHEMA_TYPE: ClassVar[str] = "WebPage"
    """What schema.org calls such a page."""

    routed_through: Sequence[Page] | None = None
    """The pages above that readers get, where they were found on the way to its address."""

    summary = models.TextField(
        _("resumen"),
        blank=True,
        max_length=300,
        help_text=_("Una o dos frases. Se muestra bajo el título, en listas y en buscadores."),
    )
    image = models.ForeignKey(
        "core.SiteImage",
        verbose_name=_("imagen principal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Aparece en listas y cuando alguien comparte la página. Marque en la imagen su punto de interés."
        ),
    )

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("image")]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel(
                    "seo_title", help_text=_("Si debe ser otro que el de la página: en buscadores y en la pestaña.")
                ),
                FieldPanel("search_description", help_text=_("Lo que muestran los buscadores. Vacío: el resumen.")),
            ],
            _("En buscadores y al compartir"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("En el sitio")),
    ]

    class Meta:
        abstract = True

    @property
    def has_ended(self) -> bool:
        """Whether the time that editors gave it is over, noted or not."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if not path_components and self.has_ended:
            raise Http404
        self._public_state = getattr(request, "public_state", "")
        return super().route(request, path_components)

    def get_view_restrictions(self) -> Any:
        """Asked together with the page where a reader came for it; else nobody has to ask where there are none."""
        is_for_some: bool | None = getattr(self, "is_for_some", None)
        state = getattr(self, "_public_state", "")
        if is_for_some is False or not freshness.kept(state, "any-restriction", PageViewRestriction.objects.exists):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        public_cache.share(response)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        card = self.head_card(request)
        return {**context, "card": card, "above": self.pages_above(), "share": share_links(card.url, self.title)}

    def get_admin_display_title(self) -> str:
        """What lists of the administration call the page: of what is public, what readers call it, because those
        lists are seen by people who may not see its drafts."""
        return self.title if self.live else str(super().get_admin_display_title())

    def pages_above(self) -> list[Page]:
        """The way here from the front page, without it."""
        if self.depth <= FIRST_BELOW_THE_FRONT:
            return []
        if self.routed_through is not None:
            return [each.specific_deferred for each in self.routed_through]
        above = visibility.pages_shown(self.get_ancestors().filter(depth__gt=2))
        return list(above.specific(defer=True))

    def head_card(self, request: HttpRequest) -> Card:
        """What the page tells whoever shares it, and programs."""
        address = request.build_absolute_uri(page_address(self.url_path))
        return Card(
            title=self.seo_title or self.title,
            description=self.search_description or self.summary,
            url=address,
            site=settings.WAGTAIL_SITE_NAME,
            schema_type=self.SCHEMA_TYPE,
            kind="website" if self.SCHEMA_TYPE == "WebSite" else "article",
            picture=self._picture(request),
            published=self.first_published_at,
            modified=self.last_published_at,
        )

    def _picture(self, request: HttpRequest) -> Picture | None:
        if self.image is None:
            return None
        made = self.image.get_rendition("fill-1200x630|format-jpeg")
        return Picture(request.build_absolute_uri(made.url), made.width, made.height, self.image.description)
