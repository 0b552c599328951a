"""The administration's own catalogue: with it nothing that Wagtail may say is left in English."""

import functools
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation.trans_real import DjangoTranslation

DOMAINS = ["django", "djangojs"]
SAME_IN_SPANISH = {
    "URL", "Alias", "Error 404", "Error", "No", "ID", "Roles", "%(field_label)s:", "%(num)s min",
    "%(num)s error", "%(num)s pixel",
    "%(status_display)s %(task_name)s %(started_at)s", "%(time_zone_option)s: %(localized_time_zone_label)s",
}  # fmt: skip
SAID_OTHERWISE = {
    "Deleting this page will also delete %(translation_count)s translation of this page.": (
        "Wagtail speaks of subpages where the page has none"
    ),
}
"""Where our words need other values than Wagtail's, and why."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\b(?:href|data-[\w-]+)=\"[^\"]*\"")
NOT_OURS = re.compile(
    r"\b(tú|tus?|tienes|puedes|quieres|seleccionas?|ordenador|pulse|fichero|por favor|en vivo|añad\w+)\b",
    re.IGNORECASE,
)
"""Of tú, or of another country."""


@functools.cache
def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def own(domain: str, form: str = "po") -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES" / f"{domain}.{form}"


def messages(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def texts(catalogue: Catalog) -> dict[tuple[str | None, str], list[str]]:
    return {(each.context, english(each)): list(forms(each.string)) for each in messages(catalogue)}


def forms(value: Any) -> tuple[str, ...]:
    """A text, or its singular and its plurals."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def asked(domain: str) -> dict[str, Message]:
    """What the installed applications may say, as their sources write it."""
    places = [Path(each.path) for each in apps.get_app_configs() if not each.name.startswith("django.")]
    files = [place / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po" for place in places]
    return {english(each): each for file in files if file.exists() for each in messages(read(file))}


def of_django(domain: str) -> dict[str, Message]:
    """What Django itself may say."""
    file = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    return {english(each): each for each in messages(read(file))} if file.exists() else {}


def english(message: Message) -> str:
    return forms(message.id)[0]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each text with the English that it stands for."""
    sources = forms(message.id)
    for form, text in enumerate(forms(message.string)):
        yield sources[min(form, len(sources) - 1)], text


def said(message: Message, spanish: DjangoTranslation) -> str:
    """What a reader gets for a message."""
    one, *more = forms(message.id)
    source = f"{message.context}\x04{one}" if message.context else one
    return str(spanish.ngettext(source, more[0], 1) if more else spanish.gettext(source))


@pytest.mark.parametrize(("domain", "at_least"), [("django", 1500), ("djangojs", 80)])
def test_no_message_of_the_installed_applications_is_left_in_english(domain: str, at_least: int) -> None:
    spanish = DjangoTranslation(settings.LANGUAGE_CODE, domain=domain)
    left = [
        source
        for source, message in asked(domain).items()
        if source not in SAME_IN_SPANISH and said(message, spanish) == source
    ]
    assert left == []
    assert len(asked(domain)) > at_least


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_of_ours_is_still_one_of_the_installed_applications(domain: str) -> None:
    known = {**asked(domain), **of_django(domain)}
    assert [english(each) for each in messages(read(own(domain))) if english(each) not in known] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_takes_the_values_of_its_message(domain: str) -> None:
    wrong = [
        (source, text)
        for message in messages(read(own(domain)))
        for source, text in pairs(message)
        if english(message) not in SAID_OTHERWISE
        and set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_django_reads_was_compiled_from_the_text(domain: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read(own(domain)))
    compiled.seek(0)
    with own(domain, "mo").open("rb") as file:
        committed = read_mo(file)
    assert texts(committed) == texts(read_mo(compiled)), "run make messages"
    assert committed.plural_expr == read(own(domain)).plural_expr


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_administration_speaks_as_the_site_does(domain: str) -> None:
    spanish = DjangoTranslation(settings.LANGUAGE_CODE, domain=domain)
    ours = [text for message in messages(read(own(domain))) for _english, text in pairs(message)]
    theirs = [said(message, spanish) for message in asked(domain).values()]
    assert [text for text in (*ours, *theirs) if NOT_OURS.search(text)] == []


def test_months_and_days_are_written_as_in_spanish() -> None:
    with translation.override(settings.LANGUAGE_CODE):
        assert date_format(date(2026, 11, 27), r"l j \d\e F \d\e Y") == "viernes 27 de noviembre de 2026"
        assert date_format(date(2026, 11, 27)) == "27 de noviembre de 2026"


def test_it_goes_before_what_the_applications_say_in_spanish() -> None:
    with translation.override(settings.LANGUAGE_CODE):
        assert translation.gettext("live + draft") == "publicado + borrador"
        found = translation.ngettext("Referenced %(count)s time", "Referenced %(count)s times", 3)
    assert found == "%(count)s referencias"


def test_the_scripts_of_the_administration_say_it(client: Client, db: None) -> None:
    script = client.get("/admin/jsi18n/").content.decode()
    assert r"Los cambios se guardaron autom\u00e1ticamente." in script
