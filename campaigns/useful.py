""" "Was this useful?" on public pages: a form without a cookie or a script, and where its answers come in.

The token on a page says which page and which version of it were read; it is the same for all readers of an hour, so
that the page can be kept for all of them. What keeps one reader from answering a hundred times is `cms.core.limits`.
"""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page

from campaigns import personal_data, reader_answers
from campaigns.models.reader_answer import LONGEST_COMMENT
from cms.core import limits, public_cache, tokens
from cms.core.models.page import page_address

PURPOSE = "useful"
YES, NO = "yes", "no"
THANKS = "gracias"
"""The word in the address of a page at which somebody has just answered."""
PLACE = "le-sirvio"
MOST, WINDOW = 30, timedelta(hours=1)
MOST_OF_A_PAGE = 5
"""Answers to one page that come by the same connection in the window: of a family or an office, not of a program."""
SEPARATOR = "-"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that nobody types and that spreadsheets refuse."""


class AnswerForm(forms.Form):
    """Yes or no, and a few words for those who like."""

    useful = forms.ChoiceField(
        label=gettext_lazy("¿Le sirvió esta página?"),
        choices=[(YES, gettext_lazy("Sí")), (NO, gettext_lazy("No"))],
        error_messages={
            "required": gettext_lazy("Diga si le sirvió o no."),
            "invalid_choice": gettext_lazy("Diga si le sirvió o no."),
        },
    )
    comment = forms.CharField(
        label=gettext_lazy("¿Qué le faltó o qué le ayudó?"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Hasta 500 caracteres. No escriba su nombre, su correo ni su teléfono: no le podremos contestar."
        ),
        error_messages={
            "max_length": gettext_lazy(
                "Escribió %(show_value)d caracteres y caben %(limit_value)d. Acórtelo un poco."
            ),
        },
    )

    def clean_comment(self) -> str:
        comment: str = CONTROLS.sub("", self.cleaned_data["comment"])
        if found := personal_data.found_in(comment):
            message = _("Parece que escribió %(what)s. Quítelo para cuidar sus datos y envíelo otra vez.")
            raise forms.ValidationError(message % {"what": " y ".join(found)})
        return comment


def token_of(page: Page) -> str:
    """What a page carries to say which one it is, and in which version."""
    return tokens.issue(PURPOSE, f"{page.pk}{SEPARATOR}{page.live_revision_id or ''}")


# Readers have no session that a forged form could use; the token says that the form is ours.
@csrf_exempt
def answer(request: HttpRequest) -> HttpResponse:
    """Take an answer and lead back to the page; what is amiss is said above the form, with the words still in it."""
    if request.method != "POST":
        return redirect("/")
    form = AnswerForm(request.POST)
    try:
        about, is_old = tokens.read(PURPOSE, request.POST.get("token", "")), False
    except tokens.OldToken as old:
        about, is_old = old.about, True
    except tokens.BadToken:
        form.add_error(
            None,
            _("No reconocimos el formulario. Copie lo que escribió, abra otra vez la página y envíelo desde ahí."),
        )
        return _again(request, form, None, 400)
    page_pk, _separator, revision = about.partition(SEPARATOR)
    page = reader_answers.asked_page(page_pk)
    if page is None:
        raise Http404
    if is_old:
        form.add_error(None, _("La página estuvo abierta mucho tiempo. Envíe otra vez su respuesta: sigue aquí."))
        return _again(request, form, page, 400)
    if not form.is_valid():
        return _again(request, form, page, 400)
    return _taken(request, form, page, int(revision) if revision else None)


def _taken(request: HttpRequest, form: AnswerForm, page: Page, revision_pk: int | None) -> HttpResponse:
    said = form.cleaned_data
    name = f"{PURPOSE}:{page.pk}"
    is_much = limits.limited(request, PURPOSE, MOST, WINDOW)
    if limits.limited(request, name, MOST_OF_A_PAGE, WINDOW) or is_much:
        form.add_error(None, limits.TOO_OFTEN)
        return _again(request, form, page, 429)
    if not limits.repeated(request, name, f"{said['useful']} {said['comment']}", WINDOW):
        reader_answers.keep(page, revision_pk=revision_pk, was_useful=said["useful"] == YES, comment=said["comment"])
    response = HttpResponseRedirect(f"{page_address(page.url_path)}?{THANKS}=1#{PLACE}", status=303)
    response["Cache-Control"] = public_cache.OWN
    return response


def _again(request: HttpRequest, form: AnswerForm, page: Page | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "asked": page}
    if page is not None:
        context |= {"token": token_of(page), "way_back": page_address(page.url_path)}
    response = render(request, "pages/reader_answer.html", context, status=status)
    response["Cache-Control"] = public_cache.OWN
    return response
