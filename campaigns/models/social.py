"""What campaigns post on social networks, and what people ask there."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from archive.models import Subject
from campaigns import networks, personal_data, post_text
from campaigns.artwork.card_formats import CARD_FORMATS
from campaigns.models.campaign import CampaignPage
from cms.core.atomic import AtomicSave
from cms.core.models import SiteImage
from cms.core.reference.models import GlossaryTerm, Institution, State
from cms.core.visibility import pages_shown

NETWORK: dict[str, Any] = {"verbose_name": _("red"), "max_length": 12, "choices": networks.CHOICES}


class PostStatus(models.TextChoices):
    """Where a post stands."""

    DRAFT = "draft", _("Borrador")
    PLANNED = "planned", _("Programada")
    POSTED = "posted", _("Publicada")
    CANCELLED = "cancelled", _("Cancelada")


class SocialPostQuerySet(models.QuerySet["SocialPost"]):
    def planned_between(self, first: Any, last: Any) -> "SocialPostQuerySet":
        """Those with an instant in the span, whatever became of them; without drafts."""
        return self.exclude(status=PostStatus.DRAFT).filter(planned_at__gte=first, planned_at__lt=last)

    def public(self) -> "SocialPostQuerySet":
        """Those that anybody finds on their network, of campaigns that anybody may see."""
        return self.filter(status=PostStatus.POSTED, campaign__in=pages_shown(CampaignPage.objects.all()))


class SocialPost(AtomicSave):
    """One post on one network. People post it themselves; the site keeps what was planned and where it came to be."""

    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("campaña"), on_delete=models.CASCADE, related_name="posts"
    )
    network = models.CharField(**NETWORK)
    text = models.TextField(
        _("texto"), help_text=_("Sin el enlace: se agrega al final. Las etiquetas van con #, también con acentos.")
    )
    link = models.URLField(
        _("enlace"), blank=True, max_length=500, help_text=_("Vacío: la dirección de la campaña en este sitio.")
    )
    image = models.ForeignKey(
        SiteImage,
        verbose_name=_("imagen"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Si no lleva una tarjeta de la campaña."),
    )
    card = models.CharField(
        _("tarjeta"),
        max_length=20,
        blank=True,
        choices=[(each.code, each.label) for each in CARD_FORMATS.values()],
        help_text=_("Una de las que el sitio hace de la campaña («Tarjetas y carteles»)."),
    )
    alt_text = models.TextField(
        _("texto alternativo"),
        blank=True,
        help_text=_("Qué se ve y qué dice la imagen. Obligatorio si lleva imagen."),
    )
    planned_at = models.DateTimeField(_("cuándo se publica"), null=True, blank=True)
    status = models.CharField(_("situación"), max_length=10, choices=PostStatus, default=PostStatus.DRAFT)
    posted_url = models.URLField(
        _("dirección de la publicación"), blank=True, max_length=500, help_text=_("Cuando ya esté en la red.")
    )
    clarity_reason = models.TextField(
        _("por qué no puede ser más clara"),
        blank=True,
        max_length=500,
        help_text=_("Solo si alguna frase cuesta entender y no hay otra manera de decirla. Queda en el informe."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SocialPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicación en redes")
        verbose_name_plural = _("publicaciones en redes")
        ordering = ["-planned_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {Truncator(self.text).chars(60)}"

    @property
    def on(self) -> networks.Network:
        """Its network with its limits."""
        return networks.NETWORKS[self.network]

    @property
    def state(self) -> State | None:
        """The state whose campaign it belongs to; None for a national one."""
        return self.campaign.speaks_for()

    @property
    def has_image(self) -> bool:
        return bool(self.image_id or self.card)

    @property
    def target(self) -> str:
        """What it leads to."""
        if self.link or not self.campaign_id:
            return self.link
        return str(self.campaign.full_url or "")

    @property
    def whole(self) -> str:
        """All that is posted, to be copied."""
        return post_text.whole(self.text, self.target if self.on.links_work else "")

    @property
    def share_url(self) -> str:
        """What opens the network's own form with the post in it; empty where the network has none."""
        return self.on.share(self.target, self.text) if self.on.share else ""

    def clean(self) -> None:
        super().clean()
        if self.network not in networks.NETWORKS:
            return
        problems: dict[str, list[str]] = {}
        found = post_text.amiss(self.on, self.text, self.target, has_image=self.has_image, alt=self.alt_text)
        for each in found:
            problems.setdefault(each.field, []).append(each.message)
        if self.image_id and self.card:
            problems.setdefault("card", []).append(str(_("Elija una imagen o una tarjeta: una de las dos.")))
        for field, message in self._amiss_by_status():
            problems.setdefault(field, []).append(str(message))
        if problems:
            raise ValidationError(problems)

    def _amiss_by_status(self) -> list[tuple[str, Any]]:
        """What a draft may lack, and a post that is to go out may not."""
        if self.status in {PostStatus.CANCELLED, PostStatus.DRAFT}:
            return []
        found: list[tuple[str, Any]] = []
        if self.planned_at is None:
            found.append(("planned_at", _("Diga cuándo se publica: así aparece en el calendario.")))
        if not self.clarity_reason.strip():
            found += [("text", f"{_('Cuesta entender')} {said}") for said in post_text.unclear(self.text)]
        if self.status == PostStatus.POSTED:
            found += self._amiss_once_posted()
        return found

    def _amiss_once_posted(self) -> list[tuple[str, Any]]:
        if not self.posted_url:
            return [("posted_url", _("Pegue la dirección de la publicación."))]
        host = (urlsplit(self.posted_url).hostname or "").removeprefix("www.").removeprefix("m.")
        if self.on.hosts and not any(host == each or host.endswith(f".{each}") for each in self.on.hosts):
            message = _("Esa dirección no es de %(network)s. Pegue la de la publicación.")
            return [("posted_url", message % {"network": self.on.name})]
        if self.planned_at and self.planned_at > timezone.now():
            return [("planned_at", _("Ya está publicada: ponga cuándo se publicó."))]
        return []


class QuestionStatus(models.TextChoices):
    """What became of a question."""

    OPEN = "open", _("Sin responder")
    ANSWERED = "answered", _("Respondida")
    TURNED = "turned", _("Ya es contenido del sitio")


class SocialQuestion(AtomicSave):
    """A question as people ask it on a network, and its answer. Of whoever asked nothing is kept."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("quién la recibió"), on_delete=models.PROTECT, related_name="+"
    )
    campaign = models.ForeignKey(
        CampaignPage,
        verbose_name=_("campaña"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    network = models.CharField(**NETWORK)
    asked_at = models.DateTimeField(_("cuándo se hizo"))
    question = models.TextField(
        _("pregunta"),
        max_length=600,
        help_text=_("Como la hicieron, sin el nombre, la cuenta, el correo ni el teléfono de nadie."),
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("tema"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.ForeignKey(
        State,
        verbose_name=_("entidad federativa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("De la que se pregunta."),
    )
    answer = models.TextField(_("respuesta"), blank=True, max_length=2000, help_text=_("También sin datos de nadie."))
    answered_at = models.DateTimeField(_("cuándo se respondió"), null=True, blank=True)
    answer_url = models.URLField(
        _("dirección de la respuesta pública"),
        blank=True,
        max_length=500,
        help_text=_("La de la respuesta en la red."),
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("artículo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions_of_people",
    )
    term = models.ForeignKey(
        GlossaryTerm,
        verbose_name=_("término del glosario"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions_of_people",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pregunta en redes")
        verbose_name_plural = _("preguntas en redes")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(Truncator(self.question).chars(80))

    @property
    def status(self) -> QuestionStatus:
        if self.page_id or self.term_id:
            return QuestionStatus.TURNED
        return QuestionStatus.ANSWERED if self.answered_at else QuestionStatus.OPEN

    def clean(self) -> None:
        super().clean()
        problems: dict[str, list[str]] = {}
        for name in ("question", "answer"):
            if found := personal_data.leading_to_somebody(getattr(self, name)):
                message = _("Parece tener %(what)s. Quítelo: aquí no se guardan datos de nadie.")
                problems.setdefault(name, []).append(message % {"what": ", ".join(found)})
        for field, message in self._amiss_in_time():
            problems.setdefault(field, []).append(str(message))
        if problems:
            raise ValidationError(problems)

    def _amiss_in_time(self) -> list[tuple[str, Any]]:
        now, found = timezone.now(), []
        if self.asked_at and self.asked_at > now:
            found.append(("asked_at", _("Esa fecha todavía no llega: revise el año.")))
        if bool(self.answer.strip()) != bool(self.answered_at):
            field = "answered_at" if self.answer.strip() else "answer"
            found.append((field, _("La respuesta y su fecha van juntas: escriba las dos.")))
        if self.answered_at and self.asked_at and self.answered_at < self.asked_at:
            found.append(("answered_at", _("Se respondió antes de preguntarse: corrija una de las dos fechas.")))
        if self.answered_at and self.answered_at > now:
            found.append(("answered_at", _("Esa fecha todavía no llega: revise el año.")))
        return found
