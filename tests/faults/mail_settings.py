"""A site on a developer's machine whose mail goes to a server of the test (MAIL_PORT)."""

import os

from cms.settings.dev import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["MAIL_PORT"])
EMAIL_TIMEOUT = 10
