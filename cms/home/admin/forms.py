"""Forms of pages that know who fills them in."""

from typing import Any

from wagtail.blocks import StreamValue

from campaigns.admin.forms import GatedPageForm
from cms.core import tenancy
from cms.core.reference.models import Institution
from cms.core.tenancy import KEEPS_THE_SITE

BEGINS_WITH = ("heading", "paragraph")
"""The parts that a new article shows, to be filled in or taken out."""


class StateForm(GatedPageForm):
    """Where a state's page is and how long readers get it is for who keeps the whole site to say."""

    NOT_OF_THE_STATE = ("slug", "go_live_at", "expire_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or self.for_user.has_perm(KEEPS_THE_SITE):
            return
        for name in self.NOT_OF_THE_STATE:
            self.fields.pop(name, None)

    @property
    def show_schedule_publishing_toggle(self) -> bool:
        return "go_live_at" in self.fields


class ArticleForm(GatedPageForm):
    """An article is signed with one's own institution; only who keeps the whole site signs with any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.instance.body:
            blocks = self.instance.body.stream_block
            self.initial["body"] = StreamValue(
                blocks, [(name, blocks.child_blocks[name].get_default()) for name in BEGINS_WITH]
            )
        if self.for_user is None or "institution" not in self.fields or self.for_user.has_perm(KEEPS_THE_SITE):
            return
        own = tenancy.institution_ids(self.for_user)
        chosen = own | {self.instance.institution_id} if self.instance.institution_id else own
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=chosen)
        if len(own) == 1 and not self.instance.pk:
            self.initial["institution"] = next(iter(own))
