"""Lists of words in one column, typed one a line."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinesField(forms.CharField):
    """A list of texts as people type it: one a line, blank lines and doubles left out."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        for of_json in ("encoder", "decoder"):
            kwargs.pop(of_json, None)
        super().__init__(**{"help_text": _("Uno en cada línea."), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = str(super().to_python(value)).splitlines()
        return list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial) or "") != self.to_python(data or ""))


class WordList(models.JSONField):
    """A list of texts, kept as JSON."""

    def formfield(self, **kwargs: Any) -> Any:
        return super(models.JSONField, self).formfield(**{"form_class": LinesField, **kwargs})
