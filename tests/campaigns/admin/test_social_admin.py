"""Posts and questions in the administration: each person's own, whatever is asked for."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import CampaignPage, SocialPost, SocialQuestion
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories
from tests.campaigns.made import Campaigns
from tests.cms.home.conftest import client_of

POSTS = "wagtailsnippets_campaigns_socialpost"
QUESTIONS = "wagtailsnippets_campaigns_socialquestion"
CANARY = "canario-ajeno"


@dataclass(frozen=True, slots=True)
class World:
    campaign: CampaignPage
    national: User
    state: User
    post: SocialPost
    own: SocialQuestion
    other: SocialQuestion


@pytest.fixture
def world(campaigns: Campaigns) -> World:
    """A national campaign with a post, and a question to each of two institutions."""
    national = Institution.objects.filter(state=None, kind=Institution.Kind.COMMISSION)[0]
    zacatecas = Institution.objects.get(code="zac-archivo")
    elsewhere = Institution.objects.filter(state__code="CMX")[0]
    campaign = campaigns.add("Nacional")
    post = SocialPost.objects.create(campaign=campaign, network="x", text=f"Publicación {CANARY}")
    now = timezone.now()
    own, other = (
        SocialQuestion.objects.create(institution=each, network="x", asked_at=now, question=f"¿Pregunta {word}?")
        for each, word in ((zacatecas, "propia"), (elsewhere, CANARY))
    )
    return World(
        campaign,
        factories.member(national, Role.COMMUNICATION),
        factories.member(zacatecas, Role.COMMUNICATION),
        post,
        own,
        other,
    )


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.getvalue().decode()


def test_a_states_people_neither_see_nor_change_posts_of_campaigns_that_are_not_theirs(world: World) -> None:
    client = client_of(world.state)
    for address in (f"{POSTS}:list", f"{POSTS}:list_results", "campaigns_reports:posts"):
        assert CANARY not in text(client, reverse(address))
    assert CANARY not in text(client, f"{reverse('campaigns_reports:posts')}?export=csv")
    for name in ("edit", "history"):
        assert client.get(reverse(f"{POSTS}:{name}", args=[world.post.pk])).status_code == 404, name
    forged = client.post(reverse(f"{POSTS}:edit", args=[world.post.pk]), {"text": "Mío", "network": "x"})
    assert forged.status_code == 404
    world.post.refresh_from_db()
    assert CANARY in world.post.text


def test_a_post_cannot_be_put_into_anothers_campaign(world: World) -> None:
    """A forged form names a campaign that the list does not offer."""
    data = {"campaign": world.campaign.pk, "network": "x", "text": "Colada", "status": "draft"}
    answer = client_of(world.state).post(reverse(f"{POSTS}:add"), data)
    assert answer.status_code in {200, 302}
    assert not SocialPost.objects.filter(text="Colada").exists()
    client_of(world.national).post(reverse(f"{POSTS}:add"), data)
    assert SocialPost.objects.filter(text="Colada").exists()


def test_the_national_team_plans_and_exports(world: World) -> None:
    client = client_of(world.national)
    edit = reverse(f"{POSTS}:edit", args=[world.post.pk])
    assert "Lista para publicarse" in text(client, edit)
    data = {"campaign": world.campaign.pk, "network": "x", "text": "=1+1 y ya", "status": "planned"}
    refused = client.post(edit, data)
    assert "Diga cuándo se publica" in refused.content.decode()
    assert client.post(edit, {**data, "planned_at": "2026-11-27 10:00"}).status_code == 302
    sheet = text(client, f"{reverse('campaigns_reports:posts')}?export=csv")
    assert "'=1+1 y ya" in sheet
    assert "Programada" in sheet
    assert "Nacional" not in text(client, f"{reverse('campaigns_reports:posts')}?network=facebook&export=csv")


def test_nothing_deletes_a_post_or_a_question(world: World) -> None:
    client = client_of(factories.superuser())
    for namespace, row in ((POSTS, world.post), (QUESTIONS, world.own)):
        model = namespace.removeprefix("wagtailsnippets_").replace("_", "/")
        for path in (f"/admin/snippets/{model}/delete/{row.pk}/", f"/admin/bulk/{model}/delete/?id={row.pk}"):
            client.post(path)
        assert type(row).objects.filter(pk=row.pk).exists()


def test_questions_are_of_whom_was_asked(world: World) -> None:
    client = client_of(world.state)
    for address in (reverse(f"{QUESTIONS}:list"), reverse("campaigns_reports:questions")):
        said = text(client, address)
        assert "propia" in said
        assert CANARY not in said
    assert CANARY not in text(client, f"{reverse('campaigns_reports:questions')}?export=csv")
    other = reverse(f"{QUESTIONS}:edit", args=[world.other.pk])
    assert client.get(other).status_code == 404
    assert client.post(other, {"question": "Mía"}).status_code == 404
    assert CANARY in text(client_of(world.national), reverse(f"{QUESTIONS}:list"))


def test_a_question_cannot_be_logged_for_another_institution(world: World) -> None:
    told = {"network": "x", "asked_at": "2026-11-01 10:00", "question": "¿Colada?"}
    client = client_of(world.state)
    client.post(reverse(f"{QUESTIONS}:add"), {**told, "institution": world.other.institution_id})
    assert not SocialQuestion.objects.filter(question="¿Colada?").exists()
    client.post(reverse(f"{QUESTIONS}:add"), {**told, "institution": world.own.institution_id})
    assert SocialQuestion.objects.filter(question="¿Colada?").exists()


def test_about_ones_campaign_one_sees_what_others_were_asked(world: World) -> None:
    SocialQuestion.objects.filter(pk=world.own.pk).update(campaign=world.campaign)
    assert "propia" in text(client_of(world.national), reverse(f"{QUESTIONS}:edit", args=[world.own.pk]))


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.UNIVERSITY])
def test_who_writes_for_nobody_has_no_log(world: World, role: str) -> None:
    client = client_of(factories.member(world.own.institution, role))
    for address in (f"{QUESTIONS}:list", f"{POSTS}:list", "campaigns_reports:import_questions"):
        response = client.get(reverse(address))
        assert response.status_code in {302, 403}, address


def test_a_csv_is_handed_in_for_ones_own_institution(world: World) -> None:
    address, client = reverse("campaigns_reports:import_questions"), client_of(world.state)
    assert "fecha" in text(client, address)

    def hand_in(content: str, institution: Institution) -> Any:
        file = SimpleUploadedFile("preguntas.csv", content.encode())
        return client.post(address, {"file": file, "institution": institution.pk})

    good = "fecha,red,pregunta\n15/04/2026,Facebook,¿Del CSV?\n"
    assert hand_in(good, world.other.institution).status_code == 200
    assert not SocialQuestion.objects.filter(question="¿Del CSV?").exists()
    assert hand_in(good, world.own.institution).status_code == 302
    assert SocialQuestion.objects.get(question="¿Del CSV?").institution == world.own.institution
    bad = hand_in("fecha,red,pregunta\nayer,Facebook,¿Día?\n", world.own.institution).content.decode()
    assert "Fila 2, columna «fecha»" in bad
