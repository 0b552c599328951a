"""What the long-term strategy is after, as the Commission's work plan names it. Editors may add to it and describe it."""

from django.db import migrations

PLAN = "Plan de trabajo de la Comisión de Gobierno Abierto y Transparencia Proactiva del SNT"
GOALS = [
    ("politicas-2016-2020", "Políticas de gobierno abierto 2016–2020", "policy"),
    ("horizonte-2030", "Gobierno abierto con horizonte a 2030", "horizon"),
    ("salud", "Salud", "outcome"),
    ("educacion", "Educación", "outcome"),
    ("empleo", "Empleo", "outcome"),
    ("servicios-publicos", "Servicios públicos", "outcome"),
    ("informacion-para-decidir", "Información para decidir", "outcome"),
]


def load(apps, schema_editor):
    source = apps.get_model("reference", "Source").objects.filter(title=PLAN).first()
    goals = apps.get_model("reference", "StrategyGoal").objects
    for code, name, kind in GOALS:
        goals.get_or_create(code=code, defaults={"name": name, "kind": kind, "source": source})


class Migration(migrations.Migration):
    dependencies = [("reference", "0007_strategy_goals")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
