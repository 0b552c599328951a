"""The pages by which people get around, for sites that were there before these kinds of pages.

What editors had written as an introduction becomes the first part of the front page, in its drafts too: the editor
opens those, and publishes what they hold.
"""

import json
import uuid

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXTS = [
    ("acerca", "Qué es Acervo Abierto", "Quién lo hace, qué guarda y para qué sirve."),
    ("accesibilidad", "Accesibilidad", "Qué hacemos para que cualquier persona pueda usar este sitio, y qué nos falta."),
    ("privacidad", "Aviso de privacidad", "Qué datos guarda este sitio de quien lo lee: casi ninguno."),
    ("contacto", "Contacto", "A quién escribir y para qué."),
]


def part(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


class Tree:
    """Adds pages as the tree of pages keeps them; historical models can't do it by themselves."""

    def __init__(self, apps):
        self.apps = apps
        self.types = apps.get_model("contenttypes", "ContentType")
        self.pages = apps.get_model("wagtailcore", "Page")
        self.locale = apps.get_model("wagtailcore", "Locale").objects.order_by("pk").first()
        self.now = timezone.now()

    def add(self, parent, app, model, **fields):
        parent = self.pages.objects.get(pk=parent.pk)
        below = self.pages.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
        if below.filter(slug=fields["slug"]).exists():
            return None
        last = below.order_by("-path").values_list("path", flat=True).first()
        number = int(last[-4:], 36) + 1 if last else 1
        page_class = self.apps.get_model(app, model)
        content_type, _created = self.types.objects.get_or_create(app_label=app, model=model.lower())
        made = page_class.objects.create(
            content_type=content_type,
            path=parent.path + self.step(number),
            depth=parent.depth + 1,
            locale=self.locale,
            draft_title=fields["title"],
            url_path=f"{parent.url_path}{fields['slug']}/",
            live=True,
            first_published_at=self.now,
            last_published_at=self.now,
            **fields,
        )
        self.pages.objects.filter(pk=parent.pk).update(numchild=parent.numchild + 1)
        return made

    @staticmethod
    def step(number):
        digits = ""
        while number:
            number, digit = divmod(number, 36)
            digits = DIGITS[digit] + digits
        return digits.rjust(4, "0")


def create(apps, schema_editor):
    home_page = apps.get_model("home", "HomePage")
    home = home_page.objects.order_by("pk").first()
    if home is None:
        return
    furnish(apps, home)
    tree = Tree(apps)
    tree.add(
        home, "home", "ArticleIndexPage", slug="articulos", title="Artículos y guías", show_in_menus=True,
        summary="Respuestas cortas y guías paso a paso, en lenguaje claro.",
    )
    places = tree.add(
        home, "home", "PlacesPage", slug="estados", title="Estados", show_in_menus=True,
        summary="Quién responde por la transparencia en cada estado, y los documentos que hay de él.",
    )
    tree.add(
        home, "home", "GlossaryPage", slug="glosario", title="Glosario", show_in_menus=True,
        summary="Las palabras de la transparencia, explicadas para cualquier persona.",
    )
    for slug, title, summary in TEXTS:
        tree.add(home, "home", "TextPage", slug=slug, title=title, summary=summary)
    if places:
        for state in apps.get_model("reference", "State").objects.order_by("name"):
            tree.add(places, "home", "StatePage", slug=slugify(state.name), title=state.name, state_id=state.pk)
    apps.get_model("wagtailcore", "Page").objects.filter(slug="archivo", depth=home.depth + 1).update(show_in_menus=True)


def furnish(apps, home):
    """The front page as it begins: what is new, and the entrances."""
    home.body = body(home.introduction)
    home.save()
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model="homepage", object_id=str(home.pk)
    )
    for revision in revisions:
        if "body" not in revision.content:
            revision.content["body"] = body(revision.content.get("introduction", ""))
            revision.save(update_fields=["content"])


def body(introduction):
    return json.dumps(
        [
            *([part("paragraph", introduction)] if introduction else []),
            part("new_articles", {"title": "Para entender y participar", "chosen": [], "limit": 6}),
            part("new_documents", {"title": "Documentos recién publicados", "limit": 6}),
            part("states_map", {"title": "Su estado", "text": "Vea quién responde y qué documentos hay de su estado."}),
        ]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_pages"),
        ("archive", "0008_pages_with_images"),
        ("reference", "0005_regions_and_facts"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
