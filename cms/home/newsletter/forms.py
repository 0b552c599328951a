"""What a reader says of the newsletter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.reference.models import State
from cms.home.models.newsletter import Frequency, Subscription
from cms.home.newsletter.sources import all_sources


class WishesForm(forms.Form):
    """What of, from where, how often."""

    kinds = forms.MultipleChoiceField(
        label=_("¿Qué quiere recibir?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marque por lo menos una cosa.")},
    )
    state = forms.ModelChoiceField(
        label=_("¿De dónde?"), queryset=State.objects.all(), required=False, empty_label=_("De todo el país")
    )
    frequency = forms.ChoiceField(
        label=_("¿Cada cuánto?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
        error_messages={"required": _("Diga si cada semana o cada mes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(source.code, source.label) for source in all_sources()]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [code for code, _label in choices]

    @property
    def wishes(self) -> dict[str, Any]:
        """As `Wishes` holds them."""
        return {name: self.cleaned_data[name] for name in ("kinds", "state", "frequency")}

    @classmethod
    def of(cls, subscription: Subscription) -> "WishesForm":
        """As it is now."""
        return cls(initial=subscription.wishes)


class AskForm(WishesForm):
    """For who does not get it yet; the address comes first."""

    email = forms.EmailField(
        label=_("Su correo"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Lo usamos para esto y nada más."),
        error_messages={
            "required": _("Escriba su correo."),
            "invalid": _("Escriba un correo completo, como nombre@ejemplo.mx."),
        },
    )
    field_order = ("email", "kinds", "state", "frequency")
