"""The public tool: anybody may paste a text and see how clear it is. Nothing of it is kept or logged."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns import clarity, plain_language
from campaigns.gauge import gauge
from campaigns.marked_text import marked
from campaigns.models.clarity import FOR_THE_PUBLIC
from cms.core import limits, public_cache

LONGEST = 20_000
"""Characters. A longer text is better measured in parts: nobody mends a thousand marks at once."""
MOST, WINDOW = 60, timedelta(minutes=10)
"""Texts of one reader; a class that learns together shares its connection."""


class TextForm(forms.Form):
    """What somebody wrote, as it was pasted."""

    text = forms.CharField(
        label=_("Su texto"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off"}),
        help_text=_(
            "De una frase a diez cuartillas. Separe los párrafos con un renglón vacío; los subtítulos empiezan con #."
        ),
        error_messages={
            "required": _("Pegue o escriba un texto."),
            "max_length": _("El texto tiene %(show_value)d caracteres y caben %(limit_value)d. Mídalo por partes."),
        },
    )


# It changes nothing and knows nobody: a token would need the cookie that readers are spared.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tool(request: HttpRequest) -> HttpResponse:
    """The empty form, or the text with its score and marks."""
    if request.method != "POST":
        response = render(request, "pages/plain_language.html", {"form": TextForm()})
        public_cache.share(response)
        return response
    form = TextForm(request.POST)
    if limits.limited(request, "plain_language", MOST, WINDOW):
        form.add_error(None, limits.TOO_OFTEN)
        return render(request, "pages/plain_language.html", {"form": form}, status=429)
    if not form.is_valid():
        return render(request, "pages/plain_language.html", {"form": form}, status=422)
    text = plain_language.from_markdown(form.cleaned_data["text"])
    measure = plain_language.measure(text, jargon=clarity.glossary_jargon())
    context = {
        "form": form,
        "measure": measure,
        "gauge": gauge(measure, target=FOR_THE_PUBLIC, is_enough=clarity.reaches(measure, FOR_THE_PUBLIC)),
        "blocks": marked(measure),
    }
    response = render(request, "pages/plain_language.html", context)
    response["Cache-Control"] = public_cache.OWN
    return response
