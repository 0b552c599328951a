"""The bodies that answer for transparency, nationally and in each state: what they are for and how to reach them."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from campaigns.gate import Refusal
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, VERSIONS, ComposedPage
from cms.core.head import Card
from cms.core.models import BasePage
from cms.core.reference.models import Fact, Institution, State
from cms.home.admin.body_form import BodyForm


class BodiesPage(BasePage):
    """The list of bodies, the national ones first, then those of each state."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/bodies.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.BodyPage"]

    class Meta:
        verbose_name = _("lista de organismos")
        verbose_name_plural = _("listas de organismos")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import bodies  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "listed": bodies.asked(request.GET, getattr(request, "public_state", ""))}


class Power(blocks.StructBlock):
    """Something that a body may or must do."""

    what = blocks.CharBlock(
        label=_("Qué puede o debe hacer"), max_length=220, help_text=_("En una frase que empiece con un verbo.")
    )
    law = blocks.CharBlock(
        label=_("Dónde se dice"), max_length=160, required=False, help_text=_("Ley y artículo, o plan. Se muestra.")
    )

    class Meta:
        icon = "tasks"
        label = _("Facultad")


class BodyPage(ComposedPage):
    """One body: what it is for, what it may do, what has come of it, how to reach it.

    Name, dates and who came before or after are those of the institution: here nothing of it is written again.
    """

    SCHEMA_TYPE = "GovernmentOrganization"

    institution = models.OneToOneField(
        Institution, verbose_name=_("institución"), on_delete=models.PROTECT, related_name="page"
    )
    powers = StreamField(
        [("power", Power())],
        verbose_name=_("qué puede hacer"),
        blank=True,
        help_text=_("Sus facultades, en lenguaje claro, cada una con la norma que se la da."),
    )
    results = ParentalManyToManyField(
        Fact,
        verbose_name=_("resultados"),
        blank=True,
        related_name="+",
        help_text=_("De «Catálogos → Datos con fuente»: cada uno se muestra con su fecha y su fuente."),
    )
    address = models.TextField(_("domicilio"), blank=True, help_text=_("Un renglón en cada línea."))
    phone = models.CharField(_("teléfono"), max_length=60, blank=True)
    email = models.EmailField(_("correo"), blank=True)
    website = models.URLField(_("sitio"), blank=True)
    hours = models.CharField(_("horario"), max_length=120, blank=True)

    base_form_class = BodyForm
    template = "pages/body.html"
    parent_page_types: ClassVar[list[str]] = ["home.BodiesPage", "home.StatePage"]
    subpage_types: ClassVar[list[str]] = [*VERSIONS]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        FieldPanel("institution"),
        FieldPanel("powers"),
        FieldPanel("results"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("website"), FieldPanel("hours")]),
            ],
            _("Cómo comunicarse"),
        ),
        FieldPanel("body"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("página de un organismo")
        verbose_name_plural = _("páginas de los organismos")

    def clean(self) -> None:
        super().clean()
        if not self.path or not self.institution_id:
            return
        section = getattr(self.get_parent().specific, "state", None)
        if section != self.institution.state:
            raise ValidationError({"institution": self._misplaced(section)})

    def _misplaced(self, section: State | None) -> Any:
        if section is None:
            return _("Es de un estado: su página cuelga de la del estado.")
        return _("Esta página cuelga de la de %(state)s: elija una institución de ahí.") % {"state": section.name}

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if not self.powers:
            found.append(Refusal("powers", str(_("Escriba por lo menos una cosa que puede o debe hacer."))))
        if not self.institution.existed_to and not self.has_contact:
            found.append(Refusal("phone", str(_("Escriba cómo comunicarse: domicilio, teléfono, correo o sitio."))))
        return found

    @property
    def has_contact(self) -> bool:
        """Whether it says any way to reach the body."""
        return any((self.address.strip(), self.phone, self.email, self.website))

    @property
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.address.splitlines() if line.strip()]

    def own_words(self) -> dict[str, Any]:
        said = " ".join(f"{power.value['what'].rstrip('.')}." for power in self.powers if power.value["what"])
        words = super().own_words()
        return {**words, "summary": "\n\n".join(each for each in (words["summary"], said) if each)}

    def speaks_for(self) -> State | None:
        return self.institution.state

    def head_card(self, request: HttpRequest) -> Card:
        known = {
            "name": self.institution.name,
            "alternateName": self.institution.acronym,
            "dissolutionDate": self.institution.existed_to,
            "telephone": self.phone,
            "email": self.email,
            "address": ", ".join(self.address_lines),
            "sameAs": self.website,
        }
        return replace(super().head_card(request), extra={name: value for name, value in known.items() if value})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.home import bodies  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "known": bodies.known_of(self)}
