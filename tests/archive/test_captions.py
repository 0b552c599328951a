"""Captions as people hand them in: read, checked, written and cut into moments."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captions import BadCaptions, Cue, as_typed, clock, moments, read_captions, write_webvtt
from tests.archive.recordings import said


def problems(text: str, duration: float | None = None) -> str:
    with pytest.raises(BadCaptions) as bad:
        read_captions(text, duration)
    return "\n".join(bad.value.problems)


def test_webvtt_and_subrip_give_the_same_cues() -> None:
    spoken = "<v Ana>Buenas <i>tardes</i> &amp; bienvenidos"
    vtt = f"WEBVTT\n\n1\n00:01.000 --> 00:04.500\n{spoken}\n\n00:05.000 --> 00:06.000\nGracias"
    plain = "Buenas tardes & bienvenidos"
    srt = f"1\n00:00:01,000 --> 00:00:04,500\n{plain}\n\n2\n00:00:05,000 --> 00:00:06,000\nGracias\n"
    srt = srt.replace("\n", "\r\n")
    assert read_captions(vtt, 10) == [Cue(1, 4.5, "Buenas tardes & bienvenidos", "Ana"), Cue(5, 6, "Gracias")]
    assert read_captions(srt, 10) == [Cue(1, 4.5, "Buenas tardes & bienvenidos"), Cue(5, 6, "Gracias")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "vacía"),
        ("Buenas tardes a todas las personas", "ningún tiempo"),
        ("WEBVTT\n\n00:00:05.000 --> 00:00:02.000\nAl revés", "termina antes de empezar"),
        ("WEBVTT\n\n00:00:05.000 --> 00:00:07.000\nUno\n\n00:00:02.000 --> 00:00:03.000\nDos", "Póngalas en orden"),
        ("WEBVTT\n\n00:00:01.000 --> 00:01:30.000\nDemasiado largo", "la grabación dura 1:00"),
        ("WEBVTT\n\n00:99:01.000 --> 00:99:03.000\nMinuto noventa y nueve", "Renglón 3"),
        ("WEBVTT\n\nuno --> dos\nNada", "Renglón 3"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n00:00:03.000 --> 00:00:04.000\nDos", "no tiene texto"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_cure(text: str, words: str) -> None:
    assert words in problems(text, 60)


def test_commas_of_what_is_said_stay() -> None:
    (cue,) = read_captions("1\n00:00:01,000 --> 00:00:04,500\nA las 10:30,500 personas", None)
    assert cue.text == "A las 10:30,500 personas"


def test_every_problem_is_said_at_once() -> None:
    text = "WEBVTT\n\n" + "\n\n".join("00:00:05.000 --> 00:00:02.000\nMal" for _each in range(3))
    assert problems(text).count("termina antes") == 3


def test_what_is_written_is_read_again_and_holds_no_markup() -> None:
    cues = [Cue(0.5, 2, "a < b & c --> d", "Ana & Co"), Cue(3661.25, 3662, "Fin")]
    text = write_webvtt(cues)
    assert "01:01:01.250 --> 01:01:02.000" in text
    assert "<script" not in write_webvtt(
        read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n<script>x</script> hola", None)
    )
    assert read_captions(text, None)[1] == cues[1]


def test_moments_begin_each_minute_and_paragraphs_end_with_sentences() -> None:
    phrases = [f"Frase {number}{'.' if number % 2 else ''}" for number in range(14)]
    found = moments(read_captions(said(*phrases), None))
    assert [clock(each.start) for each in found] == ["0:00", "1:00", "2:00"]
    first = found[0]
    assert first.text.split("\n")[0] == "Frase 0 Frase 1."
    assert [first.text[start:end] for start, end, _second in first.paragraphs] == first.text.split("\n")
    assert [second for *_span, second in first.paragraphs] == [0, 20, 40]


def test_a_change_of_voice_begins_a_paragraph_and_names_it() -> None:
    cues = ["<v Ana>Hola", "<v Luz>Qué tal", "<v Luz>Bien"]
    text = said(*cues, every=4)
    (moment,) = moments(read_captions(text, None))
    assert moment.text == "Ana: Hola\nLuz: Qué tal Bien"


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(BadCaptions):
        assert read_captions(text, 60)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (7.9, "0:07"), (65, "1:05"), (3723, "1:02:03")])
def test_a_second_is_shown_as_players_do(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    "words", ["Agua & drenaje", "R&D", "R&copia", "menos < más", "&lt; dicho así", "a &amp; b", "AT&T;", "&#38;"]
)
def test_captions_are_typed_with_their_ampersands_and_mean_the_same(words: str) -> None:
    written = write_webvtt([Cue(0.0, 2.0, words)])
    (cue,) = read_captions(as_typed(written), None)
    assert cue.text == words


def test_an_ampersand_is_shown_as_one() -> None:
    assert "Agua & drenaje" in as_typed(write_webvtt([Cue(0.0, 2.0, "Agua & drenaje")]))
