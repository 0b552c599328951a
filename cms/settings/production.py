"""A public server: nothing has a default that would be unsafe to forget."""

from cms.core import logs
from cms.settings.base import *

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

# Anybody may send the header; it means something only behind a proxy that overwrites it.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
READER_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR" if BEHIND_PROXY else ""
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Django's reports of errors hold settings and form data; they stay out of the mail, and the log has the stack.
ADMINS: list[str] = []
EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")

LOG_FORMAT = env.str("LOG_FORMAT", default=logs.JSON)
LOGGING = logs.configuration(LOG_LEVEL, LOG_FORMAT)
