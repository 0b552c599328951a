"""Words often written in capitals without the accent that parts their vowels (PAIS): the spelling with it."""

import re

_WORDS = """
ahí ahínco aísla alcaldía algarabía armonía asesoría asía auditoría aún autonomía avería baúl bahía biología caída
caído caídos caídas caloría cafetería categoría ciudadanía compañía concluía contraloría correduría creía cuantía
decía defensoría día días dirigía economía ecología energía envío envíos estadía filosofía fiscalía fotografía frío
fría garantía garantías geografía gradúa gradúan guía guías había habían hacía hacían ideología incluía ingeniería
ironía judío leído leída lejanía maestría maíz maría mayoría mayorías mercancía mercancías metodología mía mío
minoría minorías navío oído oídos oír pagaduría país países período períodos policía policías poesía
podía podían proveeduría procuraduría prohíbe prohíben raíz raíces reúne reúnen reír río ríos sandía sabía
secretaría secretarías sequía sitúa sitúan soberanía subsecretaría tecnología tecnologías tenía tenían
teoría tesorería tía tío todavía tranvía travesía tutoría utopía vacío vacía vacíos vía vías vigía
vehículo vehículos zodíaco egoísmo egoísta paraíso ateísmo heroína heroísmo continúa continúan actúa actúan
evalúa evalúan efectúa efectúan garcía díaz mejía sáenz raúl saúl jeremías elías isaías matías
construía extraído traído contraído distraído atraída proveído poseído desoír sonreír
desafío desafíos amplía amplían envía envían varía varían confía confían fía cría crías guían
consejería regiduría abogacía
"""
_BARE = str.maketrans("áéíóú", "aeiou")

UNACCENTED: dict[str, str] = {word.translate(_BARE): word for word in _WORDS.split()}
UNACCENTED_ENDING = re.compile(r"(\w*(?:log|graf|nom|metr|dur|dan|ier))ia(s?)")
"""-logía, -grafía, -nomía, -metría, -duría, -danía … after which the vowels are always parted."""
