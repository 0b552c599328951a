"""What press and programmes are called, where rows and lists alike say it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClippingKind(TextChoices):
    """What was published about something."""

    NEWS = "news", _("Nota")
    INTERVIEW = "interview", _("Entrevista")
    COLUMN = "column", _("Columna u opinión")
    REPORT = "report", _("Reportaje")


class Programme(TextChoices):
    """Where a programme is heard or seen."""

    RADIO = "radio", _("Radio")
    TELEVISION = "television", _("Televisión")
    INTERNET = "internet", _("Internet")
