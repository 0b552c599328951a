"""Campaigns have their place below the front page, which begins with those that run; also on sites that are there."""

import json
import uuid
from importlib import import_module

from django.db import migrations

Tree = import_module("cms.home.migrations.0004_pages_that_a_site_has").Tree


def create(apps, schema_editor):
    home = apps.get_model("home", "HomePage").objects.order_by("pk").first()
    if home is None or apps.get_model("campaigns", "CampaignsPage").objects.exists():
        return
    tree, said = Tree(apps), {
        "title": "Campañas",
        "show_in_menus": True,
        "summary": "Lo que decimos en radio, televisión, universidades y redes, en lenguaje claro.",
    }
    # A site may have a page of its own at the first address.
    made = any(tree.add(home, "campaigns", "CampaignsPage", slug=slug, **said) for slug in ("campanas", "campanas-sitio"))
    if not made:
        return
    lead_with_campaigns(apps, home.pk)


def lead_with_campaigns(apps, pk):
    """Also in the drafts of the front page: the editor opens those, and publishes what they hold."""
    home = apps.get_model("home", "HomePage").objects.get(pk=pk)
    home.body = json.dumps([part(), *home.body.raw_data])
    home.save()
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model="homepage", object_id=str(pk)
    )
    for revision in revisions:
        revision.content["body"] = json.dumps([part(), *json.loads(revision.content.get("body") or "[]")])
        revision.save(update_fields=["content"])


def part():
    value = {"title": "Campañas en curso", "limit": 3}
    return {"type": "campaigns_now", "value": value, "id": str(uuid.uuid4())}


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_campaigns_on_the_front_page"),
        ("campaigns", "0002_campaigns"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
