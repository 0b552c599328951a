"""Forms of posts and questions: they offer what the person works with, and keep what was chosen before."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.widgets import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from campaigns.models import CampaignPage
from campaigns.networks import NETWORKS, URL_WEIGHT
from campaigns.recording_access import hands_in_for
from campaigns.social_access import campaigns_asked_about, campaigns_of
from cms.core.reference.models import Institution
from cms.core.tenancy import KEEPS_THE_SITE


class Counted(AdminAutoHeightTextInput):
    """A text with a counter that counts as the chosen network does. Without JavaScript it is a text, and the server
    says what is too much."""

    def __init__(self, limits: Mapping[str, object], **kwargs: Any) -> None:
        told = {
            "data-count": json.dumps(limits),
            "data-count-url": str(URL_WEIGHT),
            "data-count-left": str(_("Quedan")),
            "data-count-over": str(_("Sobran")),
            "data-count-of": "id_network",
        }
        super().__init__(attrs={**told, **kwargs.pop("attrs", {})}, **kwargs)

    @property
    def media(self) -> Media:
        return super().media + Media(js=["js/posts.js"])


class CountedText(Counted):
    """The text of a post. What is posted ends with its link, so that the link counts; where none is typed, it is the
    address of the campaign, by the campaign's key in `addresses`."""

    def __init__(self, **kwargs: Any) -> None:
        limits = {
            each.code: {"most": each.longest, "counting": each.counting, "links": each.links_work}
            for each in NETWORKS.values()
        }
        attrs = {"data-count-link": "id_link", "data-count-campaign": "id_campaign"}
        super().__init__(limits, attrs=attrs, **kwargs)

    def lead_to(self, addresses: Mapping[int, str]) -> None:
        self.attrs["data-count-addresses"] = json.dumps(addresses)


class CountedAlt(Counted):
    """The text that stands for the image of a post."""

    def __init__(self, **kwargs: Any) -> None:
        limits = {each.code: {"most": each.longest_alt, "counting": "graphemes"} for each in NETWORKS.values()}
        super().__init__(limits, **kwargs)


class PostForm(WagtailAdminModelForm):
    """The campaigns are those whose pages the person edits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or "campaign" not in self.fields:
            return
        own = campaigns_of(self.for_user)
        self.fields["campaign"].queryset = own.order_by("title")
        if not self.instance.pk and own.count() == 1:
            self.initial["campaign"] = own.get().pk
        self.fields["text"].widget.lead_to({each.pk: each.full_url or "" for each in own})

    class Meta:
        widgets = {"text": CountedText(), "alt_text": CountedAlt()}


class QuestionForm(WagtailAdminModelForm):
    """The institutions are the person's own; the campaigns theirs, and those that anybody may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or "institution" not in self.fields:
            return
        own = hands_in_for(self.for_user)
        if self.for_user.has_perm(KEEPS_THE_SITE):
            own = Institution.objects.all()
        kept = Q(pk__in=own.values("pk")) | Q(pk=self.instance.institution_id)
        self.fields["institution"].queryset = Institution.objects.filter(kept)
        if not self.instance.pk and own.count() == 1:
            self.initial["institution"] = own.get().pk
        offered = campaigns_asked_about(self.for_user).values("pk")
        about = CampaignPage.objects.filter(Q(pk__in=offered) | Q(pk=self.instance.campaign_id))
        self.fields["campaign"].queryset = about.order_by("title")


class QuestionFile(forms.Form):
    """A CSV of questions, for one institution."""

    institution = forms.ModelChoiceField(
        label=_("Institución"), queryset=Institution.objects.none(), empty_label=None
    )
    file = forms.FileField(label=_("Preguntas (CSV)"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = hands_in_for(user)  # type: ignore[attr-defined]
