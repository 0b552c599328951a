"""The report on versions of pages: which of them their originals have left behind."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.query import PageQuerySet

from archive.admin.columns import SECONDARY
from campaigns import versions
from campaigns.admin.clarity_report import PagesReport, pages_of
from campaigns.versions import Standing


def _situation(row: Standing) -> Any:
    return _("El original cambió") if row.is_behind else _("Al día")


def _yes_or_no(row: Standing) -> Any:
    return _("Sí") if row.version.live else _("No")


class VersionsReport(PagesReport):
    """Every version that the person may edit, those that lag behind first."""

    slug = "versions"
    page_title = _("Versiones en lectura fácil y en otras lenguas")
    header_icon = "globe"
    paginate_by = 50
    columns: ClassVar = [
        TitleColumn(
            "title",
            label=_("Versión"),
            accessor="version.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.version.pk]),
        ),
        Column("said_as", label=_("En"), accessor="version.said_as"),
        Column("original", label=_("Original"), accessor="original.title"),
        Column("behind", label=_("Situación"), accessor=_situation),
        Column("since", label=_("El original se publicó"), accessor="since", classname=SECONDARY),
        Column("live", label=_("Pública"), accessor=_yes_or_no, classname=SECONDARY),
    ]

    @cached_property
    def _standings(self) -> list[Standing]:
        pages: PageQuerySet = pages_of(self.request)
        return versions.standing(pages)

    def get_queryset(self) -> Any:
        """Rows of no table: which ones lag behind is compared, not stored."""
        return self._standings
