"""What the press gets: the press room, and releases under embargo to the minute."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField

from campaigns.admin.embargo_panel import EmbargoPanel
from campaigns.admin.press_forms import ReleaseForm
from campaigns.gate import Refusal
from campaigns.models.channel import ChannelPage
from campaigns.models.composed import FIRST_PANELS, LAST_PANELS
from campaigns.press_blocks import CONTACTS, CORRECTIONS, KIT
from cms.core.head import Card
from cms.core.models import BasePage
from cms.core.models.embargo import Embargoed
from cms.core.reference.models import Institution, State

SHOWN_TO_ALL = _("Se muestran a todo el público: solo datos de la oficina.")


class PressRoomPage(BasePage):
    """Where journalists begin: the latest releases, whom to ask, and who speaks where."""

    SCHEMA_TYPE = "CollectionPage"

    contacts = StreamField(
        CONTACTS, verbose_name=_("contactos para la prensa"), blank=True, max_num=8, help_text=SHOWN_TO_ALL
    )

    template = "pages/press_room.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["campaigns.PressReleasePage", "campaigns.AppearancePage"]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("contacts")]

    class Meta:
        verbose_name = _("sala de prensa")
        verbose_name_plural = _("salas de prensa")

    def speaks_for(self) -> State | None:
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import press  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "room": press.room(request.GET), "contacts": press.contacts_in(self.contacts)}


class PressReleasePage(Embargoed, ChannelPage):  # type: ignore[django-manager-missing]
    """News for the media, with whom to ask and what they may print; readable from its minute on."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("institución que lo emite"), on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(
        _("lugar"), max_length=120, blank=True, help_text=_("Con él empieza el texto: «Ciudad de México».")
    )
    issued_on = models.DateField(_("fecha"), default=timezone.localdate)
    contacts = StreamField(
        CONTACTS, verbose_name=_("contactos para la prensa"), blank=True, max_num=4, help_text=SHOWN_TO_ALL
    )
    about = models.TextField(
        _("acerca de quien lo emite"),
        blank=True,
        max_length=700,
        help_text=_("Dos o tres frases iguales en todos los comunicados: qué es la institución y qué hace."),
    )
    kit = StreamField(
        KIT,
        verbose_name=_("carpeta de prensa"),
        blank=True,
        help_text=_("Documentos e imágenes que los medios pueden usar. Nadie los baja antes que el comunicado."),
    )
    corrections = StreamField(
        CORRECTIONS,
        verbose_name=_("correcciones"),
        blank=True,
        help_text=_("Si corrige algo que ya se había leído, dígalo aquí: se muestra con su fecha."),
    )

    SCHEMA_TYPE = "NewsArticle"
    base_form_class = ReleaseForm
    template = "pages/press_release.html"
    parent_page_types: ClassVar[list[str]] = [
        "campaigns.PressRoomPage",
        "campaigns.CampaignPage",
        "home.StatePage",
    ]
    content_panels: ClassVar[list[Panel]] = [
        EmbargoPanel(),
        *FIRST_PANELS,
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("issued_on")]),
                FieldRowPanel([FieldPanel("embargo_until"), FieldPanel("embargo_zone")]),
            ],
            _("Quién, dónde y cuándo"),
        ),
        FieldPanel("body"),
        FieldPanel("contacts"),
        FieldPanel("about"),
        FieldPanel("kit"),
        FieldPanel("corrections"),
        *LAST_PANELS,
    ]

    class Meta:
        verbose_name = _("comunicado de prensa")
        verbose_name_plural = _("comunicados de prensa")

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if not self.place.strip():
            found.append(Refusal("place", str(_("Escriba desde dónde se emite: una ciudad o un municipio."))))
        if not self.contacts:
            found.append(Refusal("contacts", str(_("Agregue a quién pueden preguntar los medios."))))
        return found

    def own_words(self) -> dict[str, Any]:
        words = super().own_words()
        corrected = [each.value["text"] for each in self.corrections]
        said = [each for each in (words["summary"], self.about, *corrected) if each]
        return {**words, "summary": "\n\n".join(said)}

    def speaks_for(self) -> State | None:
        return self.institution.state

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns import press  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "known": press.known_of(self)}

    def head_card(self, request: HttpRequest) -> Card:
        card = super().head_card(request)
        issuer = {"@type": "Organization", "name": self.institution.name}
        extra = {
            "headline": self.title,
            "author": issuer,
            "publisher": issuer,
            "dateline": self.place,
            "correction": [each.value["text"] for each in self.corrections],
        }
        modified = max((each for each in (self.last_published_at, self.readable_since) if each), default=None)
        return replace(card, published=self.readable_since, modified=modified, extra=extra)
