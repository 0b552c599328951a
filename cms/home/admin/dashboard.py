"""What waits for the people who keep the pages of the site."""

from collections.abc import Iterator

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.waiting import Waiting, WaitingPanel
from cms.home.admin.choosing import own_pages
from cms.home.admin.listing import SitePagesFilterSet, Task, site_pages


class PagesWaitingPanel(WaitingPanel):
    """The pages' panel of the dashboard; nothing for who keeps none."""

    name = "pages_waiting"
    heading = _("Le espera en las páginas")
    order = 40

    def waiting_for(self, request: HttpRequest) -> Iterator[Waiting]:
        pages = own_pages(request)
        for task in Task:
            query = f"task={task}"
            count = SitePagesFilterSet(QueryDict(query), queryset=pages, request=request).qs.count()
            address = "archive_reports:cited" if task == Task.QUOTES else site_pages.get_url_name("index")
            tail = "" if task == Task.QUOTES else f"?{query}"
            yield Waiting(task.label, count, f"{reverse(address)}{tail}")
