"""Campaigns and what hangs from them, in each state, with canary words of their own in all that they say and bear."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, Page

from campaigns.models import (
    AppearancePage,
    CampaignPage,
    Clipping,
    EasyReadPage,
    EventPage,
    LanguagePage,
    PressReleasePage,
    SpotFormat,
    SpotPage,
    UniversityActivityPage,
)
from campaigns.models.clipping import place_of
from campaigns.press import FOR_PRINT
from campaigns.recordings.making import folder_of
from cms.core.models import SiteImage
from cms.core.models.membership import Role
from cms.core.models.page import page_address
from cms.core.reference.models import Institution, State
from cms.home.models import ArticleIndexPage, ArticlePage, HomePage, StatePage
from tests import factories
from tests.campaigns import made
from tests.campaigns.texts import CLEAR
from tests.leaks.campaigns_matrix import MATRIX
from tests.leaks.campaigns_states import bring, publish

STATES = list(MATRIX)
SIZE = "fill-64x36|format-png"
KINDS = ("campaign", "spot", "release", "appearance", "event", "activity", "easy_read", "language")
ONLY_RELEASES = ("embargoed", "taken back before its minute", "after its minute")
BELOW = ("below an unpublished page", "below an expired page")
OWN, OTHER = "TLA", "JAL"
SLUG = "tlaxcala"
LISTED: dict[str, tuple[str, ...]] = {
    "campaign": (
        "list",
        "front page",
        "page of the state",
        "page of the region",
        "home:news_feed",
        "home:campaigns_feed",
        "home:state_feed",
        "home:sitemap_section",
        "a link in an article",
    ),
    "spot": ("page above", "home:sitemap_section", "a link in an article"),
    "release": (
        "list",
        "front page",
        "page of the state",
        "page of the region",
        "home:news_feed",
        "home:press_feed",
        "home:state_feed",
        "home:sitemap_section",
        "a link in an article",
    ),
    "appearance": ("list", "home:sitemap_section", "a link in an article"),
    "event": (
        "home:sitemap_section",
        "a link in an article",
        "home:events_feed",
        "campaigns:calendar",
        "campaigns:state_calendar",
        "campaigns:kind_calendar",
        "campaigns:campaign_calendar",
        "campaigns:event_file",
    ),
    "activity": ("home:sitemap_section", "a link in an article", "home:universities_feed"),
    # Their addresses say what they are, and nothing of their own.
    "easy_read": (),
    "language": (),
}
"""Which lists must show a public page of each kind."""


def canary(kind: str, state: str) -> str:
    return f"canario{kind}x{STATES.index(state)}q"


def shadow(kind: str, state: str) -> str:
    """Stands beside the canary, for where the canary itself is what was asked for."""
    return f"sombra{kind}x{STATES.index(state)}q"


@dataclass
class World:
    pages: dict[tuple[str, str], Any] = field(default_factory=dict)
    files: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """The addresses of the files that a page bears, by surface."""
    people: dict[str, User | None] = field(default_factory=dict)
    article: str = ""


def there(state: str, kind: str) -> bool:
    """Whether there is such a page in such a state."""
    if state in ONLY_RELEASES:
        return kind == "release"
    return kind != "campaign" or state not in BELOW


def planted() -> Iterator[tuple[str, str]]:
    return ((kind, state) for state in STATES for kind in KINDS if there(state, kind))


def build() -> World:
    # Wagtail remembers renditions by the key of their image, also those of a test that was undone.
    cache.clear()
    world = World(people=_people())
    _front_page()
    planting = _Planting()
    for kind, state in planted():
        page = planting.page(kind, state)
        world.files[kind, state] = planting.files(kind, state, page)
        world.pages[kind, state] = bring(page, state)
    planting.close()
    world.article = _article(list(world.pages.values()))
    return world


def _people() -> dict[str, User | None]:
    own, other = (Institution.objects.filter(state__code=code).order_by("pk").first() for code in (OWN, OTHER))
    national = Institution.objects.filter(state=None, kind=Institution.Kind.COMMISSION).first()
    assert own
    assert other
    assert national
    return {
        "public": None,
        "own state": factories.member(own, Role.COMMUNICATION),
        "other state": factories.member(other, Role.COMMUNICATION),
        "national": factories.member(national, Role.COMMUNICATION),
        "archivist": factories.member(factories.institution()),
        "superuser": factories.superuser(),
    }


def _front_page() -> None:
    """All that fills itself, with room for everything."""
    front = HomePage.objects.get()
    front.body = [
        ("campaigns_now", {"title": "Campañas", "limit": 6}),
        ("latest_press", {"title": "Prensa", "limit": 6}),
    ]
    front.save_revision().publish()


class _Planting:
    """Makes drafts with a canary in each field, below pages that are open until `close`."""

    def __init__(self) -> None:
        self._campaigns = made.campaigns_of()
        self._tlaxcala = State.objects.get(code=OWN)
        self._institution = Institution.objects.filter(state=self._tlaxcala).order_by("pk").first()
        self._section = StatePage.objects.get(state=self._tlaxcala)
        self._open = self._campaigns.add("Campaña abierta", states=[self._tlaxcala])
        # Choosers list so many pages at once: what hangs from one campaign stays below that.
        self._beside = self._campaigns.add("Campaña con eventos")
        self._of_originals = self._campaigns.add("Campaña con originales")
        self._closing = {state: self._campaigns.add(f"Se cierra {state}") for state in BELOW}
        self._collection = Collection.objects.get(name="Páginas de Tlaxcala")

    def page(self, kind: str, state: str) -> Any:
        plant: dict[str, Callable[[str], Any]] = {
            "campaign": self._campaign,
            "spot": self._spot,
            "release": self._release,
            "appearance": self._appearance,
            "event": self._event,
            "activity": self._activity,
            "easy_read": self._easy_read,
            "language": self._language,
        }
        return plant[kind](state)

    def files(self, kind: str, state: str, page: Any) -> dict[str, str]:
        if kind == "release":
            return self._files_of_release(state, page)
        if kind == "spot":
            return {
                "campaigns:play": reverse("campaigns:play", args=[page.recording_id]),
                "campaigns:original": reverse("campaigns:original", args=[page.recording_id]),
                "campaigns:captions": reverse("campaigns:captions", args=[page.pk]),
                "campaigns:format": reverse("campaigns:format", args=[page.pk, "mp3"]),
            }
        if page.image is None:
            return {}
        return {f"image of the {'state' if kind == 'appearance' else 'nation'}": page.image.get_rendition(SIZE).url}

    def close(self) -> None:
        """What hangs from these was published while they were open."""
        self._closing["below an unpublished page"].unpublish()
        expired = self._closing["below an expired page"]
        CampaignPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - timedelta(hours=1))

    def _said(self, kind: str, state: str) -> dict[str, Any]:
        word = canary(kind, state)
        return {
            "title": f"Título {word} {shadow(kind, state)}",
            "slug": f"{word}-pagina",
            "summary": f"Resumen {word}.",
            "body": [("paragraph", f"<p>{CLEAR} {word}.</p>")],
            "clarity_reason": "Las palabras de la prueba no son palabras.",
        }

    def _campaign(self, state: str) -> CampaignPage:
        said = {**self._said("campaign", state), "image": self._image("campaign", state)}
        page = self._campaigns.draft(**said)
        page.states.add(self._tlaxcala)
        page.save()
        page.save_revision()
        return page

    def _spot(self, state: str) -> SpotPage:
        word = canary("spot", state)
        transcript = f"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nDice {word}.\n"
        sound = made.recording(f"RIFF0000WAVE{word}".encode())
        above = self._closing.get(state, self._open)
        page = SpotPage(**self._said("spot", state), recording=sound, transcript=transcript, live=False)
        above.add_child(instance=page)
        page.save_revision()
        file = folder_of(Path(settings.DERIVATIVES_DIR), sound.digest) / "mp3-prueba.mp3"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"ID3{word}".encode())
        SpotFormat.objects.create(
            spot=page, recording=sound, code="mp3", name=file.name, digest=sound.digest, size=file.stat().st_size
        )
        return page

    def _release(self, state: str) -> PressReleasePage:
        page: PressReleasePage = self._draft(
            PressReleasePage(
                **self._said("release", state),
                institution=self._institution,
                place=f"Lugar {canary('release', state)}",
                contacts=[("contact", {"name": "Oficina", "role": "Prensa", "phone": "246 000 0000", "mail": ""})],
                image=self._image("release", state),
                kit=[
                    ("document", {"document": self._document(state), "title": "", "credit": ""}),
                    ("image", {"image": self._image("release", state), "caption": ""}),
                ],
            ),
            state,
        )
        return page

    def _appearance(self, state: str) -> AppearancePage:
        page: AppearancePage = self._draft(
            AppearancePage(
                **self._said("appearance", state),
                programme="Un programa",
                station="Una estación",
                on_air_at=timezone.now() + timedelta(days=1, minutes=STATES.index(state)),
                topic="Preguntar",
                speaker="Quien atiende",
                image=self._image("appearance", state),
            ),
            state,
        )
        return page

    def _event(self, state: str) -> EventPage:
        starts = timezone.now() + timedelta(days=2, minutes=STATES.index(state))
        page: EventPage = self._draft(
            EventPage(
                **self._said("event", state),
                institution=self._institution,
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
                place=f"Sala {canary('event', state)}",
                state=self._tlaxcala,
                contact_mail="contacto@example.org",
            ),
            state,
            self._beside,
        )
        return page

    def _activity(self, state: str) -> UniversityActivityPage:
        page: UniversityActivityPage = self._draft(
            UniversityActivityPage(
                **self._said("activity", state),
                kind="call",
                university="Universidad de Ejemplo",
                deadline=made.day(10),
                how_to_enrol=f"Escriba a {canary('activity', state)}.",
                contact_email="ejemplo@example.org",
            ),
            state,
            self._beside,
        )
        return page

    def _easy_read(self, state: str) -> EasyReadPage:
        page: EasyReadPage = self._draft(EasyReadPage(**self._said("easy_read", state)), state, self._original())
        return page

    def _language(self, state: str) -> LanguagePage:
        said = self._said("language", state)
        page: LanguagePage = self._draft(LanguagePage(**said, language="nah"), state, self._original())
        return page

    def _original(self) -> Page:
        """A page that has no version yet: there is one of each kind."""
        number = len(self._of_originals.get_children())
        sound = made.recording(f"RIFF0000WAVEoriginal{number}".encode())
        page: Page = made.spot(self._of_originals, recording=sound, transcript=made.TRANSCRIPT)
        publish(page)
        return page

    def _draft(self, page: Any, state: str, above: Page | None = None) -> Any:
        page.live = False
        self._closing.get(state, above or self._section).add_child(instance=page)
        page.save_revision()
        return page

    def _files_of_release(self, state: str, page: PressReleasePage) -> dict[str, str]:
        word = canary("release", state)
        scan = f"%PDF-1.4 {word}".encode()
        digest = f"{STATES.index(state):02x}" + "0" * 62
        place_of(digest).parent.mkdir(parents=True, exist_ok=True)
        place_of(digest).write_bytes(scan)
        clipping = Clipping.objects.create(
            page=page,
            medium=f"Medio {word}",
            date=made.day(-1),
            title=f"Nota {word}",
            digest=digest,
            filename=f"{word}.pdf",
            media_type="application/pdf",
            size=len(scan),
            is_licensed=True,
            licence="CC BY 4.0",
            key=word,
        )
        assert page.image
        return {
            "image of the state": page.image.get_rendition(SIZE).url,
            "image to print": page.kit[1].value["image"].get_rendition(FOR_PRINT).url,
            "press kit file": page.kit[0].value["document"].url,
            "campaigns:clipping_scan": reverse("campaigns:clipping_scan", args=[clipping.pk]),
        }

    def _image(self, kind: str, state: str) -> SiteImage:
        """The canary of an image is its name: what is drawn is the same."""
        word = canary(kind, state)
        content = io.BytesIO()
        Image.new("RGB", (128, 96), "#6b1532").save(content, "PNG")
        collection = Collection.get_first_root_node() if kind == "campaign" else self._collection
        made_of_it: SiteImage = SiteImage.objects.create(
            title=word,
            description=f"Se ve {word}",
            file=ImageFile(content, name=f"{word}.png"),
            collection=collection,
        )
        return made_of_it

    def _document(self, state: str) -> Document:
        word = canary("release", state)
        file = ContentFile(f"Datos {word}".encode(), name=f"{word}.txt")
        made_of_it: Document = Document.objects.create(title=word, file=file, collection=self._collection)
        return made_of_it


def _article(pages: list[Any]) -> str:
    """One that leads to all of them, whether readers get there or not."""
    cards = [{"page": page.pk, "address": "", "label": "Ver", "text": ""} for page in pages]
    links = " ".join(f'<a linktype="page" id="{page.pk}">Ver</a>' for page in pages)
    parts = [
        {"type": "cards", "value": {"title": "", "cards": cards}},
        {"type": "paragraph", "value": f"<p>{links}</p>"},
    ]
    body = json.dumps(parts)
    page = ArticleIndexPage.objects.get().add_child(instance=ArticlePage(title="Enlaces", slug="enlaces", body=body))
    return page_address(page.url_path)
