"""Words of the glossary in texts."""

import pytest

from cms.core.reference import glossary
from cms.core.reference.models import GlossaryTerm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words() -> None:
    GlossaryTerm.objects.all().delete()
    GlossaryTerm.objects.create(
        term="sujeto obligado", slug="sujeto-obligado", definition="Debe informar.", forms=["sujetos obligados"]
    )
    GlossaryTerm.objects.create(term="obligado", slug="obligado", definition="Que debe.")
    GlossaryTerm.objects.create(term="PAL", slug="pal", definition="Plan de acción local.")


def explained(text: str, **kwargs: list[int]) -> tuple[str, list[str]]:
    found = glossary.explain(text, **kwargs)
    return str(found.html), [term.term for term in found.terms]


def test_the_first_use_of_a_word_is_marked_and_no_other() -> None:
    text, terms = explained("<p>Un PAL y otro PAL.</p><p>Más PAL.</p>")
    assert text == '<p>Un <a class="term" href="#palabra-pal" id="uso-pal">PAL</a> y otro PAL.</p><p>Más PAL.</p>'
    assert terms == ["PAL"]


def test_the_longest_word_wins_in_any_of_its_forms_and_keeps_its_capitals() -> None:
    text, terms = explained("<p>Sujetos Obligados, obligado.</p>")
    assert 'id="uso-sujeto-obligado">Sujetos Obligados</a>, <a' in text
    assert terms == ["obligado", "sujeto obligado"]


def test_parts_of_words_are_not_marked() -> None:
    assert explained("<p>PALABRA municiPAL</p>") == ("<p>PALABRA municiPAL</p>", [])


@pytest.mark.parametrize(
    "text",
    [
        "<h2>PAL</h2>",
        '<p><a href="/x">El PAL</a></p>',
        "<blockquote><p>PAL</p></blockquote>",
        "<details><summary>PAL</summary></details>",
        "<p><code>PAL</code></p>",
        '<ul class="meta"><li>Comité del PAL</li></ul>',
    ],
)
def test_what_can_be_pressed_or_was_said_by_others_stays_as_it_is(text: str) -> None:
    assert explained(text) == (text, [])


def test_a_word_after_a_link_and_beside_others_keeps_its_place() -> None:
    text, _terms = explained('<p>Ver <a href="/x">esto</a>: obligado y PAL, fin.</p>')
    assert text.index("/x") < text.index("uso-obligado") < text.index("uso-pal") < text.index(", fin.")


def test_a_word_that_the_author_leaves_out_is_not_marked() -> None:
    pal = GlossaryTerm.objects.get(slug="pal")
    assert explained("<p>PAL</p>", leave_out=[pal.pk]) == ("<p>PAL</p>", [])


def test_what_is_escaped_stays_escaped() -> None:
    text, _terms = explained("<p>&lt;script&gt; PAL &amp; co</p>")
    assert text.startswith("<p>&lt;script&gt; <a ")
    assert "&amp; co" in text


def test_a_text_without_known_words_is_given_back_letter_by_letter() -> None:
    GlossaryTerm.objects.all().delete()
    text = '<picture><source srcset="a"><img src="b" alt="ñ"></picture><details open><p>x</details>'
    assert explained(text) == (text, [])


def test_a_letter_that_only_looks_like_one_of_a_word_is_passed_over() -> None:
    GlossaryTerm.objects.create(term="plica", slug="plica", definition="Sobre cerrado.")
    text, terms = explained("<p>Una plıca, una plica.</p>")
    assert text.startswith("<p>Una plıca, una <a ")
    assert terms == ["plica"]


@pytest.mark.parametrize("stray", ["\x0b", "\x01", "&#1;", "\uffff"])
def test_a_control_character_that_was_pasted_is_left_out(stray: str) -> None:
    text, terms = explained(f"<p>Un{stray} PAL</p>{stray}obligado")
    assert text.startswith("<p>Un <a ")
    assert text.endswith(">obligado</a>")
    assert terms == ["obligado", "PAL"]


def test_words_stand_under_their_letter_without_accents() -> None:
    GlossaryTerm.objects.create(term="ámbito", slug="ambito", definition="Espacio.")
    GlossaryTerm.objects.create(term="ñandutí", slug="nanduti", definition="Encaje.")
    letters = {letter: [term.term for term in terms] for letter, terms in glossary.by_letter()}
    assert letters["A"] == ["ámbito"]
    assert letters["Ñ"] == ["ñandutí"]
    assert list(letters) == ["A", "Ñ", "O", "P", "S"]
