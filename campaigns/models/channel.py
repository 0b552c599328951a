"""What hangs from another page and is there for as long as that one is: channels, versions of a text."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from campaigns.gate import Refusal
from campaigns.models.composed import VERSIONS, ComposedPage
from cms.core.head import Picture
from cms.core.reference.models import State
from cms.core.visibility import pages_readable, pages_shown


class HangingPage(ComposedPage):
    """A page that says nothing by itself: without the one that it hangs from nobody gets it."""

    class Meta:
        abstract = True

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        above = self.get_parent()
        if above and not pages_shown(Page.objects.filter(pk=above.pk)).exists():
            found.append(Refusal("title", str(_("Publique primero la página de la que cuelga: «%s».")) % above.title))
        return found

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Nobody reads what hangs from a page that is not there (any more)."""
        if not path_components and not pages_readable(type(self).objects.filter(pk=self.pk)).exists():
            raise Http404
        return super().route(request, path_components)

    def _picture(self, request: HttpRequest) -> Picture | None:
        """Shared without an image of its own, its card stands for it."""
        from campaigns import artwork_files  # noqa: PLC0415 - selectors import the models

        return super()._picture(request) or artwork_files.link_picture(self, request.build_absolute_uri)

    def speaks_for(self) -> State | None:
        above = self.get_parent()
        specific = above.specific if above else None
        return specific.speaks_for() if isinstance(specific, ComposedPage) else None


class ChannelPage(HangingPage):
    """One thing that a campaign says or does on one of its channels."""

    parent_page_types: ClassVar[list[str]] = ["campaigns.CampaignPage"]
    subpage_types: ClassVar[list[str]] = [*VERSIONS]

    class Meta:
        abstract = True
