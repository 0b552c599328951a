"""Cards and posters of a page in the administration: how they look, words of their own, files to download."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from campaigns import artwork_files
from campaigns.admin.clarity_report import NAMESPACE
from campaigns.artwork.card_formats import CARD_FORMATS, CardFormat
from campaigns.artwork.posters import PRESS, SHEET_FORMATS
from campaigns.artwork_contents import asked, contents_of
from campaigns.artwork_making import Made, begin, draw
from campaigns.models import Artwork, CampaignPage, CardWords
from campaigns.models.composed import ComposedPage
from campaigns.recording_access import may_edit


class CardWordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words for one card. It is drawn before they are kept: what does not fit is said while it can be mended."""

    class Meta:
        model = CardWords
        fields = ("title", "text", "template")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._page = page

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            words = CardWords(code=self.instance.code, **cleaned)
            made = draw(asked(contents_of(self._page), self.instance.code, words))
            if made.problem:
                raise forms.ValidationError(made.problem)
        return cleaned


@dataclass(frozen=True, slots=True)
class Shown:
    """One card as its editors see it; `row` is what was made of the public page, None while it is being made."""

    form: CardFormat
    preview: str
    made: Made
    words: CardWordsForm
    row: Artwork | None
    address: str


def page_for(request: HttpRequest, pk: int) -> Any:
    """The page, for whoever works on it; 404 for everybody else, as if there were none."""
    page = Page.objects.filter(pk=pk).first()
    found = page.specific if page else None
    if not isinstance(found, ComposedPage) or not may_edit(request.user, found):
        raise Http404
    return found


class ArtworkView(WagtailAdminTemplateMixin, TemplateView):
    """All cards of a page, as its latest draft has them, and the sheets of a campaign."""

    template_name = "campaigns_admin/artwork.html"
    page_title = gettext_lazy("Tarjetas y carteles")
    header_icon = "image"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.page.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = page_for(request, kwargs["pk"])

    @cached_property
    def draft(self) -> Any:
        return self.page.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Keep the words of one card. Of a public page they are public with the next card, so that only who may
        publish it says them."""
        may = self.page.permissions_for_user(request.user)
        if self.page.live and not may.can_publish():
            raise PermissionDenied
        code = request.POST.get("code", "")
        if code not in CARD_FORMATS:
            raise Http404
        form = self._form(code, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(bound=form), status=422)
        with transaction.atomic():
            form.save()
            if self.page.live:
                begin(self.page)
        messages.success(request, _("Se guardó el texto de la tarjeta."))
        return redirect(f"{reverse(f'{NAMESPACE}:artwork', args=[pk])}#{code}")

    def _form(self, code: str, data: Any = None) -> CardWordsForm:
        words = CardWords.objects.filter(page=self.page.pk, code=code).first()
        return CardWordsForm(
            data, instance=words or CardWords(page_id=self.page.pk, code=code), page=self.draft, prefix=code
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        contents = contents_of(self.draft)
        bound: CardWordsForm | None = context.get("bound")
        rows = {row.code: row for row in artwork_files.current_of(self.page)}
        return {
            **context,
            "page": self.page,
            "cards": [self._shown(form, contents, rows.get(form.code), bound) for form in CARD_FORMATS.values()],
            "sheets": self._sheets(rows),
            "is_public": artwork_files.is_shown(self.page),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }

    def _shown(self, form: CardFormat, contents: Any, row: Artwork | None, bound: CardWordsForm | None) -> Shown:
        is_bound = bound is not None and bound.instance.code == form.code
        words = bound if bound is not None and is_bound else self._form(form.code)
        kept = CardWords.objects.filter(page=self.page.pk, code=form.code).first()
        made = draw(asked(contents, form.code, kept))
        preview = reverse(f"{NAMESPACE}:artwork_preview", args=[self.page.pk, form.code])
        return Shown(form, preview, made, words, row, artwork_files.address_of(row) if row else "")

    def _sheets(self, rows: dict[str, Artwork]) -> Sequence[dict[str, Any]]:
        """The sheets of a campaign: their draft, and the file that is public."""
        if not isinstance(self.page, CampaignPage):
            return []
        known = {row.code: row for row in Artwork.objects.filter(page=self.page.pk)}
        codes = [code + end for code in SHEET_FORMATS for end in ("", PRESS)]
        return [
            {
                "title": artwork_files.title_of(code),
                "preview": reverse(f"{NAMESPACE}:artwork_preview", args=[self.page.pk, code]),
                "address": artwork_files.address_of(rows[code]) if code in rows else "",
                "said": known[code].problem or known[code].note if code in known else "",
            }
            for code in codes
        ]


class ArtworkPreview(View):
    """A card or a sheet of the latest draft, drawn now, for whoever works on the page."""

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        page = page_for(request, pk)
        is_sheet = code.removesuffix(PRESS) in SHEET_FORMATS
        if code not in CARD_FORMATS and not (is_sheet and isinstance(page, CampaignPage)):
            raise Http404
        words = CardWords.objects.filter(page=pk, code=code).first()
        made = draw(asked(contents_of(page.get_latest_revision_as_object()), code, words))
        if made.problem:
            return HttpResponse(made.problem, status=422, content_type="text/plain; charset=utf-8")
        response = HttpResponse(made.content, content_type=made.media_type)
        response["Content-Disposition"] = f'inline; filename="{page.slug}-{code}{made.suffix}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
