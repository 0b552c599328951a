"""Events: where people meet, or what they follow from afar. Moved or cancelled, they keep their address."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from campaigns.admin.event_form import EventForm
from campaigns.gate import Refusal
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, ComposedPage
from campaigns.programme import PROGRAMME
from cms.core import zones
from cms.core.head import Card
from cms.core.models import BasePage
from cms.core.reference.models import Institution, State

FIRST_YEAR, LAST_YEAR = 2000, 2100
KEEP_REGISTRATIONS = timedelta(days=90)
"""How long after an event it is known who registered; after that, only how many."""


class EventKind(models.TextChoices):
    FORUM = "forum", _("Foro")
    MEETING = "meeting", _("Reunión")
    CONGRESS = "congress", _("Congreso")
    WORKSHOP = "workshop", _("Taller")
    TALK = "talk", _("Charla")
    HACKATHON = "hackathon", _("Hackatón")
    OTHER = "other", _("Otro evento")


class EventStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("En pie")
    MOVED = "moved", _("Cambió de fecha o de lugar")
    CANCELLED = "cancelled", _("Cancelado")


class EventsPage(BasePage):
    """The list of events: those to come, and the past ones by year."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/events.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["campaigns.EventPage"]

    class Meta:
        verbose_name = _("lista de eventos")
        verbose_name_plural = _("listas de eventos")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns.events import listing  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "listed": listing.asked(request.GET, getattr(request, "public_state", ""))}


class EventPage(ChannelPage):
    """One event: when, where or by which link, what happens there, and how one takes part."""

    kind = models.CharField(_("clase"), max_length=12, choices=EventKind, default=EventKind.FORUM)
    institution = models.ForeignKey(
        Institution, verbose_name=_("institución que convoca"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("empieza"))
    ends_at = models.DateTimeField(_("termina"))
    zone = models.CharField(
        _("husos horarios"),
        max_length=32,
        choices=list(zones.ZONES.items()),
        blank=True,
        help_text=_("Los relojes que valen para todas las horas de esta página. Vacío: los de la entidad."),
    )
    status = models.CharField(_("situación"), max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED)
    status_reason = models.CharField(
        _("por qué cambió o se cancela"),
        max_length=300,
        blank=True,
        help_text=_("Se muestra, y lo recibe por correo quien se registró."),
    )
    place = models.CharField(_("lugar"), max_length=160, blank=True, help_text=_("Auditorio, plaza, aula…"))
    address = models.CharField(_("domicilio"), max_length=300, blank=True)
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Vacía solo si es en línea y para todo el país."),
    )
    place_access = models.TextField(
        _("cómo se entra"),
        blank=True,
        max_length=500,
        help_text=_("Para quien usa silla de ruedas, no ve o no oye: rampa, elevador, baños, cómo llegar."),
    )
    link = models.URLField(
        _("enlace para participar en línea"), blank=True, max_length=500, help_text=_("De la videoconferencia.")
    )
    link_is_public = models.BooleanField(
        _("mostrar el enlace a cualquiera"),
        default=False,
        help_text=_("Si no, solo lo recibe por correo quien tiene lugar."),
    )
    languages = models.CharField(
        _("lenguas"),
        max_length=120,
        blank=True,
        help_text=_("Si no es solo español: maya con traducción al español…"),
    )
    has_sign_language = models.BooleanField(_("con interpretación a Lengua de Señas Mexicana"), default=False)
    has_captions = models.BooleanField(_("con subtítulos en vivo"), default=False)
    programme = StreamField(PROGRAMME, verbose_name=_("programa"), blank=True)
    contact_name = models.CharField(_("con quién"), max_length=120, blank=True)
    contact_mail = models.EmailField(_("correo de contacto"), blank=True)
    contact_phone = models.CharField(_("teléfono de contacto"), max_length=40, blank=True)
    takes_registrations = models.BooleanField(
        _("hay que registrarse"), default=False, help_text=_("En este sitio, con nombre y correo.")
    )
    capacity = models.PositiveIntegerField(
        _("cupo"), null=True, blank=True, help_text=_("Lleno el cupo hay lista de espera. Vacío: sin límite.")
    )
    registration_opens_at = models.DateTimeField(_("el registro abre"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("el registro cierra"), null=True, blank=True)
    recording_link = models.URLField(
        _("grabación"), blank=True, max_length=500, help_text=_("Después del evento: dónde puede verse.")
    )

    SCHEMA_TYPE = "Event"
    base_form_class = EventForm
    template = "pages/event.html"
    parent_page_types: ClassVar[list[str]] = ["campaigns.EventsPage", "campaigns.CampaignPage", "home.StatePage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["status", "status_reason", "recording_link"]
    OF_ITS_OWN = ("takes_registrations", "capacity", "registration_opens_at", "registration_closes_at")
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("institution"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("zone"),
            ],
            _("Qué, quién y cuándo"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("state")]),
                FieldPanel("address"),
                FieldPanel("place_access"),
                FieldPanel("link"),
                FieldPanel("link_is_public"),
            ],
            _("Dónde"),
        ),
        MultiFieldPanel(
            [FieldPanel("languages"), FieldPanel("has_sign_language"), FieldPanel("has_captions")], _("Para todas")
        ),
        MultiFieldPanel(
            [
                FieldPanel("takes_registrations"),
                FieldPanel("capacity"),
                FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
            ],
            _("Registro"),
        ),
        FieldPanel("programme"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_mail"), FieldPanel("contact_phone")]),
            ],
            _("Contacto"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("status_reason"), FieldPanel("recording_link")],
            _("Si algo cambia, y después"),
        ),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventos")

    @property
    def clock(self) -> str:
        """The zone in which its times are said."""
        return self.zone or zones.of_state(self.state.code if self.state else None)

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def has_passed(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def closes_at(self) -> datetime:
        """From when on nobody registers any more."""
        return self.registration_closes_at or self.starts_at

    @property
    def kept_until(self) -> datetime:
        """When the data of those who registered are due to be deleted."""
        return self.ends_at + KEEP_REGISTRATIONS

    @property
    def public_link(self) -> str:
        """Where anybody may join."""
        return self.link if self.link_is_public else ""

    def clean(self) -> None:
        super().clean()
        from campaigns.events import ready  # noqa: PLC0415 - it speaks of this model

        if problems := ready.contradictions(self):
            raise ValidationError(problems)

    def refusals(self) -> list[Refusal]:
        from campaigns.events import ready  # noqa: PLC0415

        return [*super().refusals(), *ready.refusals(self)]

    def own_words(self) -> dict[str, Any]:
        """What is said of its place, its sessions and its changes counts as well."""
        words = super().own_words()
        said = [each.value["title"] for each in self.programme]
        more = [words["summary"], self.place_access, self.status_reason, *(f"{each}." for each in said)]
        return {**words, "summary": "\n\n".join(each for each in more if each)}

    def speaks_for(self) -> State | None:
        above = self.get_parent()
        specific = above.specific if above else None
        return specific.speaks_for() if isinstance(specific, ComposedPage) else self.institution.state

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns.events import listing  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "known": listing.known_of(self)}

    def head_card(self, request: HttpRequest) -> Card:
        from campaigns.events import structured  # noqa: PLC0415

        card = super().head_card(request)
        return replace(card, extra=structured.described(self, card.url))
