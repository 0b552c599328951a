"""How processes of the site start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

LOOK = """
import gc, json
from cms import startup
startup.setup()
from wagtail.api.v3.routers.pages import PageRevisionDetailSchema as Described
built = Described.__pydantic_complete__
print(json.dumps({
    "collects": gc.isenabled(),
    "left alone": gc.get_freeze_count() > 100_000,
    "built": built,
    "described": "content_object" in Described.model_json_schema()["properties"],
}))
"""


@pytest.mark.once
@pytest.mark.processes
def test_what_a_start_made_is_left_alone_and_what_nobody_asks_for_is_not_built(tmp_path: Path) -> None:
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told == {"collects": True, "left alone": True, "built": False, "described": True}
