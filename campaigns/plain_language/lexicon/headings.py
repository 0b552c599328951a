"""Headings and words of links that tell nothing of what follows. Folded."""

EMPTY_HEADINGS = frozenset({
    "a manera de introduccion", "anexo", "anexos", "antecedentes", "aspectos generales", "aspectos relevantes",
    "asuntos generales", "aviso", "avisos", "bienvenida", "bienvenidos", "comentarios", "conceptos generales",
    "conclusion", "conclusiones", "consideraciones", "consideraciones finales", "consideraciones generales",
    "consideraciones preliminares", "consideraciones previas", "contenido", "contenidos", "datos",
    "datos generales", "desarrollo", "descripcion", "descripcion general", "detalles", "disposiciones generales",
    "documentacion", "documentos", "enlaces", "general", "generales", "generalidades", "importante", "informacion",
    "informacion adicional", "informacion general", "informacion importante", "inicio", "introduccion", "marco",
    "marco general", "mas", "mas informacion", "miscelanea", "nociones generales", "nota", "notas", "observaciones",
    "otra informacion", "otras", "otro", "otros", "otros asuntos", "otros datos", "otros temas",
    "palabras preliminares", "panorama", "panorama general", "preambulo", "prefacio", "presentacion", "prologo",
    "recursos", "resultados", "resumen", "seccion", "sin titulo", "tema", "temas", "temas varios", "texto",
    "titulo", "varias", "varios",
})  # fmt: skip

EMPTY_LINKS = frozenset({
    "abrir", "aca", "acceda", "acceda aqui", "accede", "accede aqui", "acceder", "ahi", "alli", "ampliar", "aqui",
    "archivo", "clic", "clic aqui", "clic en este enlace", "click", "click aqui", "clique aqui", "conoce mas",
    "conozca mas", "consulta", "consulta aqui", "consultar", "consulte", "consulte aqui", "continuar",
    "continuar leyendo", "da clic", "da clic aqui", "dar clic aqui", "de clic aqui", "descarga", "descarga aqui",
    "descargar", "descargue", "descargue aqui", "detalle", "detalles", "documento", "el siguiente enlace",
    "el siguiente link", "en esta liga", "en este enlace", "en este link", "enlace", "entra aqui", "entrar",
    "entre aqui", "esta liga", "esta pagina", "este", "este documento", "este enlace", "este link", "este sitio",
    "este vinculo", "haga clic", "haga clic aqui", "haga click aqui", "haz clic", "haz clic aqui", "haz click aqui",
    "info", "informacion", "ingresa aqui", "ingrese aqui", "ir", "ir al enlace", "ir al sitio", "la siguiente liga",
    "lea mas", "lee mas", "leer", "leer mas", "liga", "link", "mas", "mas detalles", "mas info", "mas informacion",
    "mas informacion aqui", "mayor informacion", "mira aqui", "mire aqui", "pagina", "pdf", "presiona aqui",
    "presione aqui", "pulsa aqui", "pulse aqui", "saber mas", "seguir leyendo", "sepa mas", "sigue leyendo",
    "siguiente enlace", "sitio", "sitio web", "vea aqui", "vea mas", "ver", "ver aqui", "ver detalle",
    "ver detalles", "ver documento", "ver enlace", "ver mas", "ver todo", "ver todos", "vinculo", "visita",
    "visitar", "visite aqui", "web",
})  # fmt: skip

SHOUTED = frozenset(
    "acuerda acuerdo ahora aqui articulo aviso capitulo considerando cuarto debe decreta decreto dice falso fin"
    " gratis importante indice jamas ley mas no nota nunca obligatorio ojo para pero plazo por primero prohibido"
    " que quinto resuelve seccion segundo si siempre solo tercero titulo todas todo todos transitorio unico"
    " urgente uno dos tres verdadero anexo tema paso meta datos con sin los las del una cada hoy vigente gob".split()
)
"""Words that are written in capitals to be noticed. They are no acronyms."""
