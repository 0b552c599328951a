"""The document (ISAD(G): unidad documental simple), its permanent code, its versions."""

from typing import Any, ClassVar, NoReturn

from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from archive.models.codes import IssuedCode, IssuedReference
from archive.models.creator import Creator
from archive.models.fonds import ArchivalUnit, given_reference, languages_validator
from archive.models.original import Original
from archive.models.subject import SubjectOfDocument
from archive.vocabularies import IN_REVIEW, Stage
from cms.core import dates
from cms.core.atomic import AtomicSave
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from cms.core.visibility import State

LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class UnderReview(PermissionDenied):
    """What somebody reviews is not changed under their eyes, not even by a form that was opened before."""


class PublishOnlyThroughPublication(Exception):
    """`archive.publication` is the only way to publish: it keeps versions, dates and the log."""


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


class Document(  # type: ignore[django-manager-missing]
    WorkflowMixin, PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, AtomicSave, ClusterableModel
):
    """A document as it is described and shown. `original` points to the file that readers get.

    `live` says whether the row holds an approved description: from the first publication on, edits go to revisions
    and reach the row through `archive.publication` alone. Who sees the row is decided by `archive.access`, how far it
    has come on the way to readers by `archive.review`.
    """

    code = models.CharField(_("código"), max_length=12, unique=True, editable=False)
    reference_code = models.CharField(_("código de referencia"), max_length=160, blank=True, editable=False)
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
    other_languages = models.CharField(
        _("otras lenguas"),
        max_length=120,
        blank=True,
        validators=[languages_validator],
        help_text=_("Claves separadas por comas, si tiene partes en otra lengua."),
    )
    extent = models.CharField(_("volumen y soporte"), max_length=255, blank=True)
    scope_and_content = models.TextField(_("alcance y contenido"), blank=True)
    subjects = ClusterTaggableManager(
        through=SubjectOfDocument,
        verbose_name=_("temas"),
        blank=True,
        related_name="documents",
        help_text=_("De la lista de temas. Si falta uno, propóngalo en «Temas»."),
    )
    access_conditions = models.TextField(_("condiciones de acceso"), blank=True)
    rights = models.TextField(_("condiciones de uso"), blank=True)
    acquisition = models.TextField(_("procedencia del ejemplar"), blank=True)
    public_note = models.TextField(_("notas"), blank=True)
    note = models.TextField(_("nota del archivista"), blank=True, help_text=_("No se publica."))
    publish_from = models.DateTimeField(
        _("publicar a partir de"),
        null=True,
        blank=True,
        help_text=_("Vacío: en cuanto se apruebe. Hora del centro de México."),
    )
    change_reason = models.TextField(
        _("motivo de la corrección"),
        blank=True,
        help_text=_("Qué se corrigió y por qué. Se muestra a los lectores en la historia del documento."),
    )
    replacement = models.ForeignKey(
        Original,
        verbose_name=_("fichero que sustituye al actual"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

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
    reserved_zone = models.CharField(_("zona horaria del plazo"), max_length=40, blank=True, editable=False)
    state_reason = models.TextField(_("motivo"), blank=True, editable=False)
    legal_basis = models.TextField(_("fundamento legal"), blank=True, editable=False)
    state_changed_at = models.DateTimeField(_("situación desde"), null=True, editable=False)
    existence_public = models.BooleanField(_("se da a conocer que existe"), default=False, editable=False)
    title_public_after_withdrawal = models.BooleanField(
        _("el título se conserva tras el retiro"), default=False, editable=False
    )

    stage = models.CharField(_("revisión"), max_length=12, choices=Stage, default=Stage.NONE, editable=False)
    stage_since = models.DateTimeField(_("en revisión desde"), null=True, blank=True, editable=False)
    submitted_to_commission = models.BooleanField(_("enviado a la comisión"), default=False, editable=False)

    DECIDED: ClassVar = (
        "reference_code",
        "original",
        "state",
        "public_from",
        "reserved_until",
        "reserved_zone",
        "state_reason",
        "legal_basis",
        "state_changed_at",
        "existence_public",
        "title_public_after_withdrawal",
        "stage",
        "stage_since",
        "submitted_to_commission",
        "live",
        "live_revision",
        "first_published_at",
        "last_published_at",
    )
    """What only a decision changes: a save of the description never writes these."""
    OWN_TO_THE_ROW: ClassVar = ("code", "holding_institution", *DECIDED)
    """What a revision doesn't bring back."""

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
        ordering = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-public_from", "-id"], name="document_newest"),
            models.Index(fields=["holding_institution", "state"], name="document_held"),
            models.Index(fields=["stage", "stage_since"], name="document_in_review"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holding_institution", "reference_code"],
                condition=~models.Q(reference_code=""),
                name="document_reference_once",
            ),
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

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = IssuedCode.mint()
        if self._state.adding:
            self.live = False
            self._be_given_reference()
            super().save(*args, **kwargs)
        elif not self._was_published_meanwhile():
            wanted = kwargs.pop("update_fields", None) or self._all_fields()
            given = ["reference_code"] if not self.live and "unit" in wanted and self._be_given_reference() else []
            kept = [name for name in wanted if name not in (*self.DECIDED, "id")]
            super().save(*args, update_fields=[*kept, *given], **kwargs)

    def _all_fields(self) -> list[str]:
        """Columns and child rows: where columns are named, only those children are written that are named too."""
        children = [relation.get_accessor_name() for relation in get_all_child_relations(type(self))]
        return [*(field.name for field in self._meta.local_concrete_fields), *children]

    def save_decision(self) -> None:
        """Write the row with what a decision changed."""
        self._be_given_reference()
        super().save()

    def _be_given_reference(self) -> bool:
        """The reference code comes with the first unit that the document is put into, and stays whatever happens."""
        if self.reference_code or self.unit is None:
            return False
        _local, self.reference_code = given_reference(self.holding_institution, self.unit, digits=4)
        IssuedReference.objects.create(institution=self.holding_institution, reference_code=self.reference_code)
        return True

    def _was_published_meanwhile(self) -> bool:
        """Whether this is a draft whose row went public after it was read: what it holds belongs in a revision then,
        and Wagtail's editor makes one next. The row is locked, so that it can't go public before it is written."""
        if not self.live:
            row = Document.objects.select_for_update().filter(pk=self.pk)
            self.live = row.values_list("live", flat=True).get()
            return self.live
        return False

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Raises UnderReview. The row is locked, so that it can't be submitted before the revision is written."""
        row = Document.objects.select_for_update(of=("self",)).filter(pk=self.pk)
        if row.values_list("stage", flat=True).first() in IN_REVIEW:
            raise UnderReview(self.code)
        return super().save_revision(*args, **kwargs)

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


class RelatedUnit(models.Model):
    """Something else that a reader of the document should know of (ISAD(G) 3.5.3)."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(
        Document,
        verbose_name=_("documento de este archivo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(
        _("qué es"), max_length=255, blank=True, help_text=_("Qué relación tiene, o qué es si está en otra parte.")
    )

    class Meta:
        verbose_name = _("unidad relacionada")
        verbose_name_plural = _("unidades relacionadas")

    def __str__(self) -> str:
        return self.note or str(self.target or "")


class Version(models.Model):
    """What was published as one file: it keeps its number and its address for ever."""

    class State(models.TextChoices):
        CURRENT = "current", _("Vigente")
        SUPERSEDED = "superseded", _("Sustituida")
        WITHDRAWN = "withdrawn", _("Retirada")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    original = models.OneToOneField(Original, on_delete=models.PROTECT, related_name="version")
    reason = models.TextField(_("motivo"), blank=True)
    state = models.CharField(_("situación"), max_length=12, choices=State, default=State.CURRENT)
    published_at = models.DateTimeField(_("publicada"))
    withdrawn_at = models.DateTimeField(_("retirada el"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("motivo del retiro"), blank=True)

    class Meta:
        verbose_name = _("versión")
        verbose_name_plural = _("versiones")
        ordering = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.document.code} v{self.number}"


class Correction(models.Model):
    """That the description of something public was changed, when and why. Readers see it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="corrections")
    published_at = models.DateTimeField(_("publicada"))
    reason = models.TextField(_("motivo"))

    class Meta:
        verbose_name = _("corrección")
        verbose_name_plural = _("correcciones")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document.code} {self.published_at:%Y-%m-%d}"
