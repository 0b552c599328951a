"""Forms of verbs that tell a passive, a gerund or a noun in place of a verb."""

SER = frozenset(
    "ser siendo sido soy eres es somos son era eras éramos eran fui fuiste fue fuimos fueron seré serás será"
    " seremos serán sería serías seríamos serían sea seas seamos sean fuera fueras fuéramos fueran fuese fueses"
    " fuésemos fuesen".split()
)
SINGULAR_SER = frozenset(
    "soy eres es era eras fui fuiste fue seré serás será sería serías sea seas fuera fueras fuese fueses".split()
)
PLURAL_SER = frozenset(
    "somos son éramos eran fuimos fueron seremos serán seríamos serían seamos sean fuéramos fueran fuésemos"
    " fuesen".split()
)
HABER = frozenset(
    "he has ha hemos han había habías habíamos habían habré habrás habrá habremos habrán habría habrías"
    " habríamos habrían haya hayas hayamos hayan hubiera hubieras hubiéramos hubieran hubiese hubiesen hubo"
    " haber habiendo".split()
)
ESTAR = frozenset(
    "estoy estás está estamos están estaba estabas estábamos estaban estuve estuvo estuvieron estaré estará"
    " estarán estaría estarían esté estén estuviera estuvieran estar sigo sigue siguen seguía seguían seguirá"
    " seguirán seguir siga sigan siguió siguieron continúa continúan continuaba continuar va van vamos iba iban"
    " fue fueron ir vaya vayan viene vienen venía venían venir anda andan queda quedan quedó lleva llevan"
    " llevaba".split()
)
"""Before a gerund they make one verb with it: "está trabajando"."""

IRREGULAR_PARTICIPLES = frozenset(
    "abierto absuelto adscrito circunscrito compuesto contradicho contrapuesto cubierto descrito descubierto"
    " desecho deshecho devuelto dicho dispuesto disuelto electo encubierto envuelto escrito expuesto hecho"
    " impreso impuesto inscrito interpuesto muerto opuesto predicho predispuesto prescrito previsto propuesto"
    " proscrito provisto puesto recubierto reabierto repuesto resuelto revisto revuelto roto satisfecho"
    " sobrepuesto supuesto suscrito transcrito transpuesto visto vuelto yuxtapuesto antepuesto pospuesto"
    " depuesto entrevisto reescrito rescrito".split()
)

NEVER_PASSIVE = frozenset(
    # somebody's office or nature
    "abogado aliado asalariado diputado empleado encargado jurado licenciado magistrado refugiado soldado"
    " delegado"
    # things
    " ganado grado lado mercado partido sentido marido pecado resultado ruido sonido apellido prado hado helado"
    # qualities
    " aburrido adecuado afortunado bienvenido anticuado apropiado arriesgado atrevido avanzado cansado"
    " complicado debido"
    " delicado desafortunado desesperado desgraciado divertido educado equivocado exagerado honrado ilimitado"
    " inadecuado inapropiado indebido inesperado osado parecido pesado sagrado salado sofisticado demasiado"
    " hundido estado sido desconocido supuesto privado".split()
)
"""They end as participles do, and behind "ser" they say what somebody is. Masculine singular, folded."""

QUALITIES = frozenset(
    "abierto acertado agotado alargado callado capacitado casado comprometido conocido cumplido decidido"
    " desordenado destacado determinado dispuesto elevado honrado interesado limitado merecido moderado muerto"
    " necesitado obligado opuesto organizado preparado prolongado reducido refinado repetido reservado"
    " satisfecho separado unido valido variado".split()
)
"""A quality behind "es" or "era" ("es conocido que"), a passive behind "fue" or "será" ("fue conocido por todos")."""

LASTING_SER = frozenset("ser es son era eran sea sean soy somos eres éramos siendo fuera fueran".split())
"""The forms of "ser" behind which a quality is meant."""

BETWEEN = frozenset(
    "no ya también tampoco siempre nunca jamás solo sólo aún todavía después antes luego así bien mal casi"
    " ahora hoy ayer pronto además entonces previo recién nuevamente".split()
)
"""Adverbs that may part "ser" from its participle; so may any in -mente."""

NOT_GERUNDS = frozenset(
    "ando ablando bando blando cuando cuándo comando contrabando mando demando desmando nefando memorando"
    " venerando dividendo estruendo atuendo entiendo atiendo extiendo defiendo enciendo tiendo desciendo"
    " asciendo trasciendo enmiendo encomiendo recomiendo remiendo arriendo subarriendo desentiendo subtiendo"
    " contiendo distiendo desatiendo reprendo hiendo pretendo sobreentiendo sobrentiendo malentiendo"
    " condesciendo merendo meriendo tremendo fernando orlando hernando rolando ferdinando nando lando wando"
    " normando expando sustraendo doctorando fando infando execrando miserando".split()
)
"""Nouns, verbs in the first person and names that end as gerunds do. "-ando" alone is decided here."""
