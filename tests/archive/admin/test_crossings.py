"""No member of one institution reads or changes another's rows, at any address of the administration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.urls import reverse

from archive.admin import bulk_documents, dashboard, tenancy, upload
from archive.admin import forms as admin_forms
from archive.admin.decisions import fingerprint
from archive.models import ArchivalUnit, ArchiveLogEntry, Creator, Document
from archive.vocabularies import Stage
from cms.core.models.membership import Role
from cms.core.tenancy import InstitutionPermissionPolicy
from tests.archive.admin.conftest import CANARY, NO_ROWS, Holdings, World, text_of
from tests.archive.admin.urls_of_the_archive import urls

DOCUMENT = "wagtailsnippets_archive_document"
UNIT = "wagtailsnippets_archive_archivalunit"
MEMBERS = [*(role.value for role in Role), "commission"]
"""Every role in A, and the Archives commission, to which B has submitted nothing."""


def state_of(theirs: Holdings) -> Any:
    """Everything about an institution's rows that a crossing could change."""
    documents = Document.objects.filter(holding_institution=theirs.institution).order_by("pk")
    return (
        list(documents.values()),
        list(ArchivalUnit.objects.filter(institution=theirs.institution).order_by("pk").values()),
        [each.revisions.count() for each in documents],
        ArchiveLogEntry.objects.filter(institution=theirs.institution).count(),
    )


def is_refused(response: Any) -> bool:
    """Wagtail answers what is not permitted with 403, or by a redirect to its entrance."""
    return response.status_code in {403, 404, 405} or (response.status_code == 302 and response.url == "/admin/")


def attack(theirs: Holdings) -> dict[str, Any]:
    """A form that would do something at whichever address it is sent to."""
    return {
        **NO_ROWS,
        "title": "pirata",
        "language": "es",
        "reference_code": "pirata",
        "level": "fonds",
        "institution": theirs.institution.pk,
        "action-publish": "1",
        "reason": "pirata",
        "legal_basis": "pirata",
        "until": "2040-01-01 10:00",
        "zone": "America/Mexico_City",
        "comment": "pirata",
        "seen": fingerprint([theirs.draft, theirs.published]),
        "label": "pirata",
        "files": SimpleUploadedFile("pirata.pdf", b"%PDF-1.4 pirata"),
    }


@pytest.mark.parametrize("who", MEMBERS)
def test_nothing_of_another_institution_is_read(world: World, who: str) -> None:
    client = world.client(who)
    crossings = []
    for name, address, is_row in urls(world.b):
        response = client.get(address)
        assert response.status_code < 500, address
        if CANARY in text_of(response) or (is_row and response.status_code not in {404, 405}):
            crossings.append((name, response.status_code))
    assert crossings == []


@pytest.mark.parametrize("who", MEMBERS)
def test_nothing_of_another_institution_is_changed(world: World, who: str) -> None:
    client = world.client(who)
    crossings = []
    before = state_of(world.b)
    for name, address, is_row in urls(world.b):
        response = client.post(address, attack(world.b))
        if state_of(world.b) != before or (is_row and response.status_code not in {404, 405}):
            crossings.append((name, response.status_code))
        if CANARY in text_of(response):
            crossings.append((name, 0))
    assert crossings == []


def test_roles_of_two_institutions_do_not_add_up(world: World) -> None:
    """Withdraws in A, edits in B: in B nothing is withdrawn, locked or taken back."""
    client, before = world.client("mixed"), state_of(world.b)
    for name in ("withdraw", "unpublish", "lock", "unlock", "revisions_unschedule"):
        revision = [world.b.revision.pk] if name == "revisions_unschedule" else []
        address = reverse(f"{DOCUMENT}:{name}", args=[world.b.published.pk, *revision])
        assert is_refused(client.get(address)), name
        assert is_refused(client.post(address, attack(world.b))), name
    assert state_of(world.b) == before
    assert client.get(reverse(f"{DOCUMENT}:edit", args=[world.b.published.pk])).status_code == 200
    assert is_refused(client.get(reverse(f"{DOCUMENT}:edit", args=[world.a.published.pk])))
    assert client.get(reverse(f"{DOCUMENT}:withdraw", args=[world.a.published.pk])).status_code == 200


def test_own_document_is_not_put_into_anothers_unit(world: World) -> None:
    client, draft = world.client("archivist"), world.a.draft
    for foreign in (world.b.unit.pk, 999_999, "x"):
        data = {**NO_ROWS, **model_to_dict(draft, ["title", "language"]), "unit": foreign}
        response = client.post(reverse(f"{DOCUMENT}:edit", args=[draft.pk]), data)
        assert response.status_code == 200
        assert "Elija una serie o un expediente" in text_of(response)
        assert CANARY not in text_of(response)
        draft.refresh_from_db()
        assert draft.unit is None


def test_unit_is_not_made_in_nor_moved_to_another_institution(world: World) -> None:
    client, unit = world.client("administrator"), world.a.unit
    data = {"level": "series", "reference_code": "x", "title": "x"}
    before = state_of(world.b)
    for posted in (
        {**data, "institution": world.b.institution.pk},
        {**data, "institution": world.a.institution.pk, "parent": world.b.unit.pk},
    ):
        response = client.post(reverse(f"{UNIT}:add"), posted)
        assert response.status_code == 200
        assert CANARY not in text_of(response)
    client.post(
        reverse(f"{UNIT}:edit", args=[unit.pk]), {**data, "level": "fonds", "institution": world.b.institution.pk}
    )
    unit.refresh_from_db()
    assert (unit.institution, unit.title) == (world.a.institution, "x")
    assert state_of(world.b) == before


@pytest.mark.parametrize("field", ["institution", "unit"])
def test_upload_goes_to_no_other_institution(world: World, field: str) -> None:
    theirs = {"institution": world.b.institution.pk, "unit": world.b.unit.pk}
    data = {
        "institution": world.a.institution.pk,
        field: theirs[field],
        "files": SimpleUploadedFile("x.pdf", b"%PDF-1.4 x"),
    }
    count = Document.objects.count()
    response = world.client("archivist").post(reverse(f"{DOCUMENT}:add"), data)
    assert response.status_code == 200
    assert CANARY not in text_of(response)
    assert Document.objects.count() == count


def test_shared_vocabularies_are_changed_by_administrators_only(world: World) -> None:
    for who in (role.value for role in Role):
        client = world.client(who)
        assert client.get(reverse("wagtailsnippets_archive_documenttype:list")).status_code == 200
        adding = client.get(reverse("wagtailsnippets_archive_documenttype:add"))
        assert is_refused(adding) == (who != "administrator")
        creator = Creator.objects.named(f"Secretaría {who}")
        editing = client.get(reverse("wagtailsnippets_archive_creator:edit", args=[creator.pk]))
        assert is_refused(editing) == (who != "administrator")
    assert world.client("archivist").get(reverse("wagtailsnippets_archive_creator:add")).status_code == 200


def test_reference_data_and_roles_are_kept_by_superusers(world: World) -> None:
    for who in MEMBERS:
        client = world.client(who)
        for address in (
            reverse("institutions:edit", args=[world.a.institution.pk]),
            reverse("memberships:index"),
            reverse("memberships:add"),
            reverse("jobs:index"),
        ):
            assert is_refused(client.get(address)), address
            assert is_refused(client.post(address, {"name": "pirata"})), address
        assert is_refused(client.post(reverse("jobs:retry")))
        assert client.get(reverse("institutions:index")).status_code == 200


Attempt = Callable[[Any, Holdings], bool]


def _shows(name: str) -> Attempt:
    def attempt(client: Any, theirs: Holdings) -> bool:
        address = reverse(f"{DOCUMENT}:{name}", args=[] if name == "list" else [theirs.draft.pk])
        return CANARY in text_of(client.get(address))

    return attempt


def _edits(client: Any, theirs: Holdings) -> bool:
    client.post(reverse(f"{DOCUMENT}:edit", args=[theirs.draft.pk]), {**NO_ROWS, "title": "pirata", "language": "es"})
    return Document.objects.get(pk=theirs.draft.pk).title == "pirata"


def _approves(client: Any, theirs: Holdings) -> bool:
    seen = {"seen": fingerprint([theirs.waiting])}
    client.post(reverse(f"{DOCUMENT}:approve", args=[theirs.waiting.pk]), seen)
    return Document.objects.get(pk=theirs.waiting.pk).stage == Stage.COMMISSION


def _bulk_approves(client: Any, theirs: Holdings) -> bool:
    address = reverse("wagtail_bulk_action", args=["archive", "document", "approve"])
    client.post(f"{address}?id={theirs.waiting.pk}", {"seen": fingerprint([theirs.waiting])})
    return Document.objects.get(pk=theirs.waiting.pk).stage == Stage.COMMISSION


def _withdraws(client: Any, theirs: Holdings) -> bool:
    client.post(reverse(f"{DOCUMENT}:withdraw", args=[theirs.published.pk]), {"reason": "pirata"})
    return Document.objects.get(pk=theirs.published.pk).state == "withdrawn"


def _chooses(client: Any, theirs: Holdings) -> bool:
    address = reverse("wagtailsnippetchoosers_archive_document:choose")
    return CANARY in text_of(client.get(address))


def _is_chosen(client: Any, theirs: Holdings) -> bool:
    address = reverse("wagtailsnippetchoosers_archive_archivalunit:chosen", args=[theirs.unit.pk])
    return CANARY in text_of(client.get(address))


ATTEMPTS = [
    _shows("list"),
    _shows("edit"),
    _shows("history"),
    _shows("inspect"),
    _edits,
    _approves,
    _bulk_approves,
    _withdraws,
    _chooses,
    _is_chosen,
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_attempts_succeed_without_the_guards(
    world: World, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is refused above is refused by the guards, not by a mistake in the attempt."""
    client = world.client("administrator")
    assert not attempt(client, world.b)
    for module in (tenancy, bulk_documents, dashboard, upload, admin_forms):
        monkeypatch.setattr(module, "rows_of", lambda user, model: model._default_manager.all())
    monkeypatch.setattr(
        InstitutionPermissionPolicy,
        "user_has_permission_for_instance",
        lambda self, user, action, instance: self.user_has_permission(user, action),
    )
    monkeypatch.setattr("cms.core.tenancy.may", lambda user, action, institution: True)
    assert attempt(client, world.b)
