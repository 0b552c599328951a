"""Filters of yes or no, as lists of the administration say that they are on: Wagtail shows Python's own True."""

from collections.abc import Iterator

import django_filters
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class


class YesOrNoAdapter(BaseFilterAdapter):
    def get_active_filters(self) -> Iterator[ActiveFilter]:
        said = _("Sí") if self.value else _("No")
        for each in super().get_active_filters():
            yield each._replace(value=said)


def register() -> None:
    register_filter_adapter_class(django_filters.BooleanFilter, YesOrNoAdapter)
