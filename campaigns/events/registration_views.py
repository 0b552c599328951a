"""The public form by which people register, and the way to cancel. Neither needs a cookie, nor is kept by a cache."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.events import listing, mail, registering, times
from campaigns.events.door import Door, door
from campaigns.models import Announcement, EventPage, Registration
from cms.core import limits, public_cache
from cms.core.models.page import page_address
from cms.core.visibility import pages_shown

SALT = "campaigns.events.form"
LASTS = 2 * 60 * 60
"""Seconds for which a form that was opened can be sent."""
PURPOSE = "registration"
MOST, WINDOW = 40, timedelta(hours=1)
"""Registrations by one connection: those of a class or an office, which share one."""
MOST_TO_A_MAIL = 3
"""Of one event with the same address by one connection: each sends a mail there, wanted or not."""


class RegistrationForm(forms.Form):
    """What we ask: no more than what the event needs."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Nombre y apellidos"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Escriba su nombre.")},
    )
    mail = forms.EmailField(
        label=gettext_lazy("Correo"),
        help_text=gettext_lazy("Ahí le confirmamos su lugar y le avisamos si algo cambia."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Escriba su correo."),
            "invalid": gettext_lazy("Revise su correo: debe verse como nombre@ejemplo.mx."),
        },
    )
    institution = forms.CharField(
        label=gettext_lazy("De qué escuela, institución o grupo viene"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    needs = forms.CharField(
        label=gettext_lazy("Qué necesita para participar"),
        help_text=gettext_lazy("Intérprete, un lugar para silla de ruedas, letra grande… Solo si quiere decirlo."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Estoy de acuerdo en que usen mis datos para esto"),
        error_messages={"required": gettext_lazy("Para registrarse tiene que estar de acuerdo.")},
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, uid: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uid = uid
        # A form that comes back gets a new one: what was typed stays, and can be sent again.
        self.fresh_token = signing.dumps(str(uid), salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            said = signing.loads(self.data.get("token", ""), salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            said = ""
        if said != str(self.uid):
            self.errors.pop("token", None)
            message = _(
                "El formulario estuvo abierto demasiado tiempo. Lo que escribió sigue aquí: envíelo otra vez."
            )
            raise ValidationError(message)
        return cleaned


# Who sends it is known by nobody, and the token stands in for the cookie that readers are spared.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form of an event, and what was sent with it."""
    event = _event(uid)
    if request.method != "POST":
        return _form(request, event, RegistrationForm(uid=uid))
    form = RegistrationForm(request.POST, uid=uid)
    if not form.is_valid():
        return _form(request, event, form, status=422)
    said = form.cleaned_data
    if _is_too_often(request, uid, said["mail"]):
        form.add_error(None, limits.TOO_OFTEN)
        return _form(request, event, form, status=429)
    applicant = registering.Applicant(said["name"], said["mail"], said["institution"], said["needs"])
    try:
        registering.register(event.pk, applicant)
    except registering.RegistrationClosed:
        return _form(request, event, form, status=409)
    return _own(redirect("campaigns:registered", uid=uid))


def _is_too_often(request: HttpRequest, uid: UUID, address: str) -> bool:
    to_one = f"{PURPOSE}:{uid}:{sha256(address.strip().lower().encode()).hexdigest()}"
    is_much = limits.limited(request, PURPOSE, MOST, WINDOW)
    return limits.limited(request, to_one, MOST_TO_A_MAIL, WINDOW) or is_much


@require_safe
def registered(request: HttpRequest, uid: UUID) -> HttpResponse:
    """That it was received. Whether there was a place, only the mail says: nobody learns here who else registered."""
    event = _event(uid)
    return _own(render(request, "pages/event_registered.html", _about(event)))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest) -> HttpResponse:
    """Asked first: programs that look through mail open every address in it."""
    try:
        pk = mail.registration_of(request.GET.get(mail.CANCEL_KEY, ""))
    except mail.BadCancelToken as error:
        raise Http404 from error
    found = Registration.objects.filter(pk=pk).select_related("event").first()
    if request.method == "POST":
        registering.cancel(pk)
        return _own(render(request, "pages/event_cancel.html", {"is_done": True}))
    context = {"is_done": found is None, **(_about(found.event) if found else {})}
    return _own(render(request, "pages/event_cancel.html", context))


def _event(uid: UUID) -> EventPage:
    """The event that anybody may read, or 404 as if there were none."""
    pk = Announcement.objects.filter(uid=uid).values("page")
    found = pages_shown(EventPage.objects.filter(pk__in=pk)).select_related("state", "institution").first()
    if found is None or door(found) is Door.NONE:
        raise Http404
    return found


def _form(request: HttpRequest, event: EventPage, form: RegistrationForm, status: int = 200) -> HttpResponse:
    left = registering.places_left(event)
    context = {
        **_about(event),
        "form": form,
        "door": door(event).value,
        "known": listing.known_of(event),
        "left": left,
        "kept_until": times.day(times.local(event.kept_until, event.clock).date()),
    }
    return _own(render(request, "pages/event_registration.html", context, status=status))


def _about(event: EventPage) -> dict[str, Any]:
    return {
        "event": event,
        "event_url": page_address(event.url_path),
        "span": times.span(event.starts_at, event.ends_at, event.clock),
    }


def _own(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = public_cache.OWN
    return response
