"""What pages built of parts have in common: the list of their headings, and the words they explain."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from archive.admin.cited_panel import FallenQuotesPanel
from campaigns import clarity, offering, versions
from campaigns.admin import content_checks
from campaigns.admin.artwork_panel import ArtworkPanel
from campaigns.admin.forms import GatedPageForm
from campaigns.admin.national_panel import NationalPanel
from campaigns.blocks import ARTICLE
from campaigns.gate import NotPublishable, Refusal
from campaigns.gauge import gauge
from campaigns.locks import NationallyLocked
from campaigns.marked_text import marked
from cms.core.blocks import headings
from cms.core.languages import SPANISH, is_spanish
from cms.core.models import BasePage
from cms.core.reference import glossary
from cms.core.reference.models import State

HEADINGS_FOR_A_LIST = 3
FIRST_PANELS: list[Panel] = [NationalPanel(), FallenQuotesPanel(), *BasePage.content_panels]
"""What the editor of every page that is built of parts begins with."""
LAST_PANELS: list[Panel] = [MultiFieldPanel([FieldPanel("clarity_reason")], _("Lenguaje claro"))]
"""What the editor of every page of text ends with."""
VERSIONS = ["campaigns.EasyReadPage", "campaigns.LanguagePage"]
"""What may hang from every page of text: the same in easier words, and in other languages."""
CLARITY = "clarity"
"""The preview that shows how clear the text is, in place of the page."""
PUBLISHED_UNCLEAR = "campaigns.published_unclear"


def incomplete(page: Page) -> list[Refusal]:
    """What a draft may lack and a page may not; the editor's form says it by itself."""
    try:
        page.full_clean()
    except ValidationError as error:
        return [Refusal(name, " ".join(said)) for name, said in error.message_dict.items()]
    return []


class ComposedPage(BasePage):
    """A page of text: parts in an order, with the words of the glossary explained where they first stand."""

    body = StreamField(ARTICLE, verbose_name=_("contenido"), blank=True)

    clarity_reason = models.TextField(
        _("por qué no puede ser más claro"),
        blank=True,
        max_length=500,
        help_text=_(
            "Solo si el texto no llega a la meta y no hay otra manera de decirlo: cita una ley palabra por palabra, "
            "explica un trámite con nombres largos… Queda en el historial y en el informe de claridad."
        ),
    )

    base_form_class = GatedPageForm
    content_panels: ClassVar[list[Panel]] = [*FIRST_PANELS, FieldPanel("body"), *LAST_PANELS]
    promote_panels: ClassVar[list[Panel]] = [
        *BasePage.promote_panels,
        MultiFieldPanel([ArtworkPanel()], _("Tarjetas para compartir")),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        names = [each["url"] for each in headings(self.body)]
        double = next((each for each in names if names.count(each) > 1), None)
        if double:
            message = _("Dos subtítulos de la página dicen lo mismo. Cambie uno, para poder enlazar a cada parte.")
            raise ValidationError({"body": message})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rendered = self.body.render_as_block({**context, "request": request})
        told = None
        if getattr(request, "is_preview", False):
            rendered, told = content_checks.mark(rendered), self._told_to_its_writer()
        explained = self._explained(rendered)
        parts = headings(self.body)
        return {
            **context,
            "body": explained.html,
            "clarity_told": told,
            "terms": explained.terms,
            "headings": parts if len(parts) >= HEADINGS_FOR_A_LIST else [],
            "versions": versions.to_read(self, getattr(request, "public_state", "")),
        }

    def _told_to_its_writer(self) -> dict[str, Any] | None:
        return self.clarity().told if is_spanish(self.text_language) else None

    def _explained(self, rendered: str) -> glossary.Explained:
        """The words of the glossary are Spanish ones."""
        if not is_spanish(self.text_language):
            return glossary.Explained(mark_safe(rendered), [])  # noqa: S308 - rendered by our own templates
        return glossary.explain(rendered, leave_out=self.unmarked_terms_pks())

    @property
    def text_language(self) -> str:
        """The language of what is written on it, as a BCP 47 tag; the site around it is Spanish."""
        return SPANISH

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        modes: list[tuple[str, Any]] = super().preview_modes
        return [*modes, (CLARITY, _("Lenguaje claro"))] if is_spanish(self.text_language) else modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != CLARITY:
            return super().serve_preview(request, mode_name)
        found = self.clarity()
        context = {
            "page": self,
            "clarity": found,
            "clarity_told": found.told,
            "gauge": gauge(found.measure, target=found.target, is_enough=found.is_enough),
            "blocks": marked(found.measure),
        }
        return render(request, "campaigns_admin/clarity_preview.html", context)

    def clarity(self) -> clarity.Clarity:
        """How clear its own words are."""
        return clarity.clarity_of(type(self), **self.own_words())

    def own_words(self) -> dict[str, Any]:
        """What of it its writer may put more clearly: title, summary and parts, as `own_text` takes them."""
        return {"title": self.title, "summary": self.summary, "body": self.body}

    def said(self) -> list[str]:
        """All that it says in words, piece by piece: what a version of it in other words has to follow."""
        words = self.own_words()
        body = self.body.stream_block.get_searchable_content(self.body)
        return [each for each in (self.title, *words["summary"].split("\n\n"), *body) if each.strip()]

    def refusals(self) -> list[Refusal]:
        """What keeps it from being published as it is; the gate asks here."""
        if self.clarity_reason.strip():
            return []
        found = self.clarity()
        return [] if found.is_enough else [Refusal("clarity_reason", found.refusal)]

    def speaks_for(self) -> State | None:
        """The state whose people write it; None for the national ones."""
        return None

    def broken_locks(self) -> list[str]:
        """The fields that were changed though somebody else keeps them as they are."""
        return []

    @transaction.atomic
    def save_revision(self, *args: Any, takes_correction: bool = False, **kwargs: Any) -> Revision:
        """Raises NationallyLocked where a state would change what it may not; a national correction may."""
        if not takes_correction and (names := self.broken_locks()):
            raise NationallyLocked(names)
        revision: Revision = super().save_revision(*args, **kwargs)
        clarity.keep(self.clarity(), self, revision, self.speaks_for())
        if not takes_correction:
            offering.note_own_work(self, revision)
        return revision

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """What is published is offered to the states that took it, and gets its cards; every way of publishing comes
        here, and saves the whole row. A draft of what is public saves a few columns of it, with other words at hand
        than readers get."""
        from campaigns import artwork_changes, artwork_making  # noqa: PLC0415 - they know the pages

        saved = super().save(*args, **kwargs)
        offering.offer(self)
        if self.live and kwargs.get("update_fields") is None:
            offering.settle(self)
            artwork_making.begin(self)
            artwork_changes.below(self)
        return saved

    @transaction.atomic
    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Raises NotPublishable for what is not ready; what was scheduled has passed."""
        written = revision.as_object()
        if revision.approved_go_live_at is None and (refusals := [*incomplete(written), *written.refusals()]):
            raise NotPublishable(self, refusals)
        super().publish(revision, user=user, **kwargs)

    def unmarked_terms_pks(self) -> list[int]:
        """Words that are not explained on this page, because its author says so."""
        return []
