"""Versions of a page of text: the same in easy-read Spanish, or in another language, as pages below it."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.models import Page, Revision
from wagtail.models.panels import PanelPlaceholder

from archive.models.document import LANGUAGE_TAG
from campaigns.admin.version_form import CURRENT, TWICE, VersionForm
from campaigns.admin.version_panel import IsCurrentPanel, OriginalPanel
from campaigns.easy_read import MOST_WORDS, long_sentences
from campaigns.gate import Refusal
from campaigns.models.channel import HangingPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, ComposedPage
from cms.core.head import Card
from cms.core.languages import NAMES, SPANISH, is_spanish, language_name

EASY = 65.0
"""INFLESZ from which on a text is "fairly easy": what easy-read texts are held to."""


def _without_address(panel: Panel) -> Panel:
    """Wagtail's field for titles writes addresses too, and here the form has none."""
    is_title = isinstance(panel, PanelPlaceholder) and issubclass(panel.panel_class, TitleFieldPanel)
    return FieldPanel("title", classname="title") if is_title else panel


BEGINNING: list[Panel] = [OriginalPanel(), *map(_without_address, FIRST_PANELS)]


class VersionPage(HangingPage):
    """What the page above says, said otherwise. It keeps what that one said when it was last brought up to date."""

    source_revision = models.ForeignKey(
        Revision, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    """The revision of the original that it follows; None where that one was cleared away, or never had one."""
    source_said = models.JSONField(default=list, blank=True, editable=False)
    """What the original said then (`ComposedPage.said`): outlives the revision."""

    base_form_class = VersionForm
    subpage_types: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], _("En buscadores y al compartir")
        )
    ]

    class Meta:
        abstract = True

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Below every page of text but another version."""
        above = parent.specific_class
        if above is None or not issubclass(above, ComposedPage) or issubclass(above, VersionPage):
            return False
        return bool(super().can_exist_under(parent))

    @property
    def said_as(self) -> str:
        """What readers choose it by: "Lectura fácil", "Náhuatl"."""
        raise NotImplementedError

    @property
    def address_as(self) -> str:
        """What its address is made of."""
        return self.said_as

    @property
    def original(self) -> ComposedPage:
        """What it is a version of."""
        found: ComposedPage = self.get_parent().specific
        return found

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Its address follows from what it is."""
        self.slug = slugify(self.address_as)
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and not self.source_said:
            self.follow(self.original)
        return super().save(*args, **kwargs)

    def follow(self, original: ComposedPage) -> None:
        """Note that it says what the original says now; saving it is the caller's."""
        self.source_revision_id = original.live_revision_id
        self.source_said = original.said()

    def lags_behind(self, original: ComposedPage | None = None) -> bool:
        """Whether the original, which may be given, says something else by now to its readers."""
        original = original or self.original
        return bool(self.source_said != original.said())

    def has_its_like_below(self, _parent: Page) -> bool:
        """Whether the page has such a version already, besides this one."""
        return False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        original = self.original
        return {**context, "original": original, "is_behind": self.lags_behind(original)}

    def head_card(self, request: HttpRequest) -> Card:
        card = super().head_card(request)
        above = request.build_absolute_uri(self.get_parent().url)
        return replace(card, extra={**card.extra, **self.related_to(above)})

    def related_to(self, original_url: str) -> dict[str, Any]:
        """What schema.org calls that it is made from the page at this address."""
        return {"isBasedOn": original_url}


class EasyReadPage(VersionPage):
    """The same in short sentences and everyday words, for people who read with difficulty."""

    CLARITY_TARGET = EASY

    template = "pages/version.html"
    max_count_per_parent = 1
    content_panels: ClassVar[list[Panel]] = [
        *BEGINNING,
        FieldPanel(
            "body",
            help_text=_(
                "Una idea en cada frase, de 15 palabras cuando mucho. Explique cada palabra difícil. Ponga imágenes "
                "que muestren lo que dice el texto."
            ),
        ),
        IsCurrentPanel(CURRENT),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("versión en lectura fácil")
        verbose_name_plural = _("versiones en lectura fácil")

    @property
    def said_as(self) -> str:
        return gettext("Lectura fácil")

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if not self.clarity_reason.strip() and (long := long_sentences(self.clarity().measure.text)):
            message = ngettext(
                "En lectura fácil cada frase tiene %(most)d palabras cuando mucho. Acorte esta: «%(first)s»",
                "En lectura fácil cada frase tiene %(most)d palabras cuando mucho. Acorte %(number)d frases; la "
                "primera es: «%(first)s»",
                len(long),
            ) % {"most": MOST_WORDS, "number": len(long), "first": long[0]}
            found.append(Refusal("body", message))
        return found


class LanguagePage(VersionPage):
    """The same in another language."""

    language = models.CharField(
        _("lengua"),
        max_length=12,
        validators=[RegexValidator(LANGUAGE_TAG, _("Escriba el código de la lengua: nah, yua, tzo."))],
        help_text=_("Código BCP 47: %(known)s…")
        % {"known": ", ".join(f"{code} ({name})" for code, name in NAMES.items() if code not in {SPANISH, "en"})},
    )
    translator = models.CharField(
        _("quién la tradujo"), max_length=160, blank=True, help_text=_("Persona u organización. Se muestra.")
    )

    template = "pages/version.html"
    content_panels: ClassVar[list[Panel]] = [
        *BEGINNING,
        MultiFieldPanel([FieldPanel("language"), FieldPanel("translator")], _("La lengua")),
        FieldPanel("body"),
        IsCurrentPanel(CURRENT),
    ]

    class Meta:
        verbose_name = _("versión en otra lengua")
        verbose_name_plural = _("versiones en otras lenguas")

    @property
    def said_as(self) -> str:
        return language_name(self.language)

    @property
    def text_language(self) -> str:
        return self.language

    @property
    def address_as(self) -> str:
        return f"{self.said_as} {self.language.partition('-')[2]}"

    def clean(self) -> None:
        self.language = self.language.strip()
        if is_spanish(self.language):
            message = _("El original ya está en español. Para otra versión en español, haga una en lectura fácil.")
            raise ValidationError({"language": message})
        if self.path and self.has_its_like_below(self.get_parent()):
            raise ValidationError({"language": TWICE})
        super().clean()

    def has_its_like_below(self, parent: Page) -> bool:
        beside = LanguagePage.objects.child_of(parent).exclude(pk=self.pk)
        return bool(beside.filter(language__iexact=self.language).exists())

    def own_words(self) -> dict[str, Any]:
        """The formulas know no other language than Spanish."""
        return {"title": "", "summary": "", "body": []}

    def related_to(self, original_url: str) -> dict[str, Any]:
        return {"inLanguage": self.language, "translationOfWork": {"@id": original_url}}
