"""For the test suite: cheap password hashes, and a DATA_DIR of its own for each process."""

import atexit
import os
import shutil
import tempfile

# Before the settings that build on it: no test may write into the DATA_DIR of a site that runs here.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="acervo-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from cms.settings.base import *  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, because threads of one test share it, and nothing of it has to survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
