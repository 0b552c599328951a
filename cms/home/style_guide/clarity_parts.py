"""Samples of the parts that say how clear a text is."""

from campaigns.gauge import gauge
from campaigns.marked_text import marked
from campaigns.plain_language import from_plain, measure
from cms.home.style_guide.sample import Sample

TARGET = 55
CLEAR = measure(
    from_plain(
        "Usted puede pedir información. No paga nada y no tiene que decir para qué la quiere. Escriba qué quiere "
        "saber y de qué año. La oficina tiene veinte días para responder. Si no responde, puede quejarse."
    )
)
HARD = measure(
    from_plain(
        "La oficina de ejemplo, de conformidad con la normatividad aplicable, procederá a la instrumentación de los "
        "procedimientos administrativos correspondientes, a efecto de garantizar el cumplimiento irrestricto de las "
        "obligaciones institucionales de ejemplo."
    )
)
SHORT = measure(from_plain("Pregunte sin miedo."))

FOR_WRITING = [
    Sample("clarity_gauge", "claro", {"gauge": gauge(CLEAR, target=TARGET)}),
    Sample("clarity_gauge", "difícil", {"gauge": gauge(HARD, target=TARGET, is_enough=False)}),
    Sample("clarity_gauge", "muy corto", {"gauge": gauge(SHORT, target=TARGET)}),
    Sample("clarity_gauge", "sin meta", {"gauge": gauge(CLEAR)}),
    Sample("marked_text", "con marcas", {"blocks": marked(HARD)}),
    Sample("marked_text", "sin marcas", {"blocks": marked(CLEAR)}),
]
