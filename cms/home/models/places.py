"""The states and the regions of the national transparency system."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import PagePermissionTester

from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, VERSIONS, ComposedPage
from cms.core.models import BasePage
from cms.core.reference.models import Region, State
from cms.core.tenancy import KEEPS_THE_SITE
from cms.core.visibility import viewer_of
from cms.home.admin.forms import StateForm


class PlacesPage(BasePage):
    """The entrance by state: a map with a list, and the regions."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/places.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.StatePage", "home.RegionPage"]

    class Meta:
        verbose_name = _("entrada por estado")
        verbose_name_plural = _("entradas por estado")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import places  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "states": places.on_map(viewer_of(request.user)),
            "regions": places.regions_with_pages(),
        }


class StatePage(ComposedPage):
    """One state: who answers for transparency there, what is known with its source, its documents and articles."""

    state = models.OneToOneField(
        State, verbose_name=_("entidad federativa"), on_delete=models.PROTECT, related_name="page"
    )

    base_form_class = StateForm
    template = "pages/state.html"
    parent_page_types: ClassVar[list[str]] = ["home.PlacesPage"]
    subpage_types: ClassVar[list[str]] = [
        "home.ArticlePage",
        "campaigns.CampaignPage",
        "campaigns.PressReleasePage",
        "campaigns.AppearancePage",
        "campaigns.EventPage",
        "home.BodyPage",
        "campaigns.UniversityActivityPage",
        *VERSIONS,
    ]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        # Only whoever adds such pages says whose they are.
        FieldPanel("state", permission=KEEPS_THE_SITE),
        FieldPanel("body"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("página de un estado")
        verbose_name_plural = _("páginas de los estados")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import places  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "known": places.known_of(self, viewer_of(request.user), getattr(request, "public_state", "")),
        }

    def speaks_for(self) -> State | None:
        return self.state

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return StatePagePermissions(user, self)


class StatePagePermissions(PagePermissionTester):
    """A state's people say what their page says; that there is one, where and for whom, is not theirs to decide."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._keeps_the_section() and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return self._keeps_the_section() and super().can_unpublish()

    def can_set_view_restrictions(self) -> bool:
        return self._keeps_the_section() and super().can_set_view_restrictions()

    def _keeps_the_section(self) -> bool:
        parent = self.page.get_parent()
        return parent is not None and PagePermissionTester(self.user, parent).can_edit()


class RegionPage(ComposedPage):
    """One region, with its states as far as a source names them."""

    region = models.OneToOneField(Region, verbose_name=_("región"), on_delete=models.PROTECT, related_name="page")

    template = "pages/region.html"
    parent_page_types: ClassVar[list[str]] = ["home.PlacesPage"]
    subpage_types: ClassVar[list[str]] = [*VERSIONS]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        FieldPanel("region"),
        FieldPanel("body"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("página de una región")
        verbose_name_plural = _("páginas de las regiones")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import places  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "known": places.known_of_region(self, viewer_of(request.user), getattr(request, "public_state", "")),
        }
