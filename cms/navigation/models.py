"""Settings of the site that editors keep: menu, footer, the notice above every page."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from cms.core.atomic import AtomicSave
from cms.core.links import Link, check_address

MOST_ENTRIES = 6


class FooterColumn(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=60)
    links = blocks.ListBlock(Link(), label=_("Enlaces"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Columna")


@register_setting(icon="bars", order=100)
class Navigation(AtomicSave, BaseSiteSetting):
    """The menu at the top and the columns at the foot. Empty, they are made of the pages marked "in menus"."""

    menu = StreamField(
        [("link", Link(icon="link", label=_("Enlace")))],
        verbose_name=_("menú principal"),
        blank=True,
        max_num=MOST_ENTRIES,
        help_text=_("Hasta seis enlaces cortos. Vacío: las páginas marcadas «Mostrar en menús»."),
    )
    footer = StreamField(
        [("column", FooterColumn())],
        verbose_name=_("columnas del pie"),
        blank=True,
        max_num=4,
        help_text=_("Vacío: las páginas de texto que cuelgan de la portada."),
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("menu"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("menú y pie de página")


@register_setting(icon="edit", order=110)
class SiteTexts(AtomicSave, BaseSiteSetting):
    """What the site says of itself on every page."""

    class Tone(models.TextChoices):
        INFO = "info", _("Informa")
        WARNING = "warning", _("Advierte")

    footer_text = models.TextField(
        _("texto del pie"), blank=True, max_length=400, help_text=_("Qué es este sitio, en dos frases.")
    )
    contact_email = models.EmailField(
        _("correo de contacto"), blank=True, help_text=_("Se muestra en el pie y en las páginas de error.")
    )
    notice = models.CharField(
        _("aviso"), max_length=240, blank=True, help_text=_("Aparece arriba de todas las páginas. Vacío: ninguno.")
    )
    notice_tone = models.CharField(_("tono del aviso"), max_length=10, choices=Tone, default=Tone.INFO)
    notice_url = models.CharField(_("enlace del aviso"), max_length=300, blank=True, validators=[check_address])
    notice_from = models.DateTimeField(_("desde"), null=True, blank=True)
    notice_until = models.DateTimeField(_("hasta"), null=True, blank=True)
    search_example = models.CharField(
        _("ejemplo de búsqueda"),
        max_length=120,
        blank=True,
        help_text=_("Una pregunta como las hace la gente; se lee bajo el buscador."),
    )

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("contact_email"), FieldPanel("search_example")]),
        MultiFieldPanel(
            [
                FieldPanel("notice"),
                FieldRowPanel([FieldPanel("notice_tone"), FieldPanel("notice_url")]),
                FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
            ],
            _("Aviso en todas las páginas"),
        ),
    ]

    class Meta:
        verbose_name = _("textos del sitio")

    def clean(self) -> None:
        super().clean()
        if self.notice_from and self.notice_until and self.notice_until <= self.notice_from:
            raise ValidationError({"notice_until": _("Debe terminar después de empezar.")})

    def notice_now(self) -> dict[str, Any] | None:
        """The notice, if there is one and this is its time."""
        now = timezone.now()
        begun = self.notice_from is None or self.notice_from <= now
        ended = self.notice_until is not None and self.notice_until <= now
        if not self.notice or not begun or ended:
            return None
        return {"text": self.notice, "kind": self.notice_tone, "url": self.notice_url}


def next_notice(after: datetime) -> datetime | None:
    """The first instant after this one at which a notice appears or goes by itself."""
    instants = SiteTexts.objects.exclude(notice="").values_list("notice_from", "notice_until")
    return min((each for pair in instants for each in pair if each and each > after), default=None)
