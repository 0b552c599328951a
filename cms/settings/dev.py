"""One machine, one person: what `make run` uses. Secrets are made on first use and kept in DATA_DIR."""

import secrets

from cms.settings.base import *

DEBUG = env.bool("DEBUG", default=False)


def _own_secret() -> str:
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _own_secret()

# No server to set up: every message lies as a file where whoever tries the site can read it.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

# Static files come straight from the sources: no collectstatic, no hashed names. Our own lie compressed before them.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
COMPRESSED_STATIC = DATA_DIR / "static-compressed"
COMPRESSED_STATIC.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [COMPRESSED_STATIC, *STATICFILES_DIRS]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
