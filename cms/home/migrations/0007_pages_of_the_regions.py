"""Each region that a source names gets its page beside those of the states."""

from importlib import import_module

from django.db import migrations

Tree = import_module("cms.home.migrations.0004_pages_that_a_site_has").Tree


def create(apps, schema_editor):
    places = apps.get_model("home", "PlacesPage").objects.order_by("pk").first()
    if places is None:
        return
    tree = Tree(apps)
    with_pages = apps.get_model("home", "RegionPage").objects.values_list("region_id", flat=True)
    for region in apps.get_model("reference", "Region").objects.exclude(pk__in=list(with_pages)).order_by("name"):
        tree.add(
            places, "home", "RegionPage", slug=f"region-{region.slug}", title=region.name, region_id=region.pk,
            summary="Una de las regiones en que trabajan juntos los organismos garantes de los estados.",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_rows_of_wagtail_in_spanish"),
        ("reference", "0006_facts_and_regions_of_the_system"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
