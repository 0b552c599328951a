"""Words that tell what a capital or a dot beside them means."""

STARTS = frozenset(
    "a al además ademas ante asi así aun aunque cada como con contra cuando cualquier cuyo de del desde donde"
    " dicha dicho e el ella ellas ellos en entre es esa esas ese eso esos esta estas este esto estos fue ha han"
    " hay hasta la las lo los mas mediante mientras ni no nuestra nuestro o otra otras otro otros para pero por"
    " porque pues que quien quienes se segun si sin sobre solo son su sus tal tales tambien toda todas todo todos"
    " tras u un una unas unos y ya despues antes luego".split()
)
"""Written with a capital only where a sentence begins."""

NAMED_PARTS = frozenset(
    "anexo anexos apartado apartados articulo articulos base bases capitulo capitulos clausula clausulas etapa"
    " fase fraccion fracciones grado grupo grupos inciso incisos libro libros nivel numeral numerales parte plan"
    " punto puntos region seccion secciones siglo siglos tipo titulo titulos tomo tomos transitorio vitamina"
    " volumen zona".split()
)
"""Before a letter or a Roman numeral that counts, not before an initial."""

TITLED = frozenset("el la los las al del a de y e o u por con que para ante".split())
"""Before "C.", "D." and other titles of one letter."""
