"""Kinds of documents that public bodies produce: the list that archivists start from."""

from django.db import migrations
from django.utils.text import slugify

TYPES = [
    "acta", "acuerdo", "aviso", "aviso de privacidad", "bando", "boletín", "calendario", "catálogo", "circular",
    "comunicado", "constitución", "convenio", "convocatoria", "declaración", "decreto", "dictamen", "estado financiero",
    "estudio", "formato", "gaceta", "guía", "índice", "informe", "iniciativa", "inventario", "ley", "ley de ingresos",
    "licitación", "lineamientos", "manual", "minuta", "norma", "oficio", "orden del día", "padrón", "plan",
    "plan de trabajo", "política", "presupuesto", "programa", "protocolo", "recomendación", "reglamento", "resolución",
    "resumen", "sentencia", "tarifas", "versión pública",
]


def load(apps, schema_editor):
    model = apps.get_model("archive", "DocumentType")
    model.objects.bulk_create(model(slug=slugify(label), label=label, proposed=False) for label in TYPES)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
