"""The pages that a site needs to answer at all: the front page and the archive's entrance."""

from django.db import migrations


def create(apps, schema_editor):
    content_type_model = apps.get_model("contenttypes", "ContentType")
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    locale = apps.get_model("wagtailcore", "Locale").objects.get()
    page_model.objects.filter(depth=2).delete()
    root = page_model.objects.get(depth=1)

    def add(app, model, path, **fields):
        page_class = apps.get_model(app, model)
        content_type, _created = content_type_model.objects.get_or_create(app_label=app, model=model.lower())
        return page_class.objects.create(
            content_type=content_type, path=path, depth=len(path) // 4, locale=locale,
            draft_title=fields["title"], live=True, **fields,
        )

    home = add(
        "home", "HomePage", f"{root.path}0001", title="Acervo Abierto", slug="home", url_path="/home/", numchild=1,
        summary="Documentos públicos de México, para encontrarlos con sus propias palabras y leerlos en su página.",
    )
    add(
        "archive", "ArchivePage", f"{home.path}0001", title="Archivo", slug="archivo", url_path="/home/archivo/",
        numchild=0, summary="Todo lo que el archivo conserva y cualquiera puede leer.",
    )
    page_model.objects.filter(pk=root.pk).update(numchild=1)
    site_model.objects.update_or_create(
        hostname="localhost", defaults={"root_page_id": home.pk, "is_default_site": True, "site_name": "Acervo Abierto"}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("archive", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
