"""What people ask on networks, in the administration: the log, its figures, a CSV in and out."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import ArchiveReport
from archive.admin.tenancy import OwnIndexView, OwnViewSet
from archive.models import Subject
from campaigns.admin.clarity_report import NAMESPACE
from campaigns.admin.social_forms import QuestionFile, QuestionForm
from campaigns.admin.social_posts import PostViewSet
from campaigns.broadcast_log import BadLog
from campaigns.models import SocialQuestion
from campaigns.models.social import QuestionStatus
from campaigns.networks import CHOICES
from campaigns.question_figures import figures
from campaigns.question_import import COLUMNS, MOST_BYTES, import_questions
from campaigns.recording_access import hands_in_for
from campaigns.social_access import campaigns_asked_about, questions_of
from cms.core.reference.models import Institution, State
from cms.core.tenancy import VIEW

QUESTIONS = "wagtailsnippets_campaigns_socialquestion"
"""The namespace of the views of questions."""
MOST_SHOWN = 20
Offer = Callable[[SocialQuestion, User], Button | None]
_offers: list[Offer] = []


def register_offer(offer: Offer) -> None:
    """What a question can become; layers above say it. The button leads to where it is done."""
    _offers.append(offer)


def _received_by(request: HttpRequest | None) -> QuerySet[Institution]:
    if request is None:
        return Institution.objects.none()
    return Institution.objects.filter(pk__in=questions_of(request.user).values("institution"))  # type: ignore[arg-type]


def _about(request: HttpRequest | None) -> Any:
    return campaigns_asked_about(request.user) if request else Institution.objects.none()  # type: ignore[arg-type]


class QuestionFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        method="in_status", choices=QuestionStatus.choices, label=gettext_lazy("Situación")
    )
    network = django_filters.ChoiceFilter(choices=CHOICES, label=gettext_lazy("Red"))
    subject = django_filters.ModelChoiceFilter(queryset=Subject.objects.all(), label=gettext_lazy("Tema"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=gettext_lazy("Entidad federativa"))
    campaign = django_filters.ModelChoiceFilter(queryset=_about, label=gettext_lazy("Campaña"))
    institution = django_filters.ModelChoiceFilter(queryset=_received_by, label=gettext_lazy("Quién la recibió"))
    asked_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = SocialQuestion
        fields: ClassVar[list[str]] = []

    def in_status(self, rows: QuerySet[SocialQuestion], _name: str, value: str) -> QuerySet[SocialQuestion]:
        turned = Q(page__isnull=False) | Q(term__isnull=False)
        conditions = {
            QuestionStatus.TURNED: turned,
            QuestionStatus.ANSWERED: Q(answered_at__isnull=False) & ~turned,
            QuestionStatus.OPEN: Q(answered_at=None) & ~turned,
        }
        return rows.filter(conditions[QuestionStatus(value)])


class BecamePanel(Panel):
    """Below a question: what was made of it, with the way there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/question_became.html"

        def is_shown(self) -> bool:
            return bool(self.instance.page_id or self.instance.term_id)


PANELS: list[Panel] = [
    FieldPanel("question"),
    FieldRowPanel([FieldPanel("network"), FieldPanel("asked_at")]),
    MultiFieldPanel(
        [FieldPanel("answer"), FieldPanel("answered_at"), FieldPanel("answer_url")], gettext_lazy("Respuesta")
    ),
    BecamePanel(),
    MultiFieldPanel(
        [FieldPanel("institution"), FieldPanel("campaign"), FieldPanel("subject"), FieldPanel("state")],
        gettext_lazy("De qué y de dónde"),
    ),
]


class QuestionIndexView(OwnIndexView):
    """The log, with its figures and the way to hand in a CSV."""

    def get_base_queryset(self) -> QuerySet[SocialQuestion]:
        rows: QuerySet[SocialQuestion] = super().get_base_queryset()
        return rows.select_related("subject", "campaign", "state")

    def get_page_subtitle(self) -> str:
        return str(figures(self.get_base_queryset()))

    @cached_property
    def columns(self) -> list[Any]:
        return [each for each in super().columns if each.name != "bulk_actions"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        address = reverse(f"{NAMESPACE}:import_questions")
        return [*super().header_more_buttons, Button(_("Subir un CSV de preguntas"), url=address, icon_name="upload")]


class QuestionEditView(snippets.EditView):
    """The editor, with what the question can become."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        offered = [offer(self.object, self.request.user) for offer in _offers]
        return [*super().header_more_buttons, *(button for button in offered if button)]


class QuestionViewSet(OwnViewSet):
    """The log, for whoever writes for the institution that was asked or edits the campaign it is about."""

    model = SocialQuestion
    icon = "help"
    menu_label = gettext_lazy("Preguntas")
    url_prefix = "campaigns/questions"
    index_view_class = QuestionIndexView
    edit_view_class = QuestionEditView
    edit_handler = ObjectList(PANELS, base_form_class=QuestionForm)
    list_display = [
        "__str__",
        Column("network", label=gettext_lazy("Red"), accessor="get_network_display"),
        Column("asked_at", label=gettext_lazy("Cuándo"), sort_key="asked_at"),
        Column("status", label=gettext_lazy("Situación"), accessor="status.label"),
        Column("subject", label=gettext_lazy("Tema"), classname=SECONDARY),
        Column("campaign", label=gettext_lazy("Campaña"), accessor="campaign.title", classname=SECONDARY),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["question", "answer"]
    ordering = "-asked_at"


class QuestionsReport(ArchiveReport):
    """The log as a spreadsheet takes it."""

    slug = "questions"
    namespace = NAMESPACE
    page_title = gettext_lazy("Preguntas en redes")
    header_icon = "help"
    filterset_class = QuestionFilterSet
    permission_required = VIEW
    columns: ClassVar = [
        TitleColumn(
            "question",
            label=gettext_lazy("Pregunta"),
            get_url=lambda row: reverse(f"{QUESTIONS}:edit", args=[row.pk]),
        ),
        Column("network", label=gettext_lazy("Red"), accessor="get_network_display"),
        Column("asked_at", label=gettext_lazy("Fecha")),
        Column("status", label=gettext_lazy("Situación"), accessor="status.label"),
        Column("answer", label=gettext_lazy("Respuesta"), classname=SECONDARY),
        Column("answered_at", label=gettext_lazy("Respondida"), classname=SECONDARY),
        Column("answer_url", label=gettext_lazy("Dirección"), classname=SECONDARY),
        Column("subject", label=gettext_lazy("Tema"), classname=SECONDARY),
        Column("state", label=gettext_lazy("Entidad"), classname=SECONDARY),
        Column("campaign", label=gettext_lazy("Campaña"), accessor="campaign.title", classname=SECONDARY),
        Column(
            "institution", label=gettext_lazy("Quién la recibió"), accessor="institution.name", classname=SECONDARY
        ),
    ]

    @property
    def permission_policy(self) -> Any:  # type: ignore[override]
        return policy_registry.get_by_type(SocialQuestion)

    def get_base_queryset(self) -> QuerySet[SocialQuestion]:
        rows = questions_of(self.request.user)
        return rows.select_related("subject", "state", "campaign", "institution")

    def get_page_subtitle(self) -> str:
        return str(figures(self.get_queryset()))


class ImportQuestions(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Hand in a CSV; what is amiss is said row by row, and nothing is half taken."""

    template_name = "campaigns_admin/import_questions.html"
    page_title = gettext_lazy("Subir preguntas")
    header_icon = "upload"
    form_class = QuestionFile
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{QUESTIONS}:list"), "label": _("Preguntas en redes")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not hands_in_for(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: QuestionFile) -> HttpResponse:
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            form.add_error("file", _("El archivo es demasiado grande: divídalo por meses."))
            return self.form_invalid(form)
        try:
            found = import_questions(file.read(), form.cleaned_data["institution"])
        except BadLog as bad:
            form.add_error("file", _("No se guardó nada. Corrija estos renglones y súbalo otra vez."))
            return self.render_to_response(self.get_context_data(form=form, problems=bad.problems))
        said = ngettext("Se agregó %d pregunta.", "Se agregaron %d preguntas.", found.added) % found.added
        if found.known:
            said += " " + ngettext("%d ya estaba.", "%d ya estaban.", found.known) % found.known
        messages.success(self.request, said)
        return redirect(reverse(f"{QUESTIONS}:list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        problems = context.get("problems", [])
        return {
            **context,
            "columns": COLUMNS.items(),
            "problems": problems[:MOST_SHOWN],
            "more_problems": max(len(problems) - MOST_SHOWN, 0),
            "way_back": reverse(f"{QUESTIONS}:list"),
        }


class SocialGroup(SnippetViewSetGroup):
    """What campaigns say on networks, and what people ask there."""

    items = (PostViewSet, QuestionViewSet)
    menu_icon = "comment"
    menu_label = gettext_lazy("Redes sociales")
    menu_name = "social"
    menu_order = 210
