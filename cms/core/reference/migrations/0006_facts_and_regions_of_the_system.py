"""What sources say of open government in the states, and of the regions of the national transparency system.

Each row names its source and its date. Which states are meant is told only where the source names them: the work plan
names none of the eleven that had a secretariat, nor of the seven that had a plan.
"""

from django.db import migrations

PLAN = "Plan de trabajo de la Comisión de Gobierno Abierto y Transparencia Proactiva del SNT"
UNIVERSAL = "El Universal, 3 de enero de 2018"
LJA = "La Jornada Aguascalientes, enero de 2019"
TLAXCALA = "e-Tlaxcala, 21 de octubre de 2015"
SOURCES = [
    (PLAN, "2017", "", "Describe la situación a principios de 2017."),
    (
        UNIVERSAL, "2018-01-03", "https://www.pressreader.com/mexico/el-universal/20180103/281663960392291",
        "«Inai: impulsan gobierno abierto sólo 26 entidades». Da cifras del INAI a diciembre de 2017.",
    ),
    (
        LJA, "2019-01",
        "https://www.lja.mx/2019/01/aguascalientes-aun-sin-impulsar-transparencia-a-traves-de-iniciativa-del-inai",
        "«Aguascalientes, aún sin impulsar transparencia a través de iniciativa del INAI». Da cifras a diciembre de 2018.",
    ),
    (
        TLAXCALA, "2015-10-21",
        "https://da9w.e-tlaxcala.mx/nota/2015-10-21/gobierno/busca-mena-corona-coordinacion-regional-del-inai",
        "«Busca Mena Corona coordinación regional del INAI». Nombra las cuatro regiones, y los estados de una de ellas.",
    ),
]

NOT_SIGNED = ["AGU", "BCS", "COL", "GUA", "NAY", "PUE", "ROO", "TAM", "YUC"]
SIGNED = [
    "BCN", "CAM", "CHP", "CHH", "CMX", "COA", "DUR", "GRO", "HID", "JAL", "MEX", "MIC", "MOR", "NLE", "OAX", "QUE",
    "SLP", "SIN", "SON", "TAB", "TLA", "VER", "ZAC",
]
SECRETARIATS_2017 = [
    "MOR", "DUR", "VER", "OAX", "TLA", "COA", "ZAC", "SLP", "BCN", "CAM", "NLE", "SON", "JAL", "SIN", "MIC", "TAB",
]
PLANS_2017 = ["MOR", "DUR", "VER", "OAX", "TLA", "COA", "ZAC", "JAL", "SLP", "CAM"]
SECRETARIATS_2018 = [*SECRETARIATS_2017, "CHH", "GUA"]

# slug, number, statement, as of, states, source, whether it is an interpretation
FACTS = [
    (
        "reforma-constitucional", "",
        "Se publicó la reforma de la Constitución en materia de transparencia",
        "2014-02-07", [], PLAN, False,
    ),
    (
        "ley-general-de-transparencia", "",
        "Se publicó la Ley General de Transparencia y Acceso a la Información Pública",
        "2015-05-04", [], PLAN, False,
    ),
    (
        "lineamientos-de-transparencia-proactiva", "",
        "El Diario Oficial de la Federación publicó los lineamientos que dicen cómo elegir y difundir información de "
        "interés público",
        "2016-04-15", [], PLAN, False,
    ),
    (
        "firmas-2017-01", "23 de 32",
        "estados habían firmado la Declaración Conjunta por un gobierno abierto",
        "2017", [], PLAN, False,
    ),
    (
        "habian-firmado-2017-01", "",
        "El estado ya había firmado la Declaración Conjunta: la fuente nombra solo a los nueve que faltaban",
        "2017", SIGNED, PLAN, True,
    ),
    (
        "sin-firma-2017-01", "9 de 32",
        "estados no habían firmado la Declaración Conjunta: Aguascalientes, Baja California Sur, Colima, Guanajuato, "
        "Nayarit, Puebla, Quintana Roo, Tamaulipas y Yucatán",
        "2017", NOT_SIGNED, PLAN, False,
    ),
    (
        "stl-2017-01", "11",
        "de los 23 estados que habían firmado tenían instalado su secretariado técnico local",
        "2017", [], PLAN, False,
    ),
    (
        "pal-2017-01", "7",
        "de los 23 estados que habían firmado tenían un plan de acción local, con 43 compromisos en total",
        "2017", [], PLAN, False,
    ),
    (
        "zacatecas-stl", "",
        "Zacatecas fue uno de los 13 primeros estados, y el séptimo en instalar su secretariado técnico local",
        "2017", ["ZAC"], PLAN, False,
    ),
    (
        "zacatecas-stl-integrantes", "7",
        "clases de integrantes tiene el secretariado técnico local de Zacatecas: los tres poderes del estado, los "
        "municipios, los organismos autónomos, el organismo garante y la sociedad civil",
        "2017", ["ZAC"], PLAN, False,
    ),
    (
        "lanzar-planes-2017", "",
        "Para el primer trimestre de 2017 se previó apoyar el arranque de los planes de acción locales de San Luis "
        "Potosí, Baja California y Jalisco, del grupo que la fuente llama G15",
        "2017", ["SLP", "BCN", "JAL"], PLAN, False,
    ),
    (
        "retomar-instalacion-2017", "",
        "Para el primer trimestre de 2017 se previó retomar la instalación de los secretariados técnicos locales de "
        "Hidalgo, Chiapas y Tabasco, del grupo que la fuente llama G15",
        "2017", ["HID", "CHP", "TAB"], PLAN, False,
    ),
    (
        "intercambio-g16-2017", "",
        "Para el primer trimestre de 2017 se previeron intercambios de experiencias y visitas entre pares con el grupo "
        "que la fuente llama G16",
        "2017", [], PLAN, False,
    ),
    (
        "sumar-a-los-que-faltan-2017", "",
        "Para el primer trimestre de 2017 se previó trabajar con los nueve estados que no habían firmado la "
        "Declaración Conjunta",
        "2017", NOT_SIGNED, PLAN, False,
    ),
    (
        "que-son-g15-y-g16", "",
        "G15 y G16 son, probablemente, los grupos de estados que empezaron en 2015 y en 2016",
        "2017", [], PLAN, True,
    ),
    (
        "conago-sonora", "",
        "Sonora coordinaba la comisión de gobierno abierto de la Conferencia Nacional de Gobernadores",
        "2017", ["SON"], PLAN, False,
    ),
    (
        "firmas-2017-12", "26 de 32",
        "estados impulsaban ejercicios locales de gobierno abierto",
        "2017-12", [], UNIVERSAL, False,
    ),
    (
        "stl-2017-12", "16",
        "estados tenían instalado su secretariado técnico local",
        "2017-12", SECRETARIATS_2017, UNIVERSAL, False,
    ),
    (
        "pal-2017-12", "10",
        "estados habían publicado su plan de acción local, con 62 compromisos en total",
        "2017-12", PLANS_2017, UNIVERSAL, False,
    ),
    (
        "firmas-2018-12", "27 de 32",
        "estados impulsaban ejercicios locales de gobierno abierto",
        "2018-12", [], LJA, False,
    ),
    (
        "stl-2018-12", "18",
        "estados tenían instalado su secretariado técnico local",
        "2018-12", SECRETARIATS_2018, LJA, False,
    ),
    (
        "pal-2018-12", "12",
        "estados habían publicado su plan de acción local",
        "2018-12", [], LJA, False,
    ),
]

NAMED = "Así la nombra una nota de prensa de octubre de 2015, que no dice qué estados la forman."
# slug, name, note, states
REGIONS = [
    ("norte", "Región Norte", NAMED, []),
    ("centro-occidente", "Región Centro Occidente", NAMED, []),
    ("centro-sur", "Región Centro Sur", NAMED, []),
    (
        "centro", "Región Centro",
        "Son las ocho entidades que nombra una nota de prensa de octubre de 2015. La Ciudad de México se llamaba "
        "entonces Distrito Federal.",
        ["MOR", "MEX", "PUE", "HID", "CMX", "GRO", "OAX", "TLA"],
    ),
]


def load(apps, schema_editor):
    source_model = apps.get_model("reference", "Source")
    fact_model = apps.get_model("reference", "Fact")
    region_model = apps.get_model("reference", "Region")
    states = {state.code: state for state in apps.get_model("reference", "State").objects.all()}
    sources = {
        title: source_model.objects.get_or_create(
            title=title, defaults={"published": published, "url": url, "note": note}
        )[0]
        for title, published, url, note in SOURCES
    }

    def of(codes):
        return [states[code] for code in codes if code in states]

    for slug, number, statement, as_of, codes, source, is_interpretation in FACTS:
        fact, is_new = fact_model.objects.get_or_create(
            slug=slug,
            defaults={
                "number": number, "statement": statement, "as_of": as_of, "source": sources[source],
                "is_interpretation": is_interpretation,
            },
        )
        if is_new:
            fact.states.set(of(codes))
    for slug, name, note, codes in REGIONS:
        region, is_new = region_model.objects.get_or_create(
            slug=slug, defaults={"name": name, "note": note, "source": sources[TLAXCALA]}
        )
        if is_new:
            region.states.set(of(codes))


class Migration(migrations.Migration):
    dependencies = [("reference", "0005_regions_and_facts")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
