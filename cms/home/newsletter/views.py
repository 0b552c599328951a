"""The pages of the newsletter: ask for it, confirm, change, leave. None sets a cookie or tells who gets it."""

from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.core import limits, public_cache, tokens
from cms.home.models.newsletter import Subscription
from cms.home.newsletter import asking, links, sending
from cms.home.newsletter.forms import AskForm, WishesForm

PURPOSE = "newsletter"
MOST, WINDOW = 10, timedelta(hours=1)
METHODS = ["GET", "HEAD", "POST"]
JSON = {"ensure_ascii": False, "indent": 2}


def _own(response: HttpResponse) -> HttpResponse:
    """For one person's eyes; nothing of the address goes to where a link leads."""
    response["Cache-Control"] = public_cache.OWN
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


# Readers have no session that a forged form could use; the token says that the form is ours.
@csrf_exempt
@require_http_methods(METHODS)
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: the same answer for every address."""
    is_on = sending.is_on()
    if request.method != "POST" or not is_on:
        context = {"form": AskForm(), "token": tokens.issue(PURPOSE), "is_on": is_on}
        response = render(request, "pages/newsletter.html", context)
        public_cache.share(response)
        return response
    form = AskForm(request.POST)
    status = _amiss(request, form)
    if status:
        context = {"form": form, "token": tokens.issue(PURPOSE), "is_on": is_on}
        return _own(render(request, "pages/newsletter.html", context, status=status))
    asking.ask(form.cleaned_data["email"], form.wishes)
    return _own(redirect("home:newsletter_asked"))


def _amiss(request: HttpRequest, form: AskForm) -> int:
    """The status of an answer that shows the form again, with why in it; 0 where all is well."""
    try:
        tokens.read(PURPOSE, request.POST.get("token", ""))
    except (tokens.OldToken, tokens.BadToken):
        form.add_error(None, _("La página estuvo abierta mucho tiempo. Envíe otra vez el formulario: sigue aquí."))
        return 400
    if not form.is_valid():
        return 400
    if limits.limited(request, PURPOSE, MOST, WINDOW):
        form.add_error(None, limits.TOO_OFTEN)
        return 429
    return 0


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    response = render(request, "pages/newsletter_asked.html")
    public_cache.share(response)
    return response


@csrf_exempt
@require_http_methods(METHODS)
def confirm(request: HttpRequest) -> HttpResponse:
    """The link of the first mail shows a button: programs that look into mails open links, and press no buttons."""
    token = request.GET.get(links.TOKEN, "")
    try:
        pk = links.read(links.CONFIRM, token)
    except links.NotOurs:
        return _useless(request)
    if request.method != "POST":
        return _own(render(request, "pages/newsletter_confirm.html", {"token": token}))
    subscription = asking.confirm(pk)
    if subscription is None:
        return _useless(request)
    context = {"subscription": subscription, "manage": links.token(links.MANAGE, subscription.pk)}
    return _own(render(request, "pages/newsletter_confirmed.html", context))


@csrf_exempt
@require_http_methods(METHODS)
def manage(request: HttpRequest) -> HttpResponse:
    """What is sent to whom, to be changed; for the bearer of a link that only mails hold."""
    subscription = _of_bearer(request)
    if subscription is None:
        return _useless(request)
    form = WishesForm(request.POST) if request.method == "POST" else WishesForm.of(subscription)
    is_changed = request.method == "POST" and form.is_valid()
    if is_changed:
        asking.change(subscription, form.wishes)
    context = {
        "form": form,
        "email": subscription.email,
        "is_changed": is_changed,
        "token": request.GET.get(links.TOKEN, ""),
        "leave": links.token(links.UNSUBSCRIBE, subscription.pk),
    }
    return _own(render(request, "pages/newsletter_manage.html", context, status=400 if form.errors else 200))


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the address, as a file."""
    subscription = _of_bearer(request)
    if subscription is None:
        return _useless(request)
    kept = asking.kept_of(subscription.email)
    response = JsonResponse(kept, encoder=DjangoJSONEncoder, json_dumps_params=JSON)
    response["Content-Disposition"] = 'attachment; filename="boletin-mis-datos.json"'
    return _own(response)


@csrf_exempt
@require_http_methods(METHODS)
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """A button for people; a POST without anything else for their mail programs (RFC 8058). Says the same of an
    address that is unknown by now."""
    token = request.GET.get(links.TOKEN, "")
    try:
        pk = links.read(links.UNSUBSCRIBE, token)
    except links.NotOurs:
        return _useless(request)
    if request.method == "POST":
        asking.unsubscribe(pk)
    context = {"token": token, "is_done": request.method == "POST"}
    return _own(render(request, "pages/newsletter_leave.html", context))


def _of_bearer(request: HttpRequest) -> Subscription | None:
    try:
        pk = links.read(links.MANAGE, request.GET.get(links.TOKEN, ""))
    except links.NotOurs:
        return None
    return Subscription.objects.select_related("state").filter(pk=pk).first()


def _useless(request: HttpRequest) -> HttpResponse:
    """The link has run out, was used, or is none of ours."""
    return _own(render(request, "pages/newsletter_useless.html", status=404))
