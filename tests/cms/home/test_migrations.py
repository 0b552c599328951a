"""A site that was there before pages were built of parts keeps what its editors wrote."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from wagtail.models import Revision

from cms.home.models import HomePage, TextPage

BEFORE = ("home", "0003_pages")


def test_the_introduction_and_its_draft_become_parts_of_the_front_page(committed_db: None) -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    TextPage.objects.get(slug="contacto").delete()
    home = HomePage.objects.get()
    drafted = {**home.serializable_data(), "introduction": "<p>Por publicar.</p>"}
    del drafted["body"]
    revision = home.save_revision()
    Revision.objects.filter(pk=revision.pk).update(content=drafted)
    begun = timezone.now()

    earlier = MigrationExecutor(connection).migrate([BEFORE]).apps
    earlier.get_model("home", "HomePage").objects.update(introduction="<p>Lo publicado.</p>", body="[]")
    MigrationExecutor(connection).migrate(latest)

    home = HomePage.objects.get()
    draft = home.get_latest_revision_as_object()
    assert [str(page.body[0].value) for page in (home, draft)] == ["<p>Lo publicado.</p>", "<p>Por publicar.</p>"]
    kinds = ["paragraph", "new_articles", "new_documents", "states_map"]
    assert [[part.block_type for part in page.body] for page in (home, draft)] == [kinds, kinds]
    made = TextPage.objects.get(slug="contacto")
    assert begun <= made.first_published_at == made.last_published_at
