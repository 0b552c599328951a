"""Articles and guides in plain language, and where they are listed."""

from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from campaigns.admin.question_panel import QuestionsOfPeoplePanel
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, VERSIONS, ComposedPage
from cms.core.atomic import AtomicSave
from cms.core.head import Card
from cms.core.models import BasePage
from cms.core.reference.models import GlossaryTerm, Institution, State
from cms.home.admin.forms import ArticleForm


class Topic(AtomicSave):  # type: ignore[django-manager-missing]
    """What an article is about, as readers filter lists by it."""

    name = models.CharField(_("nombre"), max_length=80, unique=True)
    slug = models.SlugField(_("dirección"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("tema de artículos")
        verbose_name_plural = _("temas de artículos")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ArticleIndexPage(BasePage):
    """The list of articles and guides, by kind and topic."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/articles.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.ArticlePage"]

    class Meta:
        verbose_name = _("lista de artículos")
        verbose_name_plural = _("listas de artículos")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import listing  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "listed": listing.asked(self, request.GET)}


class ArticlePage(ComposedPage):
    """One question answered (article), or one thing done step by step (guide)."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Artículo")
        GUIDE = "guide", _("Guía")

    SCHEMA_TYPE = "Article"

    kind = models.CharField(_("clase"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    topic = models.ForeignKey(
        Topic, verbose_name=_("tema"), null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institución que publica"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_on = models.DateField(
        _("revisado el"), null=True, blank=True, help_text=_("Cuándo se comprobó por última vez que sigue vigente.")
    )
    unmarked_terms = ParentalManyToManyField(
        GlossaryTerm,
        verbose_name=_("palabras que aquí no se explican"),
        blank=True,
        related_name="+",
        help_text=_("Las palabras del glosario se explican solas la primera vez que aparecen, salvo estas."),
    )

    base_form_class = ArticleForm
    template = "pages/article.html"
    parent_page_types: ClassVar[list[str]] = ["home.ArticleIndexPage", "home.StatePage"]
    subpage_types: ClassVar[list[str]] = [*VERSIONS]
    content_panels: ClassVar[list[Panel]] = [
        QuestionsOfPeoplePanel(),
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
                FieldPanel("institution"),
                FieldPanel("reviewed_on"),
            ],
            _("De qué trata y quién responde"),
        ),
        FieldPanel("body"),
        FieldPanel("unmarked_terms"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("artículo o guía")
        verbose_name_plural = _("artículos y guías")

    def speaks_for(self) -> State | None:
        return self.institution.state if self.institution else None

    def unmarked_terms_pks(self) -> list[int]:
        return [term.pk for term in self.unmarked_terms.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import listing  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "others": listing.beside(self)}

    def head_card(self, request: HttpRequest) -> Card:
        card = super().head_card(request)
        publisher = self.institution.name if self.institution else settings.WAGTAIL_SITE_NAME
        return replace(card, extra={"author": {"@type": "Organization", "name": publisher}, "headline": self.title})
