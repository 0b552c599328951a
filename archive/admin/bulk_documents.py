"""What every act upon many documents has in common: which ones, how many, and what becomes of a refusal."""

from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property, classproperty
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from archive.admin.listing import DocumentFilterSet, searched
from archive.admin.tenancy import rows_of
from archive.models import Document

AT_ONCE = 500
"""Documents of one act: it is one transaction, which others wait for."""


class DocumentBulkAction(SnippetBulkAction):
    """An act upon the user's documents among those selected, by one logged decision."""

    related: ClassVar[tuple[str, ...]] = ("holding_institution",)
    refusals: ClassVar[tuple[type[Exception], ...]] = ()
    """What the domain raises where the act is not possible; the text is shown."""

    @classproperty
    def models(self) -> list[type[Document]]:
        return [Document]

    def own(self) -> QuerySet[Document]:
        """The documents among which one may choose."""
        rows: QuerySet[Document] = rows_of(self.request.user, Document)
        return rows

    @cached_property
    def chosen(self) -> list[Document]:
        """Those selected, one more than an act takes where there are more."""
        own = self.own().select_related(*self.related)
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            listed = DocumentFilterSet(self.request.GET, queryset=own, request=self.request).qs
            rows = searched(listed, self.request.GET.get("q", ""))
        else:
            rows = own.filter(pk__in=[pk for pk in wanted if pk.isdecimal()])
        return list(rows.order_by("pk")[: AT_ONCE + 1])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except self.refusals as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.next_url)
        return response
