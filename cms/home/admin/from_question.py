"""What people ask becomes what the site says: a draft of an article, or a draft of a word of the glossary."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from archive.admin.tenancy import row_of
from campaigns.models import SocialQuestion
from cms.core.reference.models import GlossaryTerm
from cms.home.models import ArticleIndexPage, ArticlePage, StatePage

NAMESPACE = "home_questions"
ARTICLE, TERM = "article", "term"
ADD_TERM = "reference.add_glossaryterm"
LONGEST_SLUG = 60


def place_for(user: User, question: SocialQuestion) -> Page | None:
    """Where an article of the person's about it would be: among all articles, or on the page of the state."""
    state = question.state or question.institution.state
    candidates = [*ArticleIndexPage.objects.all(), *StatePage.objects.filter(state=state)]
    if not any(_may_add(user, page) for page in candidates):
        candidates = list(StatePage.objects.filter(state=question.institution.state))
    return next((page for page in candidates if _may_add(user, page)), None)


def _may_add(user: User, page: Page) -> bool:
    return bool(page.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def article_from(question: SocialQuestion, user: User) -> ArticlePage:
    """The draft of an article that answers it, made once; the question leads to it from then on.

    Raises PermissionDenied where the person may write nowhere.
    """
    question = SocialQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.page is not None:
        found: ArticlePage = question.page.specific
        return found
    place = place_for(user, question)
    if place is None:
        raise PermissionDenied
    title = Truncator(question.question).chars(120)
    told = {"question": Truncator(question.question).chars(160), "answer": f"<p>{escape(question.answer)}</p>"}
    article = ArticlePage(
        title=title,
        slug=_free_slug(place, title),
        institution=question.institution,
        body=[("questions", {"questions": [told]})],
        live=False,
        owner=user,
    )
    place.add_child(instance=article)
    article.save_revision(user=user, log_action=True)
    question.page = article
    question.save(update_fields=["page"])
    return article


def _free_slug(place: Page, title: str) -> str:
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "pregunta"
    taken = set(place.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def term_from(question: SocialQuestion) -> GlossaryTerm:
    """The draft of a word of the glossary, made once: nobody reads it until its editors say that it is ready."""
    question = SocialQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.term:
        return question.term
    word = Truncator(question.question.strip("¿?¡! ")).chars(100)
    taken = GlossaryTerm.objects.filter(term__startswith=word).count()
    name = f"{word} ({taken + 1})" if taken else word
    term: GlossaryTerm = GlossaryTerm.objects.create(
        term=name, slug=slugify(name)[:100] or f"pregunta-{question.pk}", definition=question.answer, is_draft=True
    )
    question.term = term
    question.save(update_fields=["term"])
    return term


class FromQuestion(WagtailAdminTemplateMixin, TemplateView):
    """Asks once, then makes the draft and opens it."""

    template_name = "home_admin/from_question.html"
    page_title = gettext_lazy("De pregunta a contenido")
    header_icon = "help"
    becomes = ARTICLE
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailsnippets_campaigns_socialquestion:edit", args=[self.question.pk]),
                "label": str(self.question),
            },
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        row = row_of(request.user, SocialQuestion, str(kwargs["pk"]))  # type: ignore[arg-type]
        if not isinstance(row, SocialQuestion):
            raise Http404
        self.question = row

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        allowed = user.has_perm(ADD_TERM) if self.becomes == TERM else place_for(user, self.question)
        if not allowed and not (self.becomes == ARTICLE and self.question.page_id):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.becomes == TERM:
            term = term_from(self.question)
            messages.success(
                request, _("Se hizo el borrador del término. Complételo y quítele la marca de borrador.")
            )
            return redirect(reverse("glossary:edit", args=[term.pk]))
        article = article_from(self.question, request.user)  # type: ignore[arg-type]
        messages.success(request, _("Se hizo el borrador del artículo. Escriba la respuesta y publíquelo."))
        return redirect(reverse("wagtailadmin_pages:edit", args=[article.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "question": self.question,
            "becomes": self.becomes,
            "place": place_for(user, self.question),
            "way_back": reverse("wagtailsnippets_campaigns_socialquestion:edit", args=[self.question.pk]),
        }


def offer_article(question: SocialQuestion, user: User) -> Button | None:
    """The way to an article, for who may write one."""
    if question.page_id or place_for(user, question) is None:
        return None
    return Button(
        _("Hacer un artículo"), url=reverse(f"{NAMESPACE}:{ARTICLE}", args=[question.pk]), icon_name="doc-full"
    )


def offer_term(question: SocialQuestion, user: User) -> Button | None:
    """The way to a word of the glossary, for who keeps it."""
    if question.term_id or not user.has_perm(ADD_TERM):
        return None
    return Button(
        _("Hacer un término"), url=reverse(f"{NAMESPACE}:{TERM}", args=[question.pk]), icon_name="openquote"
    )
