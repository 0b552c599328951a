"""The front page's introduction is a part of it now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("home", "0004_pages_that_a_site_has")]
    operations = [migrations.RemoveField(model_name="homepage", name="introduction")]
