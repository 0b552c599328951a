"""Campaigns: one object for what is said, to whom, when and why, over all channels."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from archive.models import Subject
from campaigns import locks
from campaigns.admin.campaign_form import CampaignForm
from campaigns.admin.kit_panel import KitPanel
from campaigns.gate import Refusal
from campaigns.kit import requirements
from campaigns.kit.blocks import KIT
from campaigns.kit.parts import SECTION
from campaigns.local_parts import MOST, PARTS, Local, grouped, told
from campaigns.lockable import LockedFields, from_the_start
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, VERSIONS, ComposedPage
from cms.core.head import Picture
from cms.core.models import BasePage
from cms.core.reference.models import Institution, State, StrategyGoal
from cms.core.tenancy import KEEPS_THE_SITE

MOST_MESSAGES = 5
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Phase(models.TextChoices):
    """Where a campaign stands in time."""

    RUNNING = "running", _("En curso")
    COMING = "coming", _("Por empezar")
    PAST = "past", _("Terminadas")


SAID_OF_ONE = {Phase.RUNNING: _("En curso"), Phase.COMING: _("Por empezar"), Phase.PAST: _("Terminada")}


class CampaignsPage(BasePage):
    """The list of campaigns, by when, theme, region and state."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/campaigns.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["campaigns.CampaignPage"]

    class Meta:
        verbose_name = _("lista de campañas")
        verbose_name_plural = _("listas de campañas")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import listing  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "listed": listing.asked(request.GET, getattr(request, "public_state", ""))}


class CampaignPage(ComposedPage):
    """What is to be achieved with whom, from when to when, and what is said; below it hang its channels."""

    aim = models.TextField(
        _("qué busca"), max_length=400, help_text=_("Una o dos frases: qué sabrá o podrá hacer la gente después.")
    )
    audience = models.CharField(
        _("a quién va dirigida"), max_length=200, help_text=_("Estudiantes, madres y padres, quienes hacen trámites…")
    )
    messages = StreamField(
        [("message", blocks.CharBlock(label=_("Mensaje"), max_length=160))],
        verbose_name=_("mensajes clave"),
        max_num=MOST_MESSAGES,
        help_text=_("Lo que debe quedar en la memoria: de uno a cinco, cada uno en una frase que se pueda decir."),
    )
    starts_on = models.DateField(_("empieza el"))
    ends_on = models.DateField(_("termina el"), null=True, blank=True, help_text=_("Vacía: sin fecha de término."))
    institution = models.ForeignKey(
        Institution, verbose_name=_("institución responsable"), on_delete=models.PROTECT, related_name="+"
    )
    states = ParentalManyToManyField(
        State,
        verbose_name=_("dónde"),
        blank=True,
        related_name="+",
        help_text=_("Ninguna entidad marcada: en todo el país."),
    )
    subjects = ParentalManyToManyField(Subject, verbose_name=_("temas"), blank=True, related_name="+")
    goals = ParentalManyToManyField(
        StrategyGoal,
        verbose_name=_("a qué objetivos contribuye"),
        blank=True,
        related_name="+",
        help_text=_("De la estrategia de gobierno abierto. Se muestran."),
    )
    locked_fields = LockedFields(
        _("qué no cambian los estados"),
        default=from_the_start,
        blank=True,
        help_text=_(
            "Quien tome la campaña en su estado verá esto sin poder cambiarlo. Lo demás puede hacerlo suyo. "
            "Si lo corrige aquí después, a cada estado se le ofrece la corrección."
        ),
    )
    local_logo = models.ForeignKey(
        "core.SiteImage",
        verbose_name=_("logotipo del estado"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("El de su institución. Se muestra junto a los contactos."),
    )
    local_parts = StreamField(
        PARTS,
        verbose_name=_("lo propio del estado"),
        blank=True,
        max_num=MOST,
        help_text=_("Fechas, ejemplos y contactos de aquí. Ninguna corrección nacional los toca."),
    )

    kit = StreamField(
        KIT,
        verbose_name=_("kit para replicarla"),
        blank=True,
        help_text=_("Lo que otros se llevan para replicarla, en este orden. Cada parte lleva crédito y licencia."),
    )

    OF_ITS_OWN = ("states", "locked_fields", "targets", "kit")
    SCHEMA_TYPE = "CreativeWork"
    base_form_class = CampaignForm
    template = "pages/campaign.html"
    parent_page_types: ClassVar[list[str]] = ["campaigns.CampaignsPage", "home.StatePage"]
    subpage_types: ClassVar[list[str]] = [
        "campaigns.SpotPage",
        "campaigns.PressReleasePage",
        "campaigns.AppearancePage",
        "campaigns.EventPage",
        "campaigns.UniversityActivityPage",
        *VERSIONS,
    ]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldPanel("aim"),
                FieldPanel("audience"),
                FieldPanel("messages"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            ],
            _("Qué, a quién y cuándo"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldPanel("states"),
                FieldPanel("subjects"),
                FieldPanel("goals"),
            ],
            _("Quién, dónde y para qué"),
        ),
        FieldPanel("body"),
        MultiFieldPanel([KitPanel(), FieldPanel("kit")], _("Kit")),
        InlinePanel(
            "targets",
            heading=_("Metas de alcance"),
            label=_("meta"),
            help_text=_("A cuánto quiere llegar. No se muestran al público: están en Informes → Alcance."),
        ),
        MultiFieldPanel([FieldPanel("local_logo"), FieldPanel("local_parts")], _("En el estado")),
        # A national campaign is the national team's; which fields states may change is for it to say.
        FieldPanel("locked_fields", permission=KEEPS_THE_SITE),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("campaña")
        verbose_name_plural = _("campañas")

    def clean(self) -> None:
        super().clean()
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError({name: _("Revise el año: parece un error.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Termina antes de empezar: corrija una de las dos fechas.")})

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if not self.messages:
            found.append(Refusal("messages", str(_("Escriba por lo menos un mensaje clave."))))
        found += [*requirements.refusals(self)]
        return found + [Refusal(name, str(locks.REASON)) for name in self.broken_locks()]

    def broken_locks(self) -> list[str]:
        return locks.broken(self)

    def own_words(self) -> dict[str, Any]:
        said = " ".join(_sentence(message.value) for message in self.messages)
        words = super().own_words()
        parts = (words["summary"], self.aim, said, told(self.local_parts))
        return {**words, "summary": "\n\n".join(each for each in parts if each)}

    def speaks_for(self) -> State | None:
        return self.institution.state

    def _picture(self, request: HttpRequest) -> Picture | None:
        """Shared without an image of its own, its card stands for it."""
        from campaigns import artwork_files  # noqa: PLC0415 - selectors import the models

        return super()._picture(request) or artwork_files.link_picture(self, request.build_absolute_uri)

    @property
    def local(self) -> Local:
        """What the state added of its own."""
        return grouped(self.local_parts)

    def phase(self, today: date | None = None) -> Phase:
        """Where it stands on the day (today, on the clocks of the site)."""
        today = today or timezone.localdate()
        if self.starts_on > today:
            return Phase.COMING
        return Phase.PAST if self.ends_on and self.ends_on < today else Phase.RUNNING

    def phase_said(self) -> Any:
        """Where it stands today, in words."""
        return SAID_OF_ONE[self.phase()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import listing, press  # noqa: PLC0415
        from campaigns.events import listing as events  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "known": listing.known_of(self),
            "press": press.of_campaign(self),
            "events": events.below(self),
        }

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Below the campaign's own address is that of its kit."""
        if path_components == [SECTION] and self.live and self.kit:
            return RouteResult(self, kwargs={"section": SECTION})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, section: str = "", **kwargs: Any) -> HttpResponseBase:
        from campaigns.kit import views  # noqa: PLC0415 - they import the models

        return views.page(request, self) if section else super().serve(request, *args, **kwargs)


def _sentence(message: str) -> str:
    return message if message.endswith((".", "?", "!", "…")) else f"{message}."
