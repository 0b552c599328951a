"""A log that was handed in for the wrong spot is taken back as a whole, and what it corrected is as before."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry

from campaigns.airing_import import UNDONE, NotUndoable, import_log, undo
from campaigns.models import Airing, AiringImport, SpotPage
from tests import factories
from tests.campaigns.made import Campaigns, spot
from tests.cms.home.conftest import Sections, client_of, sections

__all__ = ["sections"]
pytestmark = pytest.mark.django_db
HEADER = "fecha,estación,entidad,veces"


@pytest.fixture
def of_campaign(campaigns: Campaigns) -> SpotPage:
    return spot(campaigns.add())


@pytest.fixture
def person() -> User:
    return factories.superuser()


def handed_in(of: SpotPage, person: User, *lines: str, name: str = "marzo.csv") -> AiringImport:
    import_log(of, "\n".join([HEADER, *lines]).encode(), actor=person, filename=name)
    return AiringImport.objects.latest("pk")


def times(of: SpotPage) -> dict[str, int]:
    return dict(of.airings.values_list("station", "times"))


def test_who_handed_in_which_log_is_kept(of_campaign: SpotPage, person: User) -> None:
    kept = handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,3", "2026-03-02,Radio Dos,Jalisco,1")
    assert (kept.by, kept.filename, kept.added, kept.changed) == (person, "marzo.csv", 2, 0)
    assert set(of_campaign.airings.values_list("handed_in", flat=True)) == {kept.pk}


def test_its_lines_go_and_those_it_corrected_say_what_they_said(of_campaign: SpotPage, person: User) -> None:
    handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,3")
    wrong = handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,9", "2026-03-02,Radio Dos,Jalisco,1")
    assert times(of_campaign) == {"Radio Uno": 9, "Radio Dos": 1}
    undo(wrong, actor=person)
    assert times(of_campaign) == {"Radio Uno": 3}
    (entry,) = PageLogEntry.objects.filter(page=of_campaign.pk, action=UNDONE)
    assert entry.data == {"removed": 1, "restored": 1, "filename": "marzo.csv"}
    with pytest.raises(NotUndoable, match="ya se deshizo"):
        undo(wrong, actor=person)


def test_what_a_later_log_corrected_is_not_taken_from_under_it(of_campaign: SpotPage, person: User) -> None:
    first = handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,3")
    second = handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,9", name="corregida.csv")
    with pytest.raises(NotUndoable, match=r"corregida\.csv"):
        undo(first, actor=person)
    assert times(of_campaign) == {"Radio Uno": 9}
    undo(second, actor=person)
    undo(first, actor=person)
    assert not Airing.objects.exists()


def test_the_same_log_can_be_handed_in_again_afterwards(of_campaign: SpotPage, person: User) -> None:
    undo(handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,3"), actor=person)
    handed_in(of_campaign, person, "2026-03-01,Radio Uno,Jalisco,3")
    assert times(of_campaign) == {"Radio Uno": 3}


def test_it_is_undone_where_it_was_handed_in(of_campaign: SpotPage, person: User, sections: Sections) -> None:
    client = client_of(person)
    page = reverse("campaigns_reports:import_airings", args=[of_campaign.pk])
    log = SimpleUploadedFile("abril.csv", f"{HEADER}\n2026-04-01,Radio Uno,Jalisco,3".encode())
    assert client.post(page, {"file": log}).status_code == 302
    kept = AiringImport.objects.get()
    address = reverse("campaigns_reports:undo_airings", args=[of_campaign.pk, kept.pk])
    shown = client.get(page).content.decode()
    assert ("abril.csv" in shown, address in shown) == (True, True)
    assert "1 transmisión que agregó se borra" in client.get(address).content.decode()
    assert client_of(sections.own.person).post(address).status_code == 404
    assert times(of_campaign) == {"Radio Uno": 3}
    assert client.post(address)["Location"] == page
    assert times(of_campaign) == {}
    assert "Deshecha el" in client.get(page).content.decode()
    history = client.get(reverse("wagtailadmin_pages:history", args=[of_campaign.pk])).content.decode()
    assert "Se deshizo la carga «abril.csv»: 1 transmisiones quitadas, 0 como antes" in history
