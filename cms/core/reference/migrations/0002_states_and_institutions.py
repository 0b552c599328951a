"""The 32 states (ISO 3166-2:MX) and the institutions that the work plan names or implies, each with its source."""

from django.db import migrations

PLAN = "Plan de trabajo de la Comisión de Gobierno Abierto y Transparencia Proactiva del SNT"
STATES = [
    ("AGU", "Aguascalientes", ["Ags."]),
    ("BCN", "Baja California", ["B. C.", "BC"]),
    ("BCS", "Baja California Sur", ["B. C. S."]),
    ("CAM", "Campeche", ["Camp."]),
    ("CHP", "Chiapas", ["Chis."]),
    ("CHH", "Chihuahua", ["Chih."]),
    ("CMX", "Ciudad de México", ["CDMX", "Distrito Federal", "D. F.", "DF"]),
    ("COA", "Coahuila", ["Coahuila de Zaragoza", "Coah."]),
    ("COL", "Colima", ["Col."]),
    ("DUR", "Durango", ["Dgo."]),
    ("GUA", "Guanajuato", ["Gto."]),
    ("GRO", "Guerrero", ["Gro."]),
    ("HID", "Hidalgo", ["Hgo."]),
    ("JAL", "Jalisco", ["Jal."]),
    ("MEX", "Estado de México", ["México", "Edomex", "Edo. de México", "Edo. Mex."]),
    ("MIC", "Michoacán", ["Michoacán de Ocampo", "Mich."]),
    ("MOR", "Morelos", ["Mor."]),
    ("NAY", "Nayarit", ["Nay."]),
    ("NLE", "Nuevo León", ["N. L.", "NL"]),
    ("OAX", "Oaxaca", ["Oax."]),
    ("PUE", "Puebla", ["Pue."]),
    ("QUE", "Querétaro", ["Querétaro de Arteaga", "Qro."]),
    ("ROO", "Quintana Roo", ["Q. Roo", "Q. R."]),
    ("SLP", "San Luis Potosí", ["S. L. P."]),
    ("SIN", "Sinaloa", ["Sin."]),
    ("SON", "Sonora", ["Son."]),
    ("TAB", "Tabasco", ["Tab."]),
    ("TAM", "Tamaulipas", ["Tamps."]),
    ("TLA", "Tlaxcala", ["Tlax."]),
    ("VER", "Veracruz", ["Veracruz de Ignacio de la Llave", "Ver."]),
    ("YUC", "Yucatán", ["Yuc."]),
    ("ZAC", "Zacatecas", ["Zac."]),
]
OF = {"CMX": "de la Ciudad de México", "MEX": "del Estado de México"}


def load(apps, schema_editor):
    source_model = apps.get_model("reference", "Source")
    state_model = apps.get_model("reference", "State")
    institution_model = apps.get_model("reference", "Institution")
    plan = source_model.objects.create(title=PLAN, published="2017", note="Describe la situación a principios de 2017.")
    states = [state_model.objects.create(code=code, name=name, aliases=aliases) for code, name, aliases in STATES]
    _load_national(institution_model, plan)
    for state in states:
        of = OF.get(state.code, f"de {state.name}")
        guarantor = institution_model.objects.create(
            code=f"{state.code.lower()}-garante", name=f"Organismo garante de transparencia {of}", kind="guarantor",
            name_is_generic=True, state=state, source=plan,
        )
        institution_model.objects.create(
            code=f"{state.code.lower()}-archivo", name=f"Archivo del organismo garante {of}", kind="archive",
            name_is_generic=True, state=state, part_of=guarantor, source=plan,
        )


def _load_national(institution_model, plan):
    create = institution_model.objects.create
    create(
        code="inai", acronym="INAI", kind="guarantor", existed_to="2025-03", source=plan,
        name="Instituto Nacional de Transparencia, Acceso a la Información y Protección de Datos Personales",
    )
    create(
        code="mx-archivo", name="Archivo especializado del Sistema Nacional de Transparencia", kind="archive",
        name_is_generic=True, source=plan,
    )
    create(
        code="snt-gobierno-abierto", name="Comisión de Gobierno Abierto y Transparencia Proactiva", kind="commission",
        source=plan,
    )
    create(
        code="snt-archivos", name="Comisión de Archivo y Gestión Documental", kind="commission", source=plan,
    )


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
