"""The document (ISAD(G): unidad documental simple), its permanent code, its versions."""

import secrets
from typing import Any, ClassVar, NoReturn

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from archive.models.creator import Creator
from archive.models.fonds import ArchivalUnit
from archive.models.original import Original
from cms.core import dates
from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from cms.core.visibility import State

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class PublishOnlyThroughPublication(Exception):
    """`archive.publication` is the only way to publish: it keeps versions, dates and the log."""


class IssuedCode(models.Model):
    """Every code ever minted. Rows stay when documents go, so that no address is ever given twice."""

    code = models.CharField(max_length=12, primary_key=True)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("código emitido")
        verbose_name_plural = _("códigos emitidos")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def mint(cls) -> str:
        """A new code of letters and digits that nobody mistakes for one another."""
        while True:
            code = "".join(secrets.choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))
            _row, created = cls.objects.get_or_create(code=code)
            if created:
                return code


def type_slug(label: str) -> str:
    """What two spellings of one type have in common."""
    return slugify(label)[:80]


class DocumentTypeManager(models.Manager["DocumentType"]):
    def named(self, label: str) -> tuple["DocumentType", bool]:
        """The type with this label, and whether it had to be proposed."""
        label = " ".join(label.split())
        return self.get_or_create(slug=type_slug(label), defaults={"label": label, "proposed": True})


class DocumentType(AtomicSave):
    """A kind of document ("ley", "acta"). A list that archivists keep: an import may propose, it does not decide."""

    slug = models.SlugField(_("clave"), max_length=80, unique=True)
    label = models.CharField(_("nombre"), max_length=80)
    proposed = models.BooleanField(
        _("propuesto"), default=False, help_text=_("Llegó con una importación y nadie lo ha revisado.")
    )

    objects: ClassVar = DocumentTypeManager()

    class Meta:
        verbose_name = _("tipo de documento")
        verbose_name_plural = _("tipos de documento")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class Document(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, AtomicSave):
    """A document as it is described and shown. `original` points to the file that readers get.

    `live` says whether the row holds an approved description: from the first publication on, edits go to revisions
    and reach the row through `archive.publication` alone. Who sees the row is decided by `archive.access`.
    """

    code = models.CharField(_("código"), max_length=12, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=500)
    holding_institution = models.ForeignKey(
        Institution, verbose_name=_("institución que custodia"), on_delete=models.PROTECT, related_name="documents"
    )
    unit = models.ForeignKey(
        ArchivalUnit,
        verbose_name=_("serie o expediente"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    creator = models.ForeignKey(
        Creator,
        verbose_name=_("productor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text=_("Quien emitió el documento; no quien lo custodia."),
    )
    document_type = models.ForeignKey(
        DocumentType, verbose_name=_("tipo de documento"), null=True, blank=True, on_delete=models.PROTECT
    )
    date_from = models.DateField(_("fecha inicial"), null=True, blank=True)
    date_to = models.DateField(_("fecha final"), null=True, blank=True)
    place = models.ForeignKey(
        Place, verbose_name=_("entidad federativa"), null=True, blank=True, on_delete=models.PROTECT
    )
    place_note = models.CharField(
        _("otro lugar"), max_length=120, blank=True, help_text=_("Cuando no es una entidad federativa de México.")
    )
    language = models.CharField(
        _("idioma"),
        max_length=12,
        default="es",
        validators=[RegexValidator(LANGUAGE_TAG, _("Escriba el código del idioma: es, en, nah, yua."))],
        help_text=_("Código BCP 47: es, nah, yua."),
    )
    scope_and_content = models.TextField(_("alcance y contenido"), blank=True)
    rights = models.TextField(_("condiciones de uso"), blank=True)
    acquisition = models.TextField(_("procedencia del ejemplar"), blank=True)
    note = models.TextField(_("nota del archivista"), blank=True, help_text=_("No se publica."))

    original = models.OneToOneField(
        Original,
        verbose_name=_("fichero original"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="document",
    )
    state = models.CharField(_("situación"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    public_from = models.DateTimeField(_("público desde"), null=True, blank=True, editable=False)
    reserved_until = models.DateTimeField(_("reservado hasta"), null=True, blank=True, editable=False)
    state_reason = models.TextField(_("motivo o fundamento"), blank=True, editable=False)
    state_changed_at = models.DateTimeField(_("situación desde"), null=True, editable=False)
    existence_public = models.BooleanField(_("se da a conocer que existe"), default=False, editable=False)
    title_public_after_withdrawal = models.BooleanField(
        _("el título se conserva tras el retiro"), default=False, editable=False
    )

    DECIDED: ClassVar = (
        "original",
        "state",
        "public_from",
        "reserved_until",
        "state_reason",
        "state_changed_at",
        "existence_public",
        "title_public_after_withdrawal",
        "live",
        "live_revision",
        "first_published_at",
        "last_published_at",
    )
    """What only a publication decides: a save of the description never writes these."""
    OWN_TO_THE_ROW: ClassVar = ("code", "holding_institution", *DECIDED)
    """What a revision doesn't bring back."""

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
        ordering = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-public_from", "-id"], name="document_newest"),
            models.Index(fields=["holding_institution", "state"], name="document_held"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_public_from_only_where_it_can_open",
                condition=models.Q(public_from__isnull=True) | models.Q(state__in=[State.PUBLISHED, State.RESERVED]),
            ),
            models.CheckConstraint(
                name="document_dates_in_order",
                condition=models.Q(date_from__isnull=True)
                | models.Q(date_to__isnull=True)
                | models.Q(date_from__lte=models.F("date_to")),
                violation_error_message=_("La fecha inicial debe ser anterior a la final."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = IssuedCode.mint()
        if self._state.adding:
            self.live = False
            super().save(*args, **kwargs)
        elif not self._was_published_meanwhile():
            wanted = kwargs.pop("update_fields", None) or [field.name for field in self._meta.local_concrete_fields]
            kept = [name for name in wanted if name not in (*self.DECIDED, "id")]
            super().save(*args, update_fields=kept, **kwargs)

    def save_decision(self) -> None:
        """Write the row with what a publication decided."""
        super().save()

    def _was_published_meanwhile(self) -> bool:
        """Whether this is a draft whose row went public after it was read: what it holds belongs in a revision then,
        and Wagtail's editor makes one next."""
        if not self.live:
            self.live = Document.objects.filter(pk=self.pk).values_list("live", flat=True).get()
            return self.live
        return False

    def publish(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishOnlyThroughPublication(self.code)

    def unpublish(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PublishOnlyThroughPublication(self.code)

    def with_content_json(self, content: dict[str, Any]) -> "Document":
        """A revision holds the description; what a publication decided stays as it is in the row."""
        obj: Document = super().with_content_json(content)
        for name in self.OWN_TO_THE_ROW:
            setattr(obj, name, getattr(self, name))
        return obj

    def get_absolute_url(self) -> str:
        return reverse("archive:document", args=[self.code])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/document.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from archive.admin import preview  # noqa: PLC0415 - it imports the models

        return {**super().get_preview_context(request, mode_name), **preview.context(self)}

    @property
    def dates(self) -> str:
        """Extreme dates as a reader writes them."""
        return dates.humanize(self.date_from, self.date_to)

    @property
    def where(self) -> str:
        return self.place.name if self.place else self.place_note


class Version(models.Model):
    """What was published as one file: it keeps its number and its address for ever."""

    class State(models.TextChoices):
        CURRENT = "current", _("Vigente")
        SUPERSEDED = "superseded", _("Sustituida")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    original = models.OneToOneField(Original, on_delete=models.PROTECT, related_name="version")
    reason = models.TextField(_("motivo"), blank=True)
    state = models.CharField(_("situación"), max_length=12, choices=State, default=State.CURRENT)
    published_at = models.DateTimeField(_("publicada"))

    class Meta:
        verbose_name = _("versión")
        verbose_name_plural = _("versiones")
        ordering = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document.code} v{self.number}"
