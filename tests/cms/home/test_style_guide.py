"""The style guide shows every component, each from its own sample alone, in colours that can be read."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from cms.home.style_guide import tokens
from cms.home.style_guide.sample import Sample
from cms.home.style_guide.view import NOT_SHOWN, groups

COMPONENTS = settings.BASE_DIR / "templates" / "components"


def samples() -> list[Sample]:
    return [sample for _title, found in groups() for sample in found]


class Missing(str):
    """What Django puts in place of a variable that is not there: here it says so."""

    __slots__ = ()

    def __contains__(self, _part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise LookupError(f"{name} is missing")


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    templates = engines["django"]
    assert isinstance(templates, DjangoTemplates)
    monkeypatch.setattr(templates.engine, "string_if_invalid", Missing("%s"))


@pytest.fixture
def request_of_the_guide() -> HttpRequest:
    return RequestFactory().get("/guia-de-estilo/")


def test_every_component_is_shown_or_says_why_not() -> None:
    there = {path.stem for path in COMPONENTS.glob("*.html")}
    shown = {sample.component for sample in samples()}
    assert there - shown - NOT_SHOWN.keys() == set()
    assert shown - there == set()
    assert shown & NOT_SHOWN.keys() == set()


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: f"{sample.component} {sample.state}".strip())
def test_each_sample_gives_its_component_all_it_needs(
    strict: None, request_of_the_guide: HttpRequest, sample: Sample
) -> None:
    assert render_to_string(sample.template, sample.context, request_of_the_guide).strip()


def test_a_sample_that_lacks_something_is_noticed(strict: None, request_of_the_guide: HttpRequest) -> None:
    """The control: a call to action without its label."""
    context: dict[str, Any] = {"title": "T", "text": "t", "url": "#"}
    with pytest.raises(LookupError, match="label is missing"):
        render_to_string("components/call_to_action.html", context, request_of_the_guide)


@pytest.mark.django_db
def test_the_guide_is_for_everybody_and_for_no_index(client: Client) -> None:
    response = client.get("/guia-de-estilo/")
    said = response.content.decode()
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in said
    assert all(f"<code>{sample.component}</code>" in said for sample in samples())


@pytest.mark.django_db
def test_no_name_stands_twice_in_the_guide(client: Client) -> None:
    names = re.findall(r'\sid="([^"]+)"', client.get("/guia-de-estilo/").content.decode())
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", tokens.PAIRS, ids=lambda pair: f"{pair.front} on {pair.ground}")
def test_what_is_read_stands_out_from_its_ground(pair: tokens.Pair, scheme: tokens.Scheme) -> None:
    colours = tokens.colours(scheme)
    assert tokens.contrast(colours[pair.front], colours[pair.ground]) >= pair.least


def test_contrast_is_that_of_the_standard() -> None:
    """The control: known figures, and a pair that would not do."""
    assert tokens.contrast("#000", "#fff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert tokens.contrast("#777777", "#ffffff") < tokens.TEXT


def test_every_colour_of_a_text_is_held_against_a_ground() -> None:
    """A colour that a rule gives to text, and no pair names, would be checked by nobody."""
    sheet = tokens.STYLE_SHEET.read_text()
    rules = sheet[sheet.index("@layer base {") : sheet.index("@media print")]
    used = set(re.findall(r"[\s{;]color: var\(--([\w-]+)\)", rules))
    assert used - {pair.front for pair in tokens.PAIRS} == set()


def test_the_dark_scheme_is_another() -> None:
    light, dark = tokens.colours("light"), tokens.colours("dark")
    assert light.keys() == dark.keys()
    assert light["paper"] != dark["paper"]
