"""Each mark, met where it should be, and not where it nearly is."""

import pytest

from campaigns.plain_language import from_markdown, from_plain, measure
from campaigns.plain_language.lexicon import jargon
from campaigns.plain_language.marks.sentences import LONG, VERY_LONG


def marked(text: str, code: str) -> list[str]:
    return [mark.text for mark in measure(text).marks if mark.code == code]


def suggested(text: str, code: str) -> list[str | None]:
    return [mark.suggestion for mark in measure(text).marks if mark.code == code]


def test_a_long_sentence_and_a_very_long_one() -> None:
    def of(words: int) -> list[str]:
        marks = measure("Primero. " + " ".join(["sol"] * words) + ". Al fin.").marks
        return [mark.message for mark in marks if mark.code == "long_sentence"]

    assert of(LONG) == []
    assert of(LONG + 1) != []
    assert "larguísima" in of(VERY_LONG)[0]
    assert "larguísima" not in of(VERY_LONG - 1)[0]
    assert marked("# " + "sol " * 60, "long_sentence") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La ley fue aprobada ayer.", ["fue aprobada"]),
        ("Los datos serán rápidamente publicados.", ["serán rápidamente publicados"]),
        ("Las quejas han sido resueltas.", ["han sido resueltas"]),
        ("Debe ser escrito a mano.", ["ser escrito"]),
        ("Aún no fue todavía visto.", ["fue todavía visto"]),
        ("Fue conocido por el pleno.", ["Fue conocido"]),
        ("La información fue reservada.", ["fue reservada"]),
    ],
)
def test_a_passive(text: str, found: list[str]) -> None:
    assert marked(text, "passive") == found


@pytest.mark.parametrize(
    "text",
    [
        "La oficina está cerrada.",
        "Es conocido que llueve.",
        "El trámite es complicado.",
        "Ella es abogada.",
        "Fueron aprobado.",
        "La casa era grande y vacía.",
        "Es un hecho.",
        "Eso fue lo pactado.",
        "Fuera de eso, vino.",
    ],
)
def test_no_passive(text: str) -> None:
    assert marked(text, "passive") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Salió el decreto, modificando el anterior.", ["modificando"]),
        ("Dándoles tiempo, cayéndose y yendo.", ["Dándoles", "cayéndose", "yendo"]),
        ("Publicandolo sin acento.", ["Publicandolo"]),
        ("Siguió riñendo y bullendo.", ["riñendo", "bullendo"]),
    ],
)
def test_a_gerund(text: str, found: list[str]) -> None:
    assert marked(text, "gerund") == found


def test_no_gerund() -> None:
    text = (
        "Cuando mando al mundo un comando, en el fondo entiendo a don Fernando y a Armando; ando con contrabando "
        "blando, un dividendo, mi remiendo, la hacienda y el segundo referendo. ¿Cuándo recomiendo eso?"
    )
    assert marked(text, "gerund") == []


@pytest.mark.parametrize(
    ("text", "found", "verb"),
    [
        ("Se llevó a cabo la revisión del plan.", "llevó a cabo la revisión", "revisar"),
        ("Darán cumplimiento a la ley.", "Darán cumplimiento", "cumplir"),
        ("Realizamos la entrega de libros.", "Realizamos la entrega", "entregar"),
        ("Procederá a la publicación del acta.", "Procederá a la publicación", "publicar"),
        ("Procedió a revisar el acta.", "Procedió a revisar", "revisar"),
        ("Hicieron su debida entrega.", "Hicieron su debida entrega", "entregar"),
    ],
)
def test_a_noun_in_the_place_of_a_verb(text: str, found: str, verb: str) -> None:
    assert marked(text, "nominalisation") == [found]
    assert suggested(text, "nominalisation") == [verb]


@pytest.mark.parametrize(
    "text",
    [
        "Dio la mano.",
        "Realizó su sueño.",
        "Llevó a cabo su plan.",
        "Hizo pan.",
        "La administración de la institución.",
    ],
)
def test_no_noun_in_the_place_of_a_verb(text: str) -> None:
    assert marked(text, "nominalisation") == []


def test_a_pile_of_nouns() -> None:
    assert marked("La verificación de la publicación y el seguimiento del plan.", "nominalisation") == [
        "verificación de la publicación y el seguimiento"
    ]
    assert marked("La verificación de la publicación del plan.", "nominalisation") == []


@pytest.mark.parametrize(
    ("text", "found", "plain"),
    [
        ("De conformidad con la ley.", "De conformidad con", "según"),
        ("En virtud del acuerdo.", "En virtud del", "por, porque"),
        ("EN VIRTUD DE QUE llueve.", "EN VIRTUD DE QUE", "porque"),
        ("Los sujetos obligados deben.", "sujetos obligados", "institución que debe informar"),
        ("Se apertura la oficina.", "apertura", "abrir"),
        ("Coadyuvarán todos.", "Coadyuvarán", "ayudar"),
        ("Coadyuvaran todos.", "Coadyuvaran", "ayudar"),
        ("Es prueba fehaciente.", "fehaciente", "que prueba, seguro"),
        ("La persona\npromovente firma.", "persona\npromovente", "persona que presenta el trámite"),
        ("Se requiere el acta.", "requiere", "pedir"),
        ("El pleno exhortó a todos.", "exhortó", "pedir"),
    ],
)
def test_jargon_in_any_form(text: str, found: str, plain: str) -> None:
    assert marked(text, "jargon") == [found]
    assert suggested(text, "jargon") == [plain]


def test_no_jargon() -> None:
    assert marked("Con virtud y sujeto a la ley, abrimos según el plan y para que ayude.", "jargon") == []


def test_nouns_that_look_like_forms_of_our_verbs() -> None:
    assert (
        marked("El acceso a un colegio eficiente: requisitos, normas, apertura, turnos y peticiones.", "jargon") == []
    )


def test_callers_bring_more_jargon() -> None:
    found = measure("Pida las fojas útiles y el testado.", jargon={"testado": "tapado", "foja útil": "hoja"}).marks
    assert [(mark.text, mark.suggestion) for mark in found] == [("fojas útiles", "hoja"), ("testado", "tapado")]
    assert [mark.text for mark in measure("La norma vale.", jargon={"norma": "regla"}).marks] == ["norma"]


def test_the_lexicon_is_large_and_says_each_term_once() -> None:
    lines = [line for table in (jargon.PHRASES, jargon.NOUNS, jargon.VERBS) for line in table.strip().splitlines()]
    terms = [line.partition(" = ")[0] for line in lines]
    assert len(terms) >= 150
    assert len(terms) == len(set(terms))
    assert all(line.partition(" = ")[2] for line in lines)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("El SNT vota. El SNT decide.", ["SNT"]),
        ("El informe nuevo (SNT) salió.", ["SNT"]),
        ("El INAI, autónomo, resolvió.", ["INAI"]),
        ("El INEGI cuenta. Instituto Nacional de Estadística y Geografía (INEGI).", ["INEGI"]),
        ("Las ONGs ayudan.", ["ONGs"]),
    ],
)
def test_an_acronym_that_nobody_explains(text: str, found: list[str]) -> None:
    assert marked(text, "undefined_acronym") == found


@pytest.mark.parametrize(
    "text",
    [
        "El Instituto Nacional de Estadística y Geografía (INEGI) cuenta. El INEGI publica.",
        "El INEGI (Instituto Nacional de Estadística y Geografía) cuenta.",
        "La unidad de transparencia (UT) contesta.",
        "La Plataforma Nacional de Transparencia, PNT, abre.",
        "La Alianza para el Gobierno Abierto (OGP) nació en 2011.",
        "La Alianza (OGP, por sus siglas en inglés) nació en 2011.",
        "Lleve su CURP a la ONU en EE. UU.",
        "NO corra, el siglo XXI y TODOS.",
        "# INFORME DEL SNT\n\nHola.",
        "Vea el AVISO IMPORTANTE.",
    ],
)
def test_no_acronym_to_explain(text: str) -> None:
    assert marked(text, "undefined_acronym") == []


def test_callers_know_more_acronyms() -> None:
    assert measure("El SNT vota.", known_acronyms=["SNT"]).marks == ()


@pytest.mark.parametrize(
    "heading", ["Introducción", "1. GENERALIDADES", "Información general:", "II. Otros", "Varios"]
)
def test_an_empty_heading(heading: str) -> None:
    assert marked(f"# {heading}\n\nHola.", "empty_heading") == [heading]
    assert marked(heading, "empty_heading") == []


def test_a_heading_that_says_something() -> None:
    assert marked("# Introducción al derecho de acceso\n\nHola.", "empty_heading") == []


@pytest.mark.parametrize(
    "words", ["aquí", "Haz clic aquí", "Más información", "ver más…", "este enlace", "https://x.mx/a"]
)
def test_a_link_that_says_nothing(words: str) -> None:
    assert marked(f"Lea [{words}](https://x.mx/b).", "link_text") == [words]


def test_links_that_say_something_and_words_that_are_no_link() -> None:
    assert marked("Lea [la ley de archivos](https://x.mx) aquí, haz clic aquí.", "link_text") == []


def test_an_address_in_the_text_is_a_link_where_links_are_known() -> None:
    assert [mark.text for mark in measure(from_markdown("Vea https://x.mx/a.")).marks] == ["https://x.mx/a"]
    assert measure(from_plain("Vea https://x.mx/a.")).marks == ()


def test_every_mark_says_what_to_do_and_where() -> None:
    text = "# Varios\n\nEl SNT fue creado, en virtud de la ley, dando [aquí](http://x.mx) cuenta; realizó la entrega."
    marks = measure(text).marks
    assert {mark.code for mark in marks} == {
        "empty_heading", "undefined_acronym", "passive", "jargon", "gerund", "link_text", "nominalisation"
    }  # fmt: skip
    assert all(text[mark.start : mark.end] == mark.text and mark.message.endswith(".") for mark in marks)
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
