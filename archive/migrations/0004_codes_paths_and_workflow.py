"""Give what is there its codes, paths and reference codes, and make the workflow of the two bodies."""

import secrets

from django.db import migrations
from django.utils import timezone

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
STEP = 9
WORKFLOW = "Revisión de dos instancias"
TURNS = (("institution", "Revisión de la institución"), ("commission", "Aprobación de la comisión de archivos"))


def mint(issued):
    while True:
        code = "".join(secrets.choice(ALPHABET) for _position in range(8))
        _row, created = issued.objects.get_or_create(code=code)
        if created:
            return code


def give_codes(apps, schema_editor):
    issued = apps.get_model("archive", "IssuedCode")
    for name in ("Creator", "ArchivalUnit"):
        for row in apps.get_model("archive", name).objects.filter(code=None).iterator():
            row.code = mint(issued)
            row.save(update_fields=["code"])


def give_paths(apps, schema_editor):
    unit_model = apps.get_model("archive", "ArchivalUnit")
    reference_model = apps.get_model("archive", "IssuedReference")
    paths = {None: ""}
    waiting = list(unit_model.objects.order_by("pk"))
    while waiting:
        later = []
        for unit in waiting:
            if unit.parent_id in paths:
                paths[unit.pk] = unit.path = f"{paths[unit.parent_id]}{unit.pk:0{STEP}d}/"
                unit.save(update_fields=["path"])
                reference_model.objects.create(institution_id=unit.institution_id, reference_code=unit.reference_code)
            else:
                later.append(unit)
        waiting = later


def show_units(apps, schema_editor):
    """Units were shown with the documents in them: those stay shown, with what they hang from."""
    unit_model = apps.get_model("archive", "ArchivalUnit")
    document_model = apps.get_model("archive", "Document")
    now = timezone.now()
    shown = set(
        document_model.objects.filter(
            state__in=["published", "reserved"], public_from__lte=now, unit__isnull=False
        ).values_list("unit__path", flat=True)
    )
    width = STEP + 1
    paths = {path[:end] for path in shown for end in range(width, len(path) + 1, width)}
    unit_model.objects.filter(path__in=paths).update(state="published", public_from=now)


def separate_the_law_from_the_reason(apps, schema_editor):
    for document in apps.get_model("archive", "Document").objects.filter(state="reserved").iterator():
        document.legal_basis, document.state_reason = document.state_reason, ""
        document.save(update_fields=["legal_basis", "state_reason"])


def give_documents_reference_codes(apps, schema_editor):
    unit_model = apps.get_model("archive", "ArchivalUnit")
    reference_model = apps.get_model("archive", "IssuedReference")
    for document in apps.get_model("archive", "Document").objects.exclude(unit=None).order_by("pk").iterator():
        unit = unit_model.objects.get(pk=document.unit_id)
        issued = reference_model.objects.filter(institution_id=document.holding_institution_id)
        while not document.reference_code:
            unit.last_number += 1
            code = f"{unit.reference_code}/{unit.last_number:04d}"
            if not issued.filter(reference_code=code).exists():
                document.reference_code = code
        unit.save(update_fields=["last_number"])
        document.save(update_fields=["reference_code"])
        reference_model.objects.create(
            institution_id=document.holding_institution_id, reference_code=document.reference_code
        )


def make_workflow(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType")
    document_type, _created = content_types.objects.get_or_create(app_label="archive", model="document")
    task_type, _created = content_types.objects.get_or_create(app_label="archive", model="reviewtask")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    for place, (stage, name) in enumerate(TURNS):
        task = apps.get_model("archive", "ReviewTask").objects.create(
            name=name, stage=stage, active=True, content_type=task_type
        )
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.pk, sort_order=place
        )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.update_or_create(
        content_type=document_type, defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_description_and_review"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(each, migrations.RunPython.noop)
        for each in (
            give_codes,
            give_paths,
            show_units,
            separate_the_law_from_the_reason,
            give_documents_reference_codes,
            make_workflow,
        )
    ]
