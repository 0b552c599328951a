"""The form of a version of a page: it begins with the words of its original, and asks whether it has caught up."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.admin.forms import GatedPageForm

CURRENT = "is_current"
TWICE = _("La página ya tiene una versión en esta lengua: corrija aquella.")


class VersionForm(GatedPageForm):
    """Whether a version has caught up is for a person to say, of exactly what was shown to that person."""

    is_current = forms.MultipleChoiceField(
        label=_("¿Ya está al día?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "El original cambió otra vez mientras usted trabajaba. Revise arriba qué cambió y vuelva a marcarlo."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self._begin_with(self.parent_page.specific)
        self._original = self.instance.original if self.instance.pk else None
        if self._original is None or not self.instance.lags_behind(self._original):
            self.fields.pop(CURRENT, None)
        elif CURRENT in self.fields:
            self.fields[CURRENT].choices = [(_digest(self._original.said()), self._question())]

    def _begin_with(self, original: Any) -> None:
        body = self.instance._meta.get_field("body")  # noqa: SLF001 - Django's own name
        parts = body.to_python(list(original.body.get_prep_value()))
        for name, value in (("title", original.title), ("summary", original.summary), ("body", parts)):
            self.initial[name] = value
        self.initial["image"] = original.image_id

    def _question(self) -> str:
        published = self._original.last_published_at if self._original else None
        if published is None:
            return gettext("Sí: ya tiene todo lo que dice el original.")
        day = date_format(published, r"j \d\e F \d\e Y").lower()
        return gettext("Sí: ya tiene todo lo que dice el original publicado el %(day)s.") % {"day": day}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get(CURRENT) and self._original is not None:
            self.instance.follow(self._original)
        return cleaned

    def _post_clean(self) -> None:
        """Where a page is new, it does not know yet what it hangs from."""
        super()._post_clean()
        if "language" in self.cleaned_data and self.instance.has_its_like_below(self.parent_page):
            self.add_error("language", TWICE)


def _digest(said: list[str]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
