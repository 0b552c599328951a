"""The rows that Wagtail's own migrations make, named in Spanish: people meet them in lists. Renamed ones stay."""

from django.db import migrations

NAMES = [
    ("auth", "Group", "name", {"Editors": "Edición de páginas", "Moderators": "Revisión de páginas"}),
    ("wagtailcore", "Collection", "name", {"Root": "Raíz"}),
    ("wagtailcore", "Page", "title", {"Root": "Raíz"}),
    ("wagtailcore", "Page", "draft_title", {"Root": "Raíz"}),
    ("wagtailcore", "Workflow", "name", {"Moderators approval": "Revisión de páginas"}),
    ("wagtailcore", "Task", "name", {"Moderators approval": "Aprobación de páginas"}),
]


def rename(apps, schema_editor):
    for app, model, field, names in NAMES:
        rows = apps.get_model(app, model).objects
        if hasattr(apps.get_model(app, model), "depth"):
            rows = rows.filter(depth=1)
        for old, new in names.items():
            if not rows.filter(**{field: new}).exists():
                rows.filter(**{field: old}).update(**{field: new})


class Migration(migrations.Migration):
    # Wagtail's own migrations find the groups by their English names: they come first.
    dependencies = [
        ("home", "0005_front_page_of_parts"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
