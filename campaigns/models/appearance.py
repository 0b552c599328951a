"""Presence in programmes of radio, television and internet: who speaks where and when, and what was answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import linebreaks_filter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from campaigns.admin.press_forms import AppearanceForm
from campaigns.gate import Refusal
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS
from campaigns.press_blocks import ANSWERED
from campaigns.vocabulary import Programme
from cms.core import zones
from cms.core.head import Card
from cms.core.reference.models import State


class AppearancePage(ChannelPage):
    """One visit to a programme: announced before, and afterwards with what was asked and answered."""

    programme = models.CharField(_("programa"), max_length=160)
    station = models.CharField(_("estación o canal"), max_length=160)
    medium = models.CharField(_("medio"), max_length=12, choices=Programme, default=Programme.RADIO)
    on_air_at = models.DateTimeField(_("día y hora"), null=True)
    zone = models.CharField(
        _("con el reloj de"), max_length=40, choices=list(zones.ZONES.items()), default=zones.CENTRAL
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutos"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
        help_text=_("Cuánto dura. Vacío si no se sabe."),
    )
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Vacía: se oye o se ve en todo el país."),
    )
    topic = models.CharField(_("tema"), max_length=160)
    speaker = models.CharField(
        _("quién habla"), max_length=160, help_text=_("Su cargo; el nombre, solo si hace falta. Se muestra.")
    )
    live_url = models.URLField(_("señal en vivo"), blank=True, help_text=_("Dónde se oye o se ve mientras pasa."))
    recording_url = models.URLField(
        _("grabación"), blank=True, help_text=_("Dónde se oye o se ve después, si el programa la publica.")
    )
    answered = StreamField(ANSWERED, verbose_name=_("lo que preguntaron"), blank=True)
    transcript = models.TextField(
        _("transcripción"), blank=True, help_text=_("Lo que se dijo, para quien no puede oírlo. Se muestra plegada.")
    )
    audience_reported = models.PositiveIntegerField(
        _("audiencia reportada"),
        null=True,
        blank=True,
        help_text=_("Personas, según la fuente. No se suma con lo que mide el sitio."),
    )
    audience_source = models.CharField(_("según"), max_length=200, blank=True, help_text=_("Quién dio la cifra."))

    SCHEMA_TYPE = "BroadcastEvent"
    OF_ITS_OWN = ("audience_reported", "audience_source")
    base_form_class = AppearanceForm
    template = "pages/appearance.html"
    parent_page_types: ClassVar[list[str]] = [
        "campaigns.PressRoomPage",
        "campaigns.CampaignPage",
        "home.StatePage",
    ]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("programme"), FieldPanel("station"), FieldPanel("medium")]),
                FieldRowPanel([FieldPanel("on_air_at"), FieldPanel("zone"), FieldPanel("minutes")]),
                FieldPanel("state"),
                FieldPanel("topic"),
                FieldPanel("speaker"),
                FieldRowPanel([FieldPanel("live_url"), FieldPanel("recording_url")]),
            ],
            _("Dónde, cuándo y quién"),
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("answered"), FieldPanel("transcript")], _("Después del programa")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("audience_reported"), FieldPanel("audience_source")])], _("Lo que reportaron")
        ),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("participación en un programa")
        verbose_name_plural = _("participaciones en programas")

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if self.audience_reported is not None and not self.audience_source.strip():
            found.append(Refusal("audience_source", str(_("Diga quién dio la cifra de audiencia."))))
        return found

    def own_words(self) -> dict[str, Any]:
        """Not the transcript: people speak as they speak."""
        words = super().own_words()
        answers = [each.value["answer"] for each in self.answered]
        return {**words, "summary": "\n\n".join(each for each in (words["summary"], *answers) if each)}

    @property
    def there(self) -> Any:
        """When it is, as the clocks of its zone show it; None where nobody has said so yet."""
        return self.on_air_at.astimezone(ZoneInfo(self.zone)) if self.on_air_at else None

    @property
    def wall_clock(self) -> Any:
        """What those clocks show, without their zone: templates leave it as it is."""
        return self.there.replace(tzinfo=None) if self.there else None

    @property
    def is_coming(self) -> bool:
        """Whether it has not begun yet."""
        return self.on_air_at is not None and self.on_air_at > timezone.now()

    @property
    def zone_said(self) -> Any:
        return zones.ZONES[self.zone]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        asked = [
            {
                "question": each.value["question"],
                "answer": linebreaks_filter(each.value["answer"]),
            }
            for each in self.answered
        ]
        return {**context, "answered": asked}

    def head_card(self, request: HttpRequest) -> Card:
        card = super().head_card(request)
        begins = self.there
        ends = begins + timedelta(minutes=self.minutes) if begins and self.minutes else None
        extra = {
            "startDate": begins.isoformat() if begins else "",
            "endDate": ends.isoformat() if ends else "",
            "isLiveBroadcast": True,
            "about": self.topic,
            "publishedOn": {"@type": "BroadcastService", "name": self.station},
            "broadcastOfEvent": {"@type": "Event", "name": self.programme},
        }
        return replace(card, published=None, modified=None, extra=extra)
