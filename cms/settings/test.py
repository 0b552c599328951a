"""For the test suite: cheap password hashes, and a DATA_DIR, database and index of its own for each process.

TEST_DATABASE (sqlite, postgresql) and TEST_SEARCH (embedded, elasticsearch) choose what the suite runs on.
"""

import atexit
import os
import shutil
import tempfile

from tests import databases
from tests.servers import elasticsearch, postgresql

# Before the settings that build on it: no test may write into the DATA_DIR of a site that runs here.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="acervo-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
OWN = os.environ["DATA_DIR"].rpartition("acervo-test-")[2]

os.environ["DATABASE_URL"] = postgresql.url("acervo") if databases.kind() == "postgresql" else ""
os.environ.update(elasticsearch.environment(OWN))

from cms.settings.base import *  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Tests take parts of the site away and look again; those of tests/serving turn it on.
# So do they send more than anybody by hand; tests of the limits turn those on.
CACHES["public"] = CACHES["kept"] = CACHES["limits"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
# No thread writes beside the tests; those of consultations write when they say so.
CONSULTATION_SECONDS = 86_400
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, because threads of one test share it, and nothing of it has to survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"{postgresql.MADE}{OWN}"}
