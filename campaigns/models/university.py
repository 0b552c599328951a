"""What is done with universities: visits, calls, diplomados, courses, and materials for those who teach."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from archive.blocks import ReadingBlock
from campaigns.admin.campaign_form import ActivityForm
from campaigns.gate import Refusal
from campaigns.models.campaign import FIRST_YEAR, LAST_YEAR
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS, VERSIONS
from cms.core.head import Card
from cms.core.models import BasePage
from cms.core.reference.models import Institution, State


class Kind(models.TextChoices):
    """What kind of activity it is."""

    VISIT = "visit", _("Visita")
    CALL = "call", _("Convocatoria")
    DIPLOMADO = "diplomado", _("Diplomado")
    COURSE = "course", _("Curso")
    MATERIALS = "materials", _("Materiales para docentes")


TAUGHT = (Kind.DIPLOMADO, Kind.COURSE)
"""What is taught, and lasts."""


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("Presencial")
    ONLINE = "online", _("En línea")
    MIXED = "mixed", _("Mixta")


MODE_OF_SCHEMA = {Modality.IN_PERSON: "onsite", Modality.ONLINE: "online", Modality.MIXED: "blended"}
"""What schema.org calls them (courseMode)."""
ATTENDANCE_OF_SCHEMA = {
    Modality.IN_PERSON: "OfflineEventAttendanceMode",
    Modality.ONLINE: "OnlineEventAttendanceMode",
    Modality.MIXED: "MixedEventAttendanceMode",
}


class Openness(models.TextChoices):
    """Whether one can still take part."""

    OPEN = "open", _("Abierta")
    COMING = "coming", _("Abre pronto")
    CLOSED = "closed", _("Cerrada")


class UniversitiesPage(BasePage):
    """The list of what is done with universities, by kind, state and region, and of what is open now."""

    SCHEMA_TYPE = "CollectionPage"

    template = "pages/universities.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("lista de actividades universitarias")
        verbose_name_plural = _("listas de actividades universitarias")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import universities  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "listed": universities.asked(request.GET, getattr(request, "public_state", ""))}


class UniversityActivityPage(ChannelPage):
    """One visit, call, diplomado or course, or materials, of a campaign or of a state."""

    kind = models.CharField(_("qué es"), max_length=10, choices=Kind)
    university = models.CharField(
        _("universidad o escuela"), max_length=160, blank=True, help_text=_("Con su nombre completo. Se muestra.")
    )
    faculty = models.CharField(_("facultad o carrera"), max_length=160, blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institución que la organiza"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Vacía: es para todo el país."),
    )
    starts_on = models.DateField(_("empieza el"), null=True, blank=True)
    ends_on = models.DateField(_("termina el"), null=True, blank=True, help_text=_("Vacía si es de un solo día."))
    schedule = models.CharField(
        _("horario"), max_length=160, blank=True, help_text=_("Martes y jueves de 17 a 19 horas…")
    )
    hours = models.PositiveSmallIntegerField(_("horas en total"), null=True, blank=True)
    modality = models.CharField(_("modalidad"), max_length=10, choices=Modality, default=Modality.IN_PERSON)
    place = models.CharField(_("lugar"), max_length=200, blank=True, help_text=_("Sede y dirección, o plataforma."))
    opens_on = models.DateField(
        _("se abre el"), null=True, blank=True, help_text=_("Primer día para inscribirse o participar.")
    )
    deadline = models.DateField(
        _("se cierra el"),
        null=True,
        blank=True,
        help_text=_("Último día, completo, para inscribirse o participar. Vacía: hasta que empieza."),
    )
    requirements = models.TextField(_("requisitos"), blank=True, help_text=_("Uno en cada renglón. Se muestran."))
    how_to_enrol = models.TextField(
        _("cómo inscribirse o participar"), blank=True, help_text=_("Qué hay que enviar, a dónde y qué pasa después.")
    )
    enrol_url = models.URLField(_("dirección para inscribirse"), blank=True)
    cost = models.CharField(_("costo"), max_length=120, blank=True, help_text=_("Sin costo, 500 pesos…"))
    recognition = models.CharField(
        _("qué se obtiene"), max_length=160, blank=True, help_text=_("Constancia, diploma, 6 créditos…")
    )
    readings = StreamField(
        [("reading", ReadingBlock())],
        verbose_name=_("lecturas del archivo"),
        blank=True,
        help_text=_("Documentos en la versión con que se trabaja. Si un documento cambia, arriba se avisa."),
    )
    licence = models.CharField(
        _("licencia de los materiales"), max_length=120, blank=True, help_text=_("CC BY 4.0, dominio público…")
    )
    contact = models.CharField(
        _("quién atiende"),
        max_length=160,
        blank=True,
        help_text=_("El área, no hace falta el nombre de una persona."),
    )
    contact_email = models.EmailField(_("correo"), blank=True)
    contact_phone = models.CharField(_("teléfono"), max_length=60, blank=True)

    base_form_class = ActivityForm
    template = "pages/university_activity.html"
    parent_page_types: ClassVar[list[str]] = ["campaigns.CampaignPage", "home.StatePage"]
    subpage_types: ClassVar[list[str]] = [*VERSIONS]
    content_panels: ClassVar[list[Panel]] = [
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("university"), FieldPanel("faculty")]),
                FieldPanel("institution"),
                FieldPanel("state"),
            ],
            _("Qué es y con quién"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("schedule"), FieldPanel("hours")]),
                FieldRowPanel([FieldPanel("modality"), FieldPanel("place")]),
            ],
            _("Cuándo y dónde"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("deadline")]),
                FieldPanel("requirements"),
                FieldPanel("how_to_enrol"),
                FieldPanel("enrol_url"),
                FieldRowPanel([FieldPanel("cost"), FieldPanel("recognition")]),
            ],
            _("Cómo participar"),
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("readings"), FieldPanel("licence")], _("Para quienes enseñan")),
        MultiFieldPanel(
            [FieldPanel("contact"), FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")])],
            _("Contacto"),
        ),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("actividad universitaria")
        verbose_name_plural = _("actividades universitarias")

    def clean(self) -> None:
        super().clean()
        for name in ("starts_on", "ends_on", "opens_on", "deadline"):
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError({name: _("Revise el año: parece un error.")})
        if self.ends_on and not self.starts_on:
            raise ValidationError({"starts_on": _("Tiene fecha de término: escriba también cuándo empieza.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Termina antes de empezar: corrija una de las dos fechas.")})
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"opens_on": _("Se cierra antes de abrirse: corrija una de las dos fechas.")})
        self._check_state()

    def _check_state(self) -> None:
        """What hangs from the page of a state is of that state, or of the whole country."""
        section = self.speaks_for() if self.path else None
        above = self.get_parent() if self.path else None
        if section and self.state and self.state != section and above and hasattr(above.specific, "state"):
            message = _("Esta página está en la sección de %(section)s: elija esa entidad o ninguna.")
            raise ValidationError({"state": message % {"section": section.name}})

    def refusals(self) -> list[Refusal]:
        missing = {
            "university": (
                not (self.university or self.institution),
                _("Escriba la universidad o elija la institución que la organiza."),
            ),
            "deadline": (
                self.kind == Kind.CALL and self.deadline is None,
                _("Escriba hasta qué día se puede participar en la convocatoria."),
            ),
            "starts_on": (
                self.kind in (*TAUGHT, Kind.VISIT) and self.starts_on is None,
                _("Escriba qué día empieza."),
            ),
            "how_to_enrol": (
                self.kind in (*TAUGHT, Kind.CALL) and not (self.how_to_enrol.strip() or self.enrol_url),
                _("Explique cómo inscribirse o participar, o escriba la dirección para hacerlo."),
            ),
            "readings": (
                self.kind == Kind.MATERIALS and not self._has_materials(),
                _("Agregue los materiales: descargas en el contenido, o lecturas del archivo."),
            ),
            "licence": (
                self._has_files() and not self.licence.strip(),
                _("Diga cómo pueden usarse los archivos que se descargan: escriba la licencia."),
            ),
            "contact_email": (
                not (self.contact_email or self.contact_phone or self.enrol_url),
                _("Escriba un correo o un teléfono: alguien tendrá preguntas."),
            ),
        }
        found = [Refusal(name, str(message)) for name, (is_missing, message) in missing.items() if is_missing]
        return [*super().refusals(), *found]

    def _has_files(self) -> bool:
        return any(part.block_type == "downloads" for part in self.body)

    def _has_materials(self) -> bool:
        return self._has_files() or bool(self.readings)

    def own_words(self) -> dict[str, Any]:
        words = super().own_words()
        asked = "\n\n".join(_as_sentence(line) for line in self.requirements.splitlines() if line.strip())
        said = (words["summary"], asked, self.how_to_enrol)
        return {**words, "summary": "\n\n".join(each for each in said if each.strip())}

    @property
    def closes_on(self) -> date | None:
        """The last day on which one can take part: where none is said, the day on which it begins."""
        return self.deadline or self.starts_on

    def openness(self, today: date | None = None) -> Openness:
        """Whether one can take part on the day (today, on the clocks of the site)."""
        today = today or timezone.localdate()
        if self.opens_on and self.opens_on > today:
            return Openness.COMING
        return Openness.CLOSED if self.closes_on and self.closes_on < today else Openness.OPEN

    @property
    def where_it_stands(self) -> Openness:
        """Whether one can take part today."""
        return self.openness()

    @property
    def with_whom(self) -> str:
        """University and faculty, or who organises it."""
        said = [each for each in (self.faculty, self.university) if each]
        return ", ".join(said) or (self.institution.name if self.institution else "")

    @property
    def required(self) -> list[str]:
        """What is asked of whoever takes part, one by one."""
        return [line.strip() for line in self.requirements.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rendered = self.readings.render_as_block({**context, "request": request}) if self.readings else ""
        return {**context, "readings": rendered}

    def head_card(self, request: HttpRequest) -> Card:
        card = super().head_card(request)
        if self.kind == Kind.MATERIALS:
            extra = {"learningResourceType": "Materiales para docentes", "license": self.licence}
            return replace(card, schema_type="LearningResource", extra={**extra, "provider": self._provider()})
        if self.kind in TAUGHT:
            course = {"provider": self._provider(), "hasCourseInstance": self._course_instance()}
            return replace(card, schema_type="Course", extra=course)
        if self.starts_on is None:
            return card
        return replace(card, schema_type="EducationEvent", extra=self._event())

    def _provider(self) -> dict[str, str]:
        name = self.university or (self.institution.name if self.institution else "")
        return {"@type": "Organization", "name": name}

    def _days(self) -> dict[str, str]:
        last = self.ends_on or self.starts_on
        begins = self.starts_on.isoformat() if self.starts_on else ""
        return {"startDate": begins, "endDate": last.isoformat() if last else ""}

    def _course_instance(self) -> dict[str, Any]:
        known = {
            "@type": "CourseInstance",
            "courseMode": MODE_OF_SCHEMA[Modality(self.modality)],
            "courseWorkload": f"PT{self.hours}H" if self.hours else "",
            "location": self.place,
            **self._days(),
        }
        return {name: value for name, value in known.items() if value}

    def _event(self) -> dict[str, Any]:
        mode = ATTENDANCE_OF_SCHEMA[Modality(self.modality)]
        place = {"@type": "Place", "name": self.place, "address": self.place} if self.place else None
        return {
            **self._days(),
            "eventAttendanceMode": f"https://schema.org/{mode}",
            "organizer": self._provider(),
            **({"location": place} if place else {}),
        }


def _as_sentence(line: str) -> str:
    return line if line.rstrip().endswith((".", "?", "!", ":")) else f"{line.rstrip()}."
