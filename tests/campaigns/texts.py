"""Texts of known clarity, made for these tests."""

CLEAR = (
    "Usted puede pedir información a cualquier oficina del gobierno. No paga nada y no tiene que decir para qué la "
    "quiere. Escriba su pregunta en una hoja o por internet. Diga qué quiere saber y de qué año. La oficina tiene "
    "veinte días para responder. Si no responde, puede quejarse."
)
"""More than 75 points."""
HARD = (
    "La Comisión, en ejercicio de las atribuciones que le confiere la normatividad aplicable, procederá a la "
    "instrumentación de los procedimientos administrativos correspondientes, a efecto de garantizar el cumplimiento "
    "irrestricto de las obligaciones institucionales en materia de transparencia."
)
"""Less than 10 points."""
SHORT = "Pregunte sin miedo."
SHORT_AND_HARD = "La solicitud fue respondida por la oficina."
"""Too short for a score; its one sentence is in the passive voice."""
