"""The front page and what joins the parts of the site."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy


class HomeConfig(AppConfig):
    name = "cms.home"
    label = "home"
    verbose_name = "Portada"

    def ready(self) -> None:
        from cms.core import schedule  # noqa: PLC0415
        from cms.core.models import Coordination, Membership  # noqa: PLC0415
        from cms.core.reference.models import Institution, Region  # noqa: PLC0415
        from cms.home import editors, found_pages  # noqa: PLC0415
        from cms.home.models import StatePage  # noqa: PLC0415
        from cms.home.newsletter import sending, sources  # noqa: PLC0415
        from search import beside  # noqa: PLC0415

        beside.register(gettext_lazy("Campañas y artículos"), found_pages.find)
        sources.register_own()
        sending.register()
        schedule.register_turn(sending.turn)

        for saved in (Membership, Coordination, Institution):
            post_save.connect(editors.roles_changed, sender=saved, dispatch_uid="home.editors")
        for deleted in (Membership, Coordination, Region):
            post_delete.connect(editors.roles_changed, sender=deleted, dispatch_uid="home.editors")
        m2m_changed.connect(editors.roles_changed, sender=Region.states.through, dispatch_uid="home.editors")
        post_save.connect(editors.state_page_changed, sender=StatePage, dispatch_uid="home.editors")
        post_migrate.connect(editors.migrated, sender=self, dispatch_uid="home.editors")
