"""Words that ask rather than name: left out of a query as long as something else remains. All folded."""

from __future__ import annotations

_STOP = """
a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquello aquellos asi aun aunque
bajo cabe cada como con contra cual cuales cualquier cuando de del desde donde dos durante e el ella ellas ello
ellos en entre era eran es esa esas ese eso esos esta estan estas este esto estos fue fueron ha habia haber han
hasta hay he incluso la las le les lo los mas me mediante mi mis mismo misma mismos mismas mucho muchos muy nada
ni no nos nosotros nuestra nuestras nuestro nuestros o otra otras otro otros para pero poco por porque pues que
quien quienes se sea sean segun ser si sido sin sino sobre solo son su sus suya suyo tal tales tambien tan tanto
te tener tiene tienen toda todas todo todos tras tu tus u un una unas uno unos usted ustedes y ya yo
"""

_QUESTION = """
que quien quienes cual cuales como cuando cuanto cuanta cuantos cuantas donde adonde porque
puedo puede pueden podemos podria quiero quisiera queremos necesito necesita necesitamos debo debe deben deberia
tengo tienes hago hacer hace hacen busco buscar encontrar encuentro saber conocer explicar explicame
significa significan dime dame dice dicen hola favor gracias existe existen sirve trata
"""

STOP_WORDS = frozenset(_STOP.split())
QUESTION_WORDS = frozenset(_QUESTION.split())
ASKING = STOP_WORDS | QUESTION_WORDS
