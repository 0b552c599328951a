"""What media published: noted one by one or handed in as a list, read as a report."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log
from wagtail.models import Page

from archive.admin.columns import SECONDARY
from campaigns import clipping_files
from campaigns.admin.clarity_report import NAMESPACE, PagesReport, pages_of
from campaigns.admin.import_log import HandedInForm, ImportLog, said_of
from campaigns.clipping_import import import_clippings
from campaigns.clipping_log import COLUMNS
from campaigns.log_import import Imported
from campaigns.models import CampaignPage, Clipping, PressReleasePage
from campaigns.recording_access import may_edit
from campaigns.vocabulary import ClippingKind
from cms.core.reference.models import State

SUBJECTS: tuple[type[Page], ...] = (PressReleasePage, CampaignPage)
"""What is followed in the media."""
NOTED, CORRECTED, DELETED = "campaigns.note_clipping", "campaigns.correct_clipping", "campaigns.delete_clipping"
DELETE = "delete"
"""The button that deletes a clipping."""


class ListForm(HandedInForm):
    file_label = gettext_lazy("Lista de publicaciones (CSV)")
    file_help = gettext_lazy("Como la entrega quien sigue los medios: con comas, punto y coma o tabuladores.")


class ImportClippings(ImportLog):
    """Hand in a list of what media published about a release or a campaign."""

    page_title = gettext_lazy("Lista de publicaciones en medios")
    form_class = ListForm
    models = SUBJECTS
    columns = COLUMNS
    report = "clippings"
    report_filter = "page"
    twice = gettext_lazy("Si sube dos veces la misma lista no se cuenta doble.")
    way_back_label = gettext_lazy("Volver a la página")

    def take_in(self, content: bytes, *, keep_good: bool) -> Imported:
        actor = self.request.user
        return import_clippings(self.page, content, actor=actor, keep_good=keep_good)  # type: ignore[arg-type]

    def said(self, found: Imported) -> str:
        return said_of(found, ngettext("Se agregó %d publicación.", "Se agregaron %d publicaciones.", found.added))


class ClippingForm(forms.ModelForm):  # type: ignore[type-arg]
    """One piece, with its scan where there is one."""

    scan = forms.FileField(
        label=gettext_lazy("Copia (PDF, JPG o PNG)"),
        required=False,
        help_text=gettext_lazy("Es obra del medio: sin licencia la ve solo quien trabaja en la página."),
    )

    class Meta:
        model = Clipping
        fields = (
            "medium",
            "date",
            "title",
            "kind",
            "author",
            "state",
            "url",
            "audience",
            "source",
            "is_licensed",
            "licence",
        )
        widgets: ClassVar[dict[str, Any]] = {"date": AdminDateInput}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_licensed") and not (cleaned.get("licence") or "").strip():
            self.add_error("licence", _("Diga quién dio la licencia: sin eso la copia no se muestra."))
        if not self.errors:
            self._must_be_new(cleaned)
        if cleaned.get("scan") and not self.errors:
            try:
                cleaned["received"] = clipping_files.receive(cleaned["scan"])
            except clipping_files.ScanRefused as refused:
                raise ValidationError({"scan": str(refused)}) from refused
        return cleaned

    def _must_be_new(self, cleaned: dict[str, Any]) -> None:
        said = Clipping(page_id=self.instance.page_id, **{n: cleaned[n] for n in ("medium", "date", "title")})
        same = Clipping.objects.filter(page=self.instance.page_id, key=said.own_key()).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("title", _("Esta publicación ya está registrada en esta página."))


class NoteClipping(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Note what a medium published about a page, or correct what was noted; nothing of it is there for others."""

    template_name = "campaigns_admin/clipping.html"
    page_title = gettext_lazy("Publicación en un medio")
    header_icon = "doc-full-inverse"
    form_class = ClippingForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.clipping = self.asked(kwargs["pk"])
        page = get_object_or_404(Page, pk=self.clipping.page_id).specific
        if not isinstance(page, SUBJECTS) or not may_edit(request.user, page):
            raise Http404
        self.page = page

    def asked(self, pk: int) -> Clipping:
        """A new one about the page."""
        return Clipping(page_id=pk)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.clipping}

    @transaction.atomic
    def form_valid(self, form: ClippingForm) -> HttpResponse:
        is_new = form.instance.pk is None
        clipping: Clipping = form.save(commit=False)
        clipping.key = clipping.own_key()
        if scan := form.cleaned_data.get("received"):
            clipping_files.put(clipping, scan)
        else:
            clipping.save()
        self.note(NOTED if is_new else CORRECTED)
        messages.success(self.request, _("Se guardó la publicación."))
        return self.back()

    def note(self, action: str) -> None:
        """In the history of the page."""
        told = {"title": self.clipping.title, "medium": self.clipping.medium}
        log(self.page, action, user=self.request.user, data=told)

    def back(self) -> HttpResponse:
        return redirect(f"{reverse(f'{NAMESPACE}:{ClippingsReport.slug}')}?page={self.page.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        way_back = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return {**context, "clipping": self.clipping, "way_back": way_back}


class CorrectClipping(NoteClipping):
    """One that was noted before; it can be deleted too, with its scan."""

    def asked(self, pk: int) -> Clipping:
        return get_object_or_404(Clipping, pk=pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if DELETE not in request.POST:
            return super().post(request, *args, **kwargs)
        with transaction.atomic():
            self.note(DELETED)
            clipping_files.delete(self.clipping)
        messages.success(request, _("Se borró la publicación."))
        return self.back()


def _pages(request: HttpRequest | None) -> QuerySet[Page]:
    if request is None:
        return Page.objects.none()
    followed = Page.objects.filter(pk__in=Clipping.objects.values("page"))
    own: QuerySet[Page] = followed.filter(pk__in=pages_of(request).values("pk")).order_by("title")
    return own


class ClippingsFilterSet(WagtailFilterSet):
    page = django_filters.ModelChoiceFilter(queryset=_pages, label=gettext_lazy("Comunicado o campaña"))
    kind = django_filters.ChoiceFilter(choices=ClippingKind.choices, label=gettext_lazy("Clase"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=gettext_lazy("Entidad federativa"))
    medium = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Medio"))
    date = django_filters.DateFromToRangeFilter(label=gettext_lazy("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = Clipping
        fields: ClassVar[list[str]] = []


class ClippingsReport(PagesReport):
    """What media published, piece by piece."""

    slug = "clippings"
    page_title = gettext_lazy("Publicaciones en medios")
    header_icon = "doc-full-inverse"
    filterset_class = ClippingsFilterSet
    columns: ClassVar = [
        TitleColumn(
            "title",
            label=gettext_lazy("Título"),
            get_url=lambda row: reverse("campaigns_press:correct_clipping", args=[row.pk]),
        ),
        Column("medium", label=gettext_lazy("Medio")),
        Column("date", label=gettext_lazy("Fecha")),
        Column("kind", label=gettext_lazy("Clase"), accessor="get_kind_display"),
        Column("author", label=gettext_lazy("Autoría"), classname=SECONDARY),
        Column("state", label=gettext_lazy("Entidad"), accessor=lambda row: row.state or "", classname=SECONDARY),
        Column("page", label=gettext_lazy("Sobre"), accessor="page.title"),
        Column("url", label=gettext_lazy("Dirección"), classname=SECONDARY),
        Column(
            "audience",
            label=gettext_lazy("Audiencia reportada"),
            accessor=lambda row: "" if row.audience is None else row.audience,
            classname=SECONDARY,
        ),
        Column("source", label=gettext_lazy("Fuente"), classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Clipping]:
        return Clipping.objects.filter(page__in=_pages(self.request).values("pk")).select_related("page", "state")
