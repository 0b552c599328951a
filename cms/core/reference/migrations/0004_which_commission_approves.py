"""The Archives commission of the work plan approves what the archive publishes; a successor may take its place."""

from django.db import migrations


def mark(apps, schema_editor):
    apps.get_model("reference", "Institution").objects.filter(code="snt-archivos").update(approves_archives=True)


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_archives_commission")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
