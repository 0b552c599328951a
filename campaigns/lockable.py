"""Which fields of a campaign the national team may keep from being changed by the states that take it."""

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOCKABLE: dict[str, Promise] = {
    "title": _("título"),
    "summary": _("resumen"),
    "aim": _("qué busca"),
    "audience": _("a quién va dirigida"),
    "messages": _("mensajes clave"),
    "starts_on": _("cuándo empieza"),
    "ends_on": _("cuándo termina"),
    "subjects": _("temas"),
    "goals": _("a qué objetivos contribuye"),
    "body": _("contenido"),
}
FROM_THE_START = ("messages", "goals")


def from_the_start() -> list[str]:
    return list(FROM_THE_START)


class NamesField(forms.MultipleChoiceField):
    """Boxes to be marked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        for of_json in ("encoder", "decoder"):
            kwargs.pop(of_json, None)
        super().__init__(choices=list(LOCKABLE.items()), **kwargs)


class LockedFields(models.JSONField):
    """Names of fields, kept as JSON."""

    def formfield(self, **kwargs: Any) -> Any:
        return super(models.JSONField, self).formfield(**{"form_class": NamesField, **kwargs})
