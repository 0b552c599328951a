"""A state takes a national campaign: its own copy below its own page, with the pieces of the campaign, as drafts.

What is copied is what readers see of the national pages, never their drafts.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, Revision, get_page_models
from wagtail.query import PageQuerySet

from campaigns import adapted_fields, state_pages
from campaigns.models import Adaptation, CampaignPage
from campaigns.models.channel import ChannelPage
from campaigns.models.event import EventPage, EventStatus
from cms.core import tenancy
from cms.core.reference.models import Institution, State
from cms.core.visibility import pages_shown

TOOK = "campaigns.take"
OF_THE_ORIGINAL = (*adapted_fields.LOCAL, "targets", "audience_reported", "audience_source")
"""What is said of the original alone: no copy begins with it."""
CHANNEL = "channel"
"""What in a kit is a piece of the campaign."""


class NotTakeable(Exception):
    """The state cannot take that page. The message, in Spanish, says why."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The state's copy of a campaign; whether it is new, and how many pieces came with it."""

    adaptation: Adaptation
    is_new: bool
    pieces: int


def takeable() -> PageQuerySet:
    """The national campaigns that readers see: those of no state, whoever signs what hangs from its page, and no
    copies."""
    national = CampaignPage.objects.filter(institution__state=None, adaptation=None)
    return pages_shown(national.filter(~state_pages.below_one()))


def pieces() -> PageQuerySet:
    """The pieces of campaigns that readers see, of whatever kind."""
    kinds = [model for model in get_page_models() if issubclass(model, ChannelPage)]
    cancelled = EventPage.objects.filter(status=EventStatus.CANCELLED)
    # The copy of an event is one that takes place.
    return pages_shown(Page.objects.type(*kinds)).exclude(pk__in=cancelled.values("pk"))


@transaction.atomic
def take(campaign: CampaignPage, state: State, actor: User) -> Taken:
    """The state's copy, made if there is none, with the pieces that it lacks. Raises NotTakeable."""
    # Whoever publishes the campaign, or takes it too, waits: what is copied is what is offered changes of. Read after
    # that wait, not before.
    Page.objects.select_for_update().get(pk=campaign.pk)
    campaign = takeable().filter(pk=campaign.pk).first()
    if campaign is None:
        raise NotTakeable(_("Esta campaña no se puede tomar: ya no está publicada, o no es nacional."))
    home = state_pages.page_of(state)
    if home is None:
        raise NotTakeable(_("El estado no tiene página todavía: la crea el equipo nacional."))
    adaptation = Adaptation.objects.filter(source=campaign.pk, state=state).first()
    is_new = adaptation is None
    if adaptation is None:
        signs = _signing(state, actor)
        adaptation = _copy(campaign, home, state, actor, institution=signs, states=[state])
    pieces = _copies_of_pieces(campaign, adaptation, actor)
    if pieces:
        _choose_own_pieces(adaptation, actor)
    if is_new or pieces:
        log(adaptation.page.specific, TOOK, user=actor, data={"pieces": len(pieces)})
    return Taken(adaptation, is_new, len(pieces))


def _missing(campaign: Page, state: State) -> list[Page]:
    taken = Adaptation.objects.filter(state=state).values("source")
    missing = pieces().child_of(campaign).exclude(pk__in=taken)
    # As for the campaign itself.
    list(Page.objects.select_for_update().filter(pk__in=missing.values("pk")).order_by("path"))
    return list(missing.order_by("path").specific())


def _copies_of_pieces(campaign: Page, adaptation: Adaptation, actor: User) -> list[Adaptation]:
    """What the state lacks. Whoever answers for the campaign answers for what is issued or held there too."""
    signs = {"institution": adaptation.page.specific.institution}
    return [
        _copy(each, adaptation.page, adaptation.state, actor, **(signs if hasattr(each, "institution") else {}))
        for each in _missing(campaign, adaptation.state)
    ]


def _copy(source: Page, to: Page, state: State, actor: User, **changes: object) -> Adaptation:
    revision = _shown_revision(source)
    # The draft is the state's: nobody has locked it, and why it can't be clearer is for the state to say.
    own = {"locked": False, "locked_by": None, "locked_at": None, "clarity_reason": ""}
    told = {"slug": find_available_slug(to, source.slug), "go_live_at": None, "expire_at": None, **own, **changes}
    local = [name for name in OF_THE_ORIGINAL if hasattr(source, name)]
    copy = source.copy(
        to=to, update_attrs=told, exclude_fields=local, copy_revisions=False, keep_live=False, user=actor
    )
    return Adaptation.objects.create(
        page=Page.objects.get(pk=copy.pk),
        source=Page.objects.get(pk=source.pk),
        state=state,
        taken_revision=revision,
        source_revision=revision,
        taken_by=actor,
    )


def _choose_own_pieces(adaptation: Adaptation, actor: User) -> None:
    """What the kit of the copy holds of the national pieces becomes the state's own ones."""
    pieces = Adaptation.objects.filter(state=adaptation.state).values_list("source", "page")
    own = {source: Page(pk=page) for source, page in pieces}
    page = adaptation.page.specific
    lock = page.get_lock()
    if lock and lock.for_user(actor):
        raise NotTakeable(_("La página de la campaña está bloqueada: pida que la desbloqueen y vuelva a intentarlo."))
    draft = page.get_latest_revision_as_object()
    chosen = [each for each in draft.kit if each.block_type == CHANNEL and _pk_of(each.value["page"]) in own]
    for each in chosen:
        each.value["page"] = own[each.value["page"].pk]
    if chosen:
        # A draft may lack what a publication may not.
        draft.save_revision(user=actor, clean=False, takes_correction=True)


def _pk_of(page: Page | None) -> int | None:
    """None for a piece that was deleted since it was chosen."""
    return page.pk if page else None


def _shown_revision(source: Page) -> Revision:
    """What readers see of it, as a revision; one is made where it was cleared away."""
    if source.live_revision is not None:
        return source.live_revision
    made: Revision = Revision.objects.create(
        content_object=source,
        base_content_type=source.get_base_content_type(),
        content=source.serializable_data(),
        object_str=str(source),
    )
    Page.objects.filter(pk=source.pk).update(live_revision=made)
    return made


def _signing(state: State, actor: User) -> Institution:
    """Who answers for the copy: an institution of the state in which the person works, else the guarantor body."""
    existing = Institution.objects.existing().filter(state=state)
    own = existing.filter(pk__in=tenancy.institution_ids(actor)).order_by("pk").first()
    guarantor = existing.filter(kind=Institution.Kind.GUARANTOR).order_by("pk").first()
    found = own or guarantor or existing.order_by("pk").first()
    if found is None:
        raise NotTakeable(_("El estado no tiene instituciones registradas: pídalo a quien opera el sitio."))
    return found
