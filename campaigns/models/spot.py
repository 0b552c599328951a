"""Radio and TV spots of a campaign, and where they were on the air."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from archive import captions
from archive.models.document import LANGUAGE_TAG
from campaigns import spot_formats
from campaigns.admin.recording_panel import RecordingChecksPanel
from campaigns.admin.spot_form import SpotForm
from campaigns.gate import Refusal
from campaigns.kit import requirements
from campaigns.models.airing_import import AiringImport
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS
from campaigns.models.recording import Recording
from campaigns.recordings.checks import Gravity, checks
from campaigns.recordings.levels import Medium
from campaigns.recordings.making import folder_of
from cms.core.reference.models import State

MEDIA = [(Medium.RADIO.value, _("Radio")), (Medium.TELEVISION.value, _("Televisión"))]


class SpotPage(ChannelPage):
    """A message of a campaign for radio or television, with what is said in it: nobody has to hear it to know."""

    medium = models.CharField(_("medio"), max_length=12, choices=MEDIA, default=Medium.RADIO.value)
    language = models.CharField(
        _("lengua"),
        max_length=12,
        default="es",
        validators=[RegexValidator(LANGUAGE_TAG, _("Escriba el código de la lengua: es, nah, yua."))],
        help_text=_("Código BCP 47: es (español), nah (náhuatl), yua (maya)."),
    )
    recording = models.ForeignKey(
        Recording,
        verbose_name=_("grabación"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spots",
        help_text=_("El archivo con la mejor calidad que tenga: de él se hacen los formatos para las estaciones."),
    )
    transcript = models.TextField(
        _("transcripción con tiempos"),
        blank=True,
        help_text=_(
            "Todo lo que se dice, en WebVTT o SubRip: arriba de cada frase, cuándo se dice "
            "(00:00:01.000 --> 00:00:04.000). Sin ella el spot no se publica."
        ),
    )
    script = models.TextField(
        _("guion"), blank=True, help_text=_("Como se entrega a quien lo graba: voces, música y efectos. Se muestra.")
    )
    credits = models.CharField(_("créditos"), max_length=200, blank=True, help_text=_("Quién lo hizo. Se muestra."))
    licence = models.CharField(
        _("licencia"), max_length=120, blank=True, help_text=_("Cómo puede usarse: CC BY 4.0, dominio público…")
    )

    base_form_class = SpotForm
    template = "pages/spot.html"
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("medium"), FieldPanel("language")]),
                FieldPanel("recording"),
                RecordingChecksPanel(),
                FieldPanel("transcript"),
                FieldPanel("script"),
                FieldRowPanel([FieldPanel("credits"), FieldPanel("licence")]),
            ],
            _("El spot"),
        ),
        FieldPanel("body"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("spot de radio o televisión")
        verbose_name_plural = _("spots de radio y televisión")

    def clean(self) -> None:
        super().clean()
        if self.transcript.strip():
            try:
                cues = captions.read_captions(self.transcript, self.recording.duration if self.recording else None)
            except captions.BadCaptions as error:
                raise ValidationError({"transcript": error.problems}) from error
            self.transcript = captions.as_typed(captions.write_webvtt(cues))

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if self.recording is None:
            found.append(Refusal("recording", str(_("Elija o suba la grabación."))))
        else:
            amiss = checks(self.recording.measure, Medium(self.medium))
            found += [Refusal("recording", each.message) for each in amiss if each.level == Gravity.ERROR]
        if not self.transcript.strip():
            message = _("Escriba la transcripción con tiempos: sin ella, quien no oye no sabe qué dice el spot.")
            found.append(Refusal("transcript", str(message)))
        return [*found, *requirements.refusals_of_channel(self, self.credits, self.licence)]

    def own_words(self) -> dict[str, Any]:
        """In another language than Spanish what is said is not measured: the formulas know no other."""
        words = super().own_words()
        said = " ".join(cue.text for cue in self.cues) if self.language == "es" else ""
        return {**words, "summary": "\n\n".join(each for each in (words["summary"], said) if each)}

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """What is published gets its files; every way of publishing comes here."""
        saved = super().save(*args, **kwargs)
        if self.live and self.recording_id:
            spot_formats.begin(self)
        return saved

    @property
    def cues(self) -> list[captions.Cue]:
        """What is said and when."""
        return captions.read_captions(self.transcript, None) if self.transcript.strip() else []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import spots  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "known": spots.known_of(self)}


class SpotFormat(models.Model):
    """A file for stations or readers, made of the recording of a spot; another recording has others."""

    spot = models.ForeignKey(SpotPage, on_delete=models.CASCADE, related_name="formats")
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("formato"), max_length=20)
    name = models.CharField(_("archivo"), max_length=120)
    digest = models.CharField(_("huella SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))

    class Meta:
        verbose_name = _("formato de un spot")
        verbose_name_plural = _("formatos de los spots")
        constraints: ClassVar = [models.UniqueConstraint(fields=["spot", "code"], name="format_once")]

    def __str__(self) -> str:
        return f"{self.spot}: {self.code}"

    @property
    def path(self) -> Path:
        return folder_of(Path(settings.DERIVATIVES_DIR), self.recording.digest) / self.name


class Airing(models.Model):
    """That a spot was on the air, as a station reported it: never mixed with what the site measures itself."""

    spot = models.ForeignKey(SpotPage, verbose_name=_("spot"), on_delete=models.CASCADE, related_name="airings")
    station = models.CharField(_("estación"), max_length=120)
    call_sign = models.CharField(_("siglas"), max_length=20, blank=True)
    frequency = models.CharField(_("frecuencia"), max_length=20, blank=True)
    date = models.DateField(_("fecha"))
    at = models.DateTimeField(_("hora"), null=True, blank=True)
    state = models.ForeignKey(State, verbose_name=_("entidad federativa"), on_delete=models.PROTECT, related_name="+")
    times = models.PositiveIntegerField(_("veces"), default=1)
    audience = models.PositiveIntegerField(
        _("audiencia reportada"), null=True, blank=True, help_text=_("Personas, según la fuente.")
    )
    source = models.CharField(_("fuente"), max_length=200, blank=True)
    key = models.CharField(max_length=64)
    """What makes it the same line of a log that is handed in again (campaigns/broadcast_log.py)."""
    handed_in = models.ForeignKey(AiringImport, null=True, on_delete=models.SET_NULL, related_name="airings")
    """The log that brought it."""

    class Meta:
        verbose_name = _("transmisión")
        verbose_name_plural = _("transmisiones")
        ordering = ["-date", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["spot", "key"], name="airing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station}, {self.date}"
