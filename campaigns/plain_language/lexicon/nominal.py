"""Nouns that hide a verb, and the verbs that only carry them."""


def _table(lines: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in lines.split())


VERB_OF = _table(
    "acceso=acceder acuerdo=acordar alta=inscribir análisis=analizar apoyo=apoyar asistencia=asistir"
    " aumento=aumentar avance=avanzar aviso=avisar baja=retirar búsqueda=buscar cálculo=calcular cambio=cambiar"
    " captura=capturar carga=cargar cierre=cerrar cobro=cobrar compra=comprar comparecencia=comparecer"
    " conocimiento=conocer conclusión=concluir consulta=consultar conteo=contar control=controlar"
    " corrección=corregir cotejo=cotejar cumplimiento=cumplir decisión=decidir denuncia=denunciar"
    " desarrollo=desarrollar descarga=descargar descripción=describir devolución=devolver difusión=difundir"
    " discusión=discutir diseño=diseñar distribución=distribuir elaboración=elaborar elección=elegir"
    " emisión=emitir encuesta=encuestar ensayo=ensayar entrega=entregar entrevista=entrevistar envío=enviar"
    " estudio=estudiar exhorto=exhortar expedición=expedir exposición=exponer firma=firmar fomento=fomentar"
    " gasto=gastar gestión=gestionar impulso=impulsar inclusión=incluir inicio=iniciar inscripción=inscribir"
    " lectura=leer llamado=llamar llenado=llenar mejora=mejorar mención=mencionar monitoreo=vigilar"
    " nombramiento=nombrar omisión=omitir orden=ordenar pago=pagar petición=pedir pregunta=preguntar"
    " protección=proteger propuesta=proponer prueba=probar queja=quejarse reclamo=reclamar reducción=reducir"
    " referencia=referirse reforma=reformar registro=registrar reparto=repartir requerimiento=pedir"
    " resguardo=guardar respuesta=responder resolución=resolver revisión=revisar reunión=reunirse"
    " seguimiento=seguir solicitud=solicitar sorteo=sortear suministro=suministrar suspensión=suspender"
    " trámite=tramitar transferencia=transferir traslado=trasladar traducción=traducir uso=usar uso=usar"
    " venta=vender verificación=verificar viaje=viajar vigilancia=vigilar visita=visitar vista=ver"
    " construcción=construir destrucción=destruir instrucción=instruir restitución=restituir"
    " sustitución=sustituir contribución=contribuir ejecución=ejecutar constitución=constituir atención=atender"
    " obtención=obtener detención=detener retención=retener prevención=prevenir intervención=intervenir"
    " redacción=redactar producción=producir selección=seleccionar recepción=recibir percepción=percibir"
    " adquisición=adquirir definición=definir exhibición=exhibir repetición=repetir rendición=rendir"
    " medición=medir edición=editar composición=componer disposición=disponer imposición=imponer"
    " oposición=oponerse reposición=reponer establecimiento=establecer fortalecimiento=fortalecer"
    " mantenimiento=mantener procedimiento=proceder reconocimiento=reconocer ofrecimiento=ofrecer"
    " esclarecimiento=esclarecer incumplimiento=incumplir requerimiento=requerir movimiento=mover"
    " seguimiento=seguir sostenimiento=sostener vencimiento=vencer levantamiento=levantar otorgamiento=otorgar"
    " ordenamiento=ordenar almacenamiento=almacenar emplazamiento=emplazar señalamiento=señalar"
    " tratamiento=tratar planteamiento=plantear contestación=contestar certeza=asegurar realización=hacer"
)
"""The verb of a noun, where no rule gives it."""

NEVER_A_VERB = frozenset(
    "acción procedimiento administración asociación canción colección comisión condición constitución"
    " corporación corrupción delegación dimensión dirección división educación estación exención excepción"
    " facción fracción función fundación generación habitación ilusión información institución jurisdicción"
    " lección legislación licitación misión nación noción ocasión opción opinión organización pasión pensión"
    " población porción posición pretensión profesión provisión razón región relación religión resolución"
    " sanción sección sesión situación tensión tradición transición unión ubicación versión visión vocación"
    " ayuntamiento alimento argumento cemento documento elemento fragmento instrumento momento monumento"
    " reglamento departamento parlamento sacramento segmento suplemento testamento miento fundamento alojamiento"
    " yacimiento establecimiento estacionamiento sentimiento pensamiento apartamento millón camión avión balcón"
    " rincón buzón corazón presión televisión expresión federación".split()
)
"""They name a thing, a body or a place, not something that somebody does."""

CARRIERS = ("llevar a cabo", "realizar", "efectuar", "practicar", "ejecutar", "proceder a")
"""Verbs that carry any noun in place of a verb of their own."""

CARRIED = {
    "dar": (
        "cumplimiento seguimiento respuesta inicio aviso lectura trámite atención vista contestación certeza"
        " alta baja"
    ),
    "hacer": "entrega uso mención referencia pregunta envío revisión análisis llamado pago devolución solicitud",
    "brindar": "atención apoyo asistencia respuesta protección",
    "otorgar": "apoyo respuesta protección acceso",
    "formular": "petición solicitud pregunta queja denuncia propuesta",
    "emitir": "respuesta opinión resolución",
    "tener": "conocimiento",
    "poner en": "conocimiento",
    "prestar": "atención apoyo asistencia",
    "someter a": "consulta revisión votación aprobación discusión análisis",
    "ejercer": "control vigilancia",
    "presentar": "queja denuncia",
}
"""These verbs carry only these nouns."""

BETWEEN = frozenset(
    "el la los las un una unos unas su sus dicha dicho esta este esa ese al cabal debido debida puntual pleno"
    " plena oportuna oportuno previa previo correspondiente correcta correcto nuevo nueva"
    " respectiva respectivo".split()
)
"""What may stand between the verb and its noun."""
