"""Samples of the parts that pages are built of. Names and figures are invented, and say so."""

from datetime import date

from django import forms
from django.utils.safestring import mark_safe

from cms.home.style_guide.sample import Sample

RICH = mark_safe(
    "<p>Cualquier persona puede pedir información. No tiene que decir <b>quién es</b> ni para qué la quiere.</p>"
    '<ul><li>En línea, por teléfono o en persona.</li><li><a href="#ejemplo">Vea los plazos.</a></li></ul>'
)
SENTENCE = "Una o dos frases que dicen qué encontrará quien abra la tarjeta."
DRAWING = mark_safe(
    '<svg viewBox="0 0 320 120" role="img" aria-label="Tres barras, de menor a mayor">'
    '<rect width="320" height="120" fill="var(--sunken)"/>'
    '<path d="M60 110V80h40v30zM140 110V50h40v60zM220 110V20h40v90z" fill="var(--accent)"/></svg>'
)
CARD = {
    "url": "#ejemplo",
    "kicker": "Guía",
    "title": "Cómo pedir información pública",
    "text": SENTENCE,
    "meta": ["5 minutos"],
    "image": None,
    "date": date(2026, 3, 9),
}
PLAIN_CARD = {
    **CARD,
    "kicker": "",
    "title": "Un título que ocupa dos renglones porque dice mucho",
    "meta": [],
    "date": None,
}
EVIDENCE = {
    "text": "Toda la información en posesión de un sujeto obligado es pública (texto de ejemplo).",
    "title": "Lineamientos de ejemplo",
    "url": "#ejemplo",
    "place": "página 14",
    "citation": "Instituto de Ejemplo. (2017). Lineamientos de ejemplo (p. 14).",
    "newer_url": "#ejemplo",
}
SOURCE = {"url": "#ejemplo", "title": "Informe de ejemplo", "published": "2017"}
FACTS = [
    {
        "number": number,
        "statement": statement,
        "as_of": "2017",
        "when": "2017",
        "is_interpretation": guessed,
        "source": source,
    }
    for number, statement, guessed, source in (
        ("32", "entidades de ejemplo", False, SOURCE),
        ("4.5 %", "de las solicitudes de ejemplo se respondieron en un día", True, SOURCE),
        (
            "2 de 3",
            "personas de ejemplo leyeron la respuesta",
            False,
            {"url": "", "title": "Encuesta de ejemplo", "published": ""},
        ),
    )
]
TERMS = [
    {"term": "Acervo", "slug": "acervo", "definition": "Conjunto de documentos que una institución conserva."},
    {
        "term": "Versión pública",
        "slug": "version-publica",
        "definition": "Documento sin los datos que la ley protege.",
    },
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nombre", help_text="Como quiere que le llamemos.", required=False)
    mail = forms.EmailField(label="Correo", help_text="Solo para responderle.")
    kind = forms.ChoiceField(
        label="Sobre qué escribe",
        choices=[("question", "Una pregunta"), ("error", "Un error en una página")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Temas",
        choices=[("archive", "Archivo"), ("law", "Leyes")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    state = forms.ChoiceField(label="Entidad", choices=[("", "Elija una"), ("son", "Sonora")], required=False)
    text = forms.CharField(label="Qué quiere decirnos", widget=forms.Textarea)
    agreed = forms.BooleanField(label="Leí el aviso de privacidad")


def _fields(form: SampleForm, state: str) -> list[Sample]:
    return [Sample("form_field", f"{state}: {field.label}", {"field": field}) for field in form]


WRONG = SampleForm({"mal-mail": "sin arroba"}, prefix="mal")

FOR_READING = [
    Sample(
        "steps", context={"steps": [{"title": f"{verb} su pregunta", "text": RICH} for verb in ("Escriba", "Envíe")]}
    ),
    Sample("questions", context={"questions": [{"question": "¿Cuánto cuesta pedir información?", "answer": RICH}]}),
    *(
        Sample("callout", state, {"kind": kind, "title": title, "text": RICH})
        for kind, state, title in (
            ("info", "dato útil", "Es gratis"),
            ("warning", "cuidado", "El plazo se acaba"),
            ("success", "buena noticia", "Ya puede leerlo"),
        )
    ),
    Sample("quote", context={"text": "Preguntar es el primer paso.", "who": "Persona de ejemplo"}),
    *(
        Sample("evidence", state, {"evidence": {**EVIDENCE, "state": code}})
        for code, state in (
            ("current", "vigente"),
            ("superseded", "sustituida"),
            ("gone", "ya no se puede consultar"),
        )
    ),
    Sample(
        "figure", context={"picture": DRAWING, "caption": "Solicitudes de ejemplo.", "credit": "Dibujo de ejemplo."}
    ),
    Sample("fact_list", context={"facts": FACTS}),
    Sample("source", context={"source": SOURCE}),
    Sample("fact_figures", context={"title": "Cifras de ejemplo", "facts": FACTS}),
    Sample(
        "downloads",
        context={
            "files": [
                {"title": "Formato de solicitud", "url": "#ejemplo", "format": "PDF", "size": 48_213},
                {"title": "Datos de ejemplo", "url": "#ejemplo", "format": "XLSX", "size": 2_310_000},
            ]
        },
    ),
    Sample("term_list", context={"terms": TERMS}),
    Sample(
        "language_versions",
        context={
            "versions": [
                {"name": "Español", "code": "es", "url": "#ejemplo", "current": True},
                {"name": "Lectura fácil", "code": "es", "url": "#ejemplo", "current": False},
                {"name": "Náhuatl", "code": "nah", "url": "#ejemplo", "current": False},
            ]
        },
    ),
]

FOR_GOING_ON = [
    Sample(
        "filter_chips",
        context={
            "name": "Clase",
            "filters": [
                {"url": "#ejemplo", "label": "Todas", "is_on": True},
                {"url": "#ejemplo", "label": "Guías", "is_on": False},
            ],
        },
    ),
    Sample(
        "states_map",
        context={
            "states": [
                {
                    "code": "SON",
                    "name": "Sonora",
                    "url": "#ejemplo",
                    "documents": 12,
                    "shade": 2,
                    "outline": "M100 60h200v200H100z",
                    "close_up": "",
                }
            ]
        },
    ),
    Sample(
        "institution",
        context={
            "institution": {
                "name": "Instituto de Ejemplo",
                "acronym": "IE",
                "get_kind_display": "Organismo garante",
                "how_to_ask": "Escriba a su Unidad de Transparencia.",
                "source": SOURCE,
            }
        },
    ),
    Sample("feed_link", context={"label": "Novedades", "address": "/novedades/atom.xml"}),
    Sample("contact_line", context={"site": {"contact_email": "ejemplo@example.org"}}),
    Sample("card", "con todo", CARD),
    Sample("card", "lo mínimo", PLAIN_CARD),
    Sample("cards", context={"title": "Por dónde empezar", "cards": [CARD, PLAIN_CARD, CARD]}),
    Sample(
        "section_nav", context={"links": [{"url": "#ejemplo", "label": name} for name in ("Quién puede", "Cómo")]}
    ),
    Sample(
        "call_to_action",
        context={"title": "Busque en el archivo", "text": "Con sus palabras.", "url": "#ejemplo", "label": "Buscar"},
    ),
    Sample(
        "contact_card",
        context={
            "name": "Unidad de Transparencia de ejemplo",
            "lines": ["Calle de Ejemplo 12", "Ciudad de Ejemplo"],
            "phone": "55 0000 0000",
            "mail": "ejemplo@example.org",
            "url": "https://example.org",
            "hours": "lunes a viernes, de 9 a 15 h",
        },
    ),
    Sample(
        "event_line",
        context={"date": date(2026, 9, 28), "title": "Jornada de ejemplo", "place": "En línea", "url": "#ejemplo"},
    ),
    Sample("share", context={"share": [("Correo", "#ejemplo"), ("WhatsApp", "#ejemplo")]}),
]

MESSAGES = [
    *(
        Sample("alert_band", state, {"kind": kind, "text": "El domingo habrá mantenimiento.", "url": "#ejemplo"})
        for kind, state in (("info", "informa"), ("warning", "advierte"))
    ),
    *(
        Sample("notice", state, {"kind": kind, "title": "Aviso", "text": SENTENCE, "url": "#ejemplo", "label": "Ver"})
        for kind, state in (("info", "informa"), ("warning", "advierte"), ("staff", "solo para el personal"))
    ),
    Sample(
        "empty",
        context={
            "title": "Todavía no hay artículos",
            "text": "Aquí aparecerán los primeros.",
            "actions": [{"url": "#ejemplo", "label": "Recorrer el archivo"}],
        },
    ),
    Sample(
        "tombstone",
        context={
            "kicker": "Documento de ejemplo",
            "title": "Este documento fue retirado",
            "paragraphs": ["La dirección no se usará para otro documento."],
            "facts": [{"term": "Motivo", "text": "Contenía datos personales (ejemplo)."}],
            "url": "#ejemplo",
            "label": "Buscar otros documentos",
        },
    ),
]

FORMS = [
    Sample("error_summary", context={"form": WRONG}),
    *_fields(SampleForm(prefix="bien"), "vacío"),
    *_fields(WRONG, "con error"),
    Sample("form_field_said", context={"field": WRONG["mail"]}),
]
