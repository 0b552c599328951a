"""Posts and questions: what is refused and why, what anybody sees, a CSV in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from archive.models import Subject
from campaigns import post_text, question_figures
from campaigns.broadcast_log import BadLog
from campaigns.models import SocialPost, SocialQuestion
from campaigns.models.social import PostStatus, QuestionStatus
from campaigns.networks import NETWORKS
from campaigns.question_import import import_questions
from cms.core.reference.models import Institution
from tests.campaigns.made import Campaigns

NOW = timezone.now
X = NETWORKS["x"]


def post(campaigns: Campaigns, **fields: Any) -> SocialPost:
    given = {"network": "x", "text": "Preguntar es su derecho.", "planned_at": NOW(), "status": PostStatus.PLANNED}
    return SocialPost(campaign=fields.pop("campaign", None) or campaigns.add(), **{**given, **fields})


def refused(row: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        row.full_clean()
    told: dict[str, list[str]] = found.value.message_dict
    return told


def test_a_good_post_passes_and_leads_to_its_campaign(campaigns: Campaigns) -> None:
    row = post(campaigns)
    row.full_clean()
    row.save()
    assert row.whole == f"Preguntar es su derecho.\n{row.campaign.full_url}"
    assert row.share_url.startswith("https://x.com/intent/post?text=Preguntar+es+su+derecho.&url=http")
    assert row.state is None


def test_a_text_longer_than_its_network_takes_is_refused_with_how_much(campaigns: Campaigns) -> None:
    # With the line break and the 23 of the address: 280.
    fits = "Sí. " * 64
    assert X.count(f"{fits}\nhttps://a.mx/x") == 280
    post(campaigns, text=fits, link="https://a.mx/x").full_clean()
    told = refused(post(campaigns, text=f"{fits}Y ya.", link="https://a.mx/x"))
    assert told["text"] == ["En X sobran 5 caracteres: caben 280, con todo y enlace. Acorte el texto."]


def test_an_image_without_words_for_it_is_refused(campaigns: Campaigns) -> None:
    assert "texto alternativo" in refused(post(campaigns, card="cuadrada"))["alt_text"][0]
    post(campaigns, card="cuadrada", alt_text="Dice: preguntar es su derecho.").full_clean()
    assert "sin empezar" in refused(post(campaigns, card="cuadrada", alt_text="Imagen de una fila"))["alt_text"][0]
    assert "1000" in refused(post(campaigns, card="cuadrada", alt_text="a" * 1001))["alt_text"][0]


def test_a_draft_may_lack_what_a_planned_post_may_not(campaigns: Campaigns) -> None:
    post(campaigns, status=PostStatus.DRAFT, planned_at=None).full_clean()
    assert "planned_at" in refused(post(campaigns, planned_at=None))


def test_a_posted_one_bears_its_address_on_that_network(campaigns: Campaigns) -> None:
    assert "posted_url" in refused(post(campaigns, status=PostStatus.POSTED))
    elsewhere = post(campaigns, status=PostStatus.POSTED, posted_url="https://x.com.example.org/1")
    assert refused(elsewhere)["posted_url"] == ["Esa dirección no es de X. Pegue la de la publicación."]
    post(campaigns, status=PostStatus.POSTED, posted_url="https://www.x.com/snt/status/1").full_clean()


def test_a_sentence_that_is_hard_to_follow_needs_a_reason(campaigns: Campaigns) -> None:
    hard = "La solicitud será atendida por la unidad de transparencia que haya sido designada."
    told = refused(post(campaigns, text=hard))["text"]
    assert any("Cuesta entender" in each for each in told)
    post(campaigns, text=hard, clarity_reason="Es la frase de la ley.").full_clean()


def test_more_hashtags_than_a_network_takes_are_refused(campaigns: Campaigns) -> None:
    text = "Pregunte. " + " ".join(f"#Uno{n}" for n in range(6))
    assert "acepta 5 etiquetas y hay 6" in refused(post(campaigns, network="instagram", text=text))["text"][0]


def test_hints_say_what_could_be_better() -> None:
    said = " ".join(post_text.hints(X, "Pregunte? #preguntarestuderecho #DerechoAPreguntar", "", has_image=True))
    assert "#preguntarestuderecho se oye como una sola palabra" in said
    assert "Falta un signo que abre" in said
    assert "#DerechoAPreguntar se" not in said
    assert post_text.hints(X, "¿Pregunta? #Qué", "", has_image=True, card="enlace") == []
    story = post_text.hints(X, "Sí.", "", has_image=True, card="historia")
    assert story == ["En X se ve mejor la tarjeta «Para enlaces»."]


def test_calendars_get_what_is_planned_without_drafts(campaigns: Campaigns) -> None:
    row = post(campaigns)
    row.save()
    post(campaigns, campaign=row.campaign, status=PostStatus.DRAFT).save()
    day = timedelta(days=1)
    assert list(SocialPost.objects.planned_between(NOW() - day, NOW() + day)) == [row]
    assert not SocialPost.objects.planned_between(NOW() + day, NOW() + 2 * day).exists()


def test_readers_see_what_was_posted_of_campaigns_they_see(client: Client, campaigns: Campaigns) -> None:
    shown = post(campaigns, status=PostStatus.POSTED, posted_url="https://x.com/snt/status/1", text="Ya salió.")
    shown.save()
    post(campaigns, campaign=shown.campaign, text="Todavía no sale.").save()
    page = client.get(shown.campaign.url).content.decode()
    assert "Ya salió." in page
    assert "https://x.com/snt/status/1" in page
    assert "Todavía no sale." not in page
    assert list(SocialPost.objects.public()) == [shown]
    shown.campaign.unpublish()
    assert not SocialPost.objects.public().exists()


def question(**fields: Any) -> SocialQuestion:
    given = {
        "institution": Institution.objects.get(code="snt-archivos"),
        "network": "facebook",
        "asked_at": NOW() - timedelta(hours=8),
        "question": "¿Cuánto cuesta pedir información?",
    }
    return SocialQuestion(**{**given, **fields})


def test_a_question_that_names_somebody_is_refused(db: None) -> None:
    question().full_clean()
    told = refused(
        question(question="Soy @juana, ¿cuánto cuesta?", answer="Llame al 55 1234 5678", answered_at=NOW())
    )
    assert "una cuenta" in told["question"][0]
    assert "teléfono" in told["answer"][0]


def test_an_answer_and_its_day_go_together(db: None) -> None:
    assert "answered_at" in refused(question(answer="Es gratis."))
    assert "answer" in refused(question(answered_at=NOW()))
    early = question(answer="Es gratis.", answered_at=NOW() - timedelta(days=3))
    assert "antes de preguntarse" in refused(early)["answered_at"][0]
    assert "todavía no llega" in refused(question(asked_at=NOW() + timedelta(days=2)))["asked_at"][0]


def test_figures_say_how_soon_people_are_answered(db: None) -> None:
    assert str(question_figures.figures(SocialQuestion.objects.all())) == "Ninguna pregunta."
    for hours in (1, 5, 7):
        question(answer="Sí.", answered_at=NOW() - timedelta(hours=8 - hours)).save()
    question().save()
    assert str(question_figures.figures(SocialQuestion.objects.all())) == (
        "4 preguntas; 3 respondidas; la mitad en 5 horas o menos."
    )


CSV = (
    "Fecha;Red;Pregunta;Tema;Entidad;Respuesta;Respondida\n"
    "15/04/2026 14:30;Facebook;¿Cuánto cuesta?;Agua;Zacatecas;Nada;15/04/2026 16:30\n"
    "\n"
    "16/04/2026;X;¿Quién responde?;;;;\n"
)


def test_a_csv_of_questions_is_taken_once(db: None) -> None:
    Subject.objects.named("Agua")
    own = Institution.objects.get(code="snt-archivos")
    assert import_questions(CSV.encode("windows-1252"), own).added == 2
    again = import_questions(CSV.encode(), own)
    assert (again.added, again.known) == (0, 2)
    first = SocialQuestion.objects.get(network="facebook")
    assert (str(first.subject), str(first.state), first.status) == ("Agua", "Zacatecas", QuestionStatus.ANSWERED)
    assert first.answered_at == first.asked_at + timedelta(hours=2)


def test_a_csv_with_something_amiss_is_not_taken_at_all(db: None) -> None:
    bad = (
        "fecha,red,pregunta\n15/04/2026,Facebook,¿Bien?\n31/02/2026,Facebook,¿Día?\n"
        "15/04/2026,Orkut,¿Red?\n15/04/2026,X,Soy @juana\n"
    )
    with pytest.raises(BadLog) as found:
        import_questions(bad.encode(), Institution.objects.get(code="snt-archivos"))
    said = [str(problem) for problem in found.value.problems]
    assert [line.partition(":")[0] for line in said] == [
        "Fila 3, columna «fecha»",
        "Fila 4, columna «red»",
        "Fila 5, columna «pregunta»",
    ]
    assert not SocialQuestion.objects.exists()
    with pytest.raises(BadLog, match="faltan estas columnas: red, pregunta"):
        import_questions(b"fecha\n1\n", Institution.objects.get(code="snt-archivos"))
